"""The commands of ``python -m analysis``, one module each.

A module has `add`, which describes its command to argparse. What it needs is imported when it runs, so that help
answers at once.
"""

from __future__ import annotations

import argparse

from analysis._version import __version__
from analysis.commands import (
    cite,
    codebook,
    concordance,
    figures,
    frames,
    frequency,
    keyness,
    read,
    redact,
    report,
    tokens,
)

__all__ = ["parser"]

_ORDER = (report, figures, read, tokens, frequency, concordance, keyness, frames, codebook, cite, redact)
_EPILOG = """examples:
  python -m analysis report                      every article the kit knows, into reports/
  python -m analysis report 내글.txt --out 보고서
  python -m analysis frequency 내글.txt --top 20
  python -m analysis frames 기사 --codebook alliance-startup --by document --out 점수.xlsx

An article is a file, a folder, a pattern such as "기사/*.txt", or the name of an article of the kit.
COMMAND --help tells the options and the columns of a command.

exit codes: 0 all right, 1 a check failed, 2 bad input, 130 interrupted, 141 the reader of a pipe went away
"""


def parser() -> argparse.ArgumentParser:
    """Describe every command; nothing heavy is imported for it."""
    whole = argparse.ArgumentParser(
        prog="python -m analysis",
        description="Damron: a Korean discourse-analysis kit for Jupyter.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    whole.add_argument("--version", action="version", version=f"damron {__version__}")
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for module in _ORDER:
        module.add(commands)
    return whole
