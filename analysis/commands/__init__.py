"""The commands of ``python -m analysis``.

A function `add_COMMAND` describes each to argparse. What it needs is imported when it runs, so that help answers
at once.
"""

from __future__ import annotations

from analysis._version import __version__
from analysis.commands.argument_parser import Parser
from analysis.commands.cite import add_cite
from analysis.commands.codebook import add_codebook
from analysis.commands.crosstab import add_crosstab
from analysis.commands.documents import add_cache, add_inspect, add_read, add_redact, add_tokens
from analysis.commands.frames import add_frames
from analysis.commands.network import add_network
from analysis.commands.report import add_figures, add_report
from analysis.commands.similarity import add_polarity, add_similarity
from analysis.commands.stories import add_stories
from analysis.commands.story_pairs import add_story_pairs
from analysis.commands.timeline import add_timeline
from analysis.commands.topics import add_topics
from analysis.commands.voices import add_voices
from analysis.commands.words import add_concordance, add_frequency, add_keyness
from analysis.messages import message

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
    add_stories,
    add_story_pairs,
    add_topics,
    add_crosstab,
    add_similarity,
    add_voices,
    add_network,
    add_frames,
    add_polarity,
    add_codebook,
    add_cite,
    add_redact,
    add_cache,
)
_EXAMPLES = (
    "report",
    "report 내글.txt --out 보고서",
    "frequency 내글.txt --top 20",
    "frames 기사 --codebook alliance-startup --by document --out 점수.xlsx",
)


def _epilog() -> str:
    """Write what stands below the commands: examples, what an article is, exit codes."""
    lines = [message("examples:"), *(f"  python -m analysis {example}" for example in _EXAMPLES), ""]
    lines += [
        message(
            'An article is a file, a folder, a pattern such as "기사/*.txt", or the name of an article of the kit. '
            "report without one builds a report on each article of the kit.\n"
            "COMMAND --help tells the options and the columns of a command."
        ),
        "",
        message(
            "exit codes: 0 all right, 1 a check failed, 2 bad input, 130 interrupted, "
            "141 the reader of a pipe went away"
        ),
    ]
    return "\n".join(lines) + "\n"


def parser() -> Parser:
    """Describe every command; nothing heavy is imported for it."""
    whole = Parser(
        prog="python -m analysis",
        description=message("Damron: a Korean discourse-analysis kit for Jupyter."),
        epilog=_epilog(),
    )
    whole.add_argument(
        "--version",
        action="version",
        version=f"damron {__version__}",
        help=message("show the version of the kit and exit"),
    )
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for add in _COMMANDS:
        add(commands)
    return whole
