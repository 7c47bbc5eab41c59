"""The commands of ``python -m analysis``.

A function `add_COMMAND` describes each to argparse. What it needs is imported when it runs, so that help answers
at once.
"""

from __future__ import annotations

import argparse

from analysis._version import __version__
from analysis.commands.cite import add_cite
from analysis.commands.codebook import add_codebook
from analysis.commands.documents import add_cache, add_inspect, add_read, add_redact, add_tokens
from analysis.commands.frames import add_frames
from analysis.commands.report import add_figures, add_report
from analysis.commands.timeline import add_timeline
from analysis.commands.words import add_concordance, add_frequency, add_keyness

__all__ = ["parser"]

_COMMANDS = (
    add_report,
    add_figures,
    add_read,
    add_inspect,
    add_tokens,
    add_frequency,
    add_concordance,
    add_keyness,
    add_timeline,
    add_frames,
    add_codebook,
    add_cite,
    add_redact,
    add_cache,
)
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
    for add in _COMMANDS:
        add(commands)
    return whole
