"""``cite``: how to cite the kit, and the methods behind figures and reports."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from analysis._version import __version__
from analysis.commands import output
from analysis.errors import KitError, MissingError, ReadError
from analysis.messages import message

_Entry = Mapping[str, Any]  # of a manifest, as JSON gives it
_DRAWN = {  # charts that are called otherwise than their statistic
    "framing": "framing.score",
    "network": "stats.cooccurrence",
    "ranks": "stats.frequency",
    "strip": "framing.score",
    "wordcloud": "stats.frequency",
}


class _Facts(NamedTuple):
    """What a figure or a report was made with."""

    kit: str
    recipe: dict[str, str]
    codebooks: list[dict[str, str]]
    functions: list[dict[str, str]]


def add_cite(commands: output.Commands) -> None:
    """Describe the command."""
    parser = output.command(commands, "cite", run=_run)
    parser.add_argument("manifest", nargs="?", metavar="MANIFEST", help=message("how figures or a report were made"))
    parser.add_argument("--figure", action="append", metavar="NAME", help=message("only this figure of it; repeatable"))
    parser.add_argument("--format", choices=("text", "bibtex", "csl"), default="text", help=message("default: text"))
    parser.add_argument("--out", metavar="FILE", help=message("write a file (UTF-8) instead"))


def _run(chosen: argparse.Namespace) -> int:
    """Write the citations."""
    facts = _facts(chosen) if chosen.manifest else [_installed()]
    written = _write(_merged(facts), chosen.format)
    if not chosen.out:
        output.write(written.rstrip("\n"))
        return 0
    chosen.paths = [chosen.manifest] if chosen.manifest else []
    output.save(f"{written.rstrip()}\n".encode(), chosen)
    output.log(message("citations written to {out}", out=chosen.out))
    return 0


def _installed() -> _Facts:
    """Return the facts of the kit as it is installed."""
    from importlib.metadata import version

    recipe = {name: f"{package} {version(package)}" for name, package in _PACKAGES.items()}
    return _Facts(__version__, recipe, codebooks=[], functions=[])


_PACKAGES = {"analyser": "kiwipiepy", "model": "kiwipiepy_model"}


def _facts(chosen: argparse.Namespace) -> list[_Facts]:
    """Read the facts of a manifest."""
    from analysis.figures.files import SCHEMA, entries
    from analysis.files import sealed
    from analysis.record.citing import REPORT

    file = Path(chosen.manifest)
    if not file.is_file():
        msg = message(
            "no file {manifest}; name the manifest.json beside figures, or the JSON that a report carries",
            manifest=chosen.manifest,
        )
        raise MissingError(msg)
    manifest = sealed.read_json(
        file, schema=(SCHEMA, REPORT), mend=message("name the one that the kit wrote, or write it anew")
    )
    kind = str(manifest.get("schema", "")).partition("/")[0]
    try:
        if f"{kind}/2" == REPORT and not chosen.figure:
            return [_Facts(*(manifest[name] for name in _Facts._fields))]
        if f"{kind}/2" == SCHEMA:
            return [_figure(entry) for entry in _chosen(entries(manifest, file), chosen.figure)]
    except KitError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        msg = message(
            "{manifest} is no manifest of figures or of a report; name one that the kit wrote", manifest=chosen.manifest
        )
        raise ReadError(msg) from error
    if f"{kind}/2" != REPORT:
        msg = message(
            "{manifest} is no manifest of figures or of a report; name one that the kit wrote", manifest=chosen.manifest
        )
        raise ReadError(msg)
    msg = message(
        "{manifest} is the manifest of a report; --figure goes with a manifest of figures", manifest=chosen.manifest
    )
    raise ReadError(msg)


def _chosen(figures: Mapping[str, _Entry], names: list[str] | None) -> list[_Entry]:
    """Choose figures of a manifest."""
    if unknown := [name for name in names or () if name not in figures]:
        msg = message(
            "the manifest has no figure {unknown!r}; it has {figures}",
            unknown=unknown[0],
            figures=", ".join(sorted(figures)) or message("none"),
        )
        raise MissingError(msg)
    return [figures[name] for name in names or sorted(figures)]


def _figure(entry: _Entry) -> _Facts:
    """Return the facts of one figure."""
    from analysis import framing, stats, validation
    from analysis.record import cited_functions

    chart = str(entry["chart"])
    homes = {"stats": stats, "framing": framing, "validation": validation}
    home = next((name for name, module in homes.items() if chart in module.__all__), "")
    called = _DRAWN.get(chart) or f"{home}.{chart}"
    return _Facts(
        kit=str(entry["recipe"]["kit"]).removeprefix("damron "),
        recipe={name: entry["recipe"][name] for name in _PACKAGES},
        codebooks=[entry["codebook"]] if entry.get("codebook") else [],
        functions=cited_functions.functions([f"da.{called}("]),
    )


def _merged(facts: list[_Facts]) -> _Facts:
    """Merge the facts of several figures, which one version must have made."""
    if not facts:
        msg = message("the manifest holds no figure; export one first")
        raise ReadError(msg)
    versions = _distinct({"kit": f.kit, "recipe": {name: f.recipe[name] for name in _PACKAGES}} for f in facts)
    if len(versions) > 1:
        named = "; ".join(f"damron {version['kit']} with {version['recipe']['analyser']}" for version in versions)
        msg = message(
            "the figures were made by several versions ({named}); name figures of one with --figure", named=named
        )
        raise ReadError(msg)
    codebooks = _distinct(book for f in facts for book in f.codebooks)
    functions = _distinct(function for f in facts for function in f.functions)
    return _Facts(**versions[0], codebooks=codebooks, functions=sorted(functions, key=lambda f: str(f["name"])))


def _distinct(items: Iterable[Any]) -> list[Any]:
    """List different items in a fixed order."""
    return [json.loads(text) for text in sorted({json.dumps(item, sort_keys=True) for item in items})]


def _write(facts: _Facts, form: str) -> str:
    """Write software as lines, BibTeX or CSL-JSON, with codebooks and methods as lines or comments where that goes."""
    from analysis.record import citing

    told = facts._asdict()
    methods = [
        *(
            f"Codebook {b['id']}, version {b['version']} ({b['status']}), SHA-256 {b['sha256']}."
            for b in facts.codebooks
        ),
        *(f"{f['name']}: {f['references']}" for f in facts.functions if f["references"]),
    ]
    if form == "csl":
        return citing.csl(told)
    if form == "bibtex":
        return citing.with_methods(citing.bibtex(told), methods)
    lines = []
    for item in json.loads(citing.csl(told)):
        author = item["author"][0]
        name = author.get("literal") or f"{author['family']}, {author['given']}"
        lines.append(f"{name}. {item['title']}. Version {item['version']}. Computer software.")
    return "\n".join([*lines, *methods])
