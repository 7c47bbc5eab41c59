"""The house rules as tests. Every exception is listed by name, with its reason."""

from __future__ import annotations

import ast
import importlib
import inspect
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

import analysis as da

ROOT = Path(da.__file__).resolve().parent.parent
PACKAGE = ROOT / "analysis"
FILES = sorted(PACKAGE.rglob("*.py"))
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))

# Layer of every module under analysis/, and what the house adds to "lower layers only".
LAYERS = {
    "_version": 0,
    "arguments": 0,
    "equality": 0,
    "errors": 0,
    "memo": 0,
    "options": 0,
    "paths": 0,
    "progress": 0,
    "korean": 0,
    "messages": 0,
    "files": 0,
    "schema": 1,
    "grouping": 1,
    "measures": 1,
    "matcher": 1,
    "grammar": 1,
    "analyser": 1,
    "lexicon": 1,
    "codebook": 1,
    "cleaning": 2,
    "corpus": 2,
    "reading": 2,
    "tokens": 3,
    "topics": 3,
    "stats": 4,
    "framing": 4,
    "validation": 4,
    "style": 4,
    "plots": 5,
    "figures": 5,
    "explorer": 6,
    "record": 6,
    "report": 6,
    "desk": 6,
    "commands": 6,
    "__main__": 6,
}
NARROW = {  # module: modules it may import, where that is less than everything below
    "files": {"errors", "messages"},
    "style": {"arguments", "equality", "errors", "messages", "paths", "korean"},
    "plots": set("arguments equality errors messages options paths korean memo schema grouping measures style".split()),
    "figures": set("arguments memo errors messages options paths files korean schema grouping style".split()),
}
PEERS = {  # imports within a layer
    ("arguments", "errors"): "a call that cannot be meant is a KindError",
    ("arguments", "messages"): "and says so in the user's language",
    ("arguments", "options"): "with the name that is spelt most like",
    ("memo", "paths"): "the kit's lists are part of what a result was made from",
    ("messages", "korean"): "a value in a message takes its particle",
    ("errors", "messages"): "what stands before the sentence of an error has two languages",
    ("options", "messages"): "an error is a message",
    ("files", "messages"): "an error is a message",
    ("options", "errors"): "a value that is no choice is an OptionError",
    ("options", "files"): "a long value is written short in a message",
    ("files", "errors"): "a file that cannot be written is a KitError",
    ("matcher", "schema"): "contracts of the token table",
    ("grammar", "schema"): "contracts of the token table",
    ("grammar", "matcher"): "clauses and markers are read from token arrays",
    ("codebook", "analyser"): "predicates of a dictionary are the analyser's stems",
    ("codebook", "schema"): "contracts of the token table",
    ("codebook", "matcher"): "terms are patterns",
    ("codebook", "grammar"): "hits are read in their clause",
    ("codebook", "lexicon"): "a first codebook takes compounds, and leaves out stop words",
    ("lexicon", "codebook"): "a list of polarity is a codebook of two poles",
    ("lexicon", "schema"): "contracts",
    ("schema", "grouping"): "a covariate has the Korean name of its variable",
    ("lexicon", "matcher"): "markers of stance are written in the codebook's pattern language",
    ("lexicon", "grammar"): "markers of stance are read in their clause",
    ("corpus", "cleaning"): "a corpus normalises the texts it is given",
    ("stats", "style"): "a network's file for Gephi has the colours of its chart",
    ("reading", "cleaning"): "readers clean what they read",
    ("reading", "corpus"): "readers return a Corpus",
    ("topics", "tokens"): "a model is fitted on tokens",
    ("validation", "framing"): "accuracy of frame scores",
    ("validation", "stats"): "pairs of articles are drawn where stories are joined",
    ("desk", "explorer"): "a study shows itself",
    ("desk", "report"): "a study is reported",
    ("record", "explorer"): "a record shows the linked views of its notebooks",
    ("report", "record"): "a report links the record of its notebooks",
    ("commands", "report"): "the command line builds reports",
    ("commands", "record"): "citations are written as in a record",
    ("__main__", "commands"): "the command line dispatches",
}
LONG_FILES: dict[str, str] = {  # a smell, not a law: a file is cut at an idea
    "reading/parsers/pdf_pages.py": "stands alone, so that a process can run it without the kit",
}
LONG_FUNCTIONS: dict[str, str] = {}
SHARED_NAMES: dict[str, str] = {  # file names that stand in two packages and are no public word
    "facts": "of a record, which a kernel tells, and of a report, which are values",
    "page": "of a record and of a report",
    "shell": "of a record and of a report",
}
_SIGNATURE = "stands in a public signature, where users read it"
_EVIDENCE = "pydantic names it in its messages"
_OF_FACTS = ("Reason", "Source", "Stands", "from_json")
USED_BY_NAME: dict[str, str] = {  # names without an underscore that no import shows
    "__main__.main": "python -m analysis calls it",
    "stats.kit_reference.contents": "seeds/reference/make.py calls it",
    "figures.Recipe": _SIGNATURE,
    "framing.standing.Standing": _SIGNATURE,
    **{f"report.facts.{name}": "of the contract of a report" for name in _OF_FACTS},
    "codebook.coders.To": _SIGNATURE,
    "stats.concordance.Width": _SIGNATURE,
    "codebook.models.Tier": _SIGNATURE,
    **{f"codebook.evidence_file.{name}": _EVIDENCE for name in ("Coder", "Named", "Sampled")},
    "framing._compare.Statistic": _SIGNATURE,
    "framing.check.Segment": _SIGNATURE,
    **{f"framing.corrected.{name}": _SIGNATURE for name in ("Method", "Over", "Target")},
    **{f"framing.corrected_models.{name}": _SIGNATURE for name in ("Link", "Period")},
    "framing.overlap.By": _SIGNATURE,
    "framing.regression.Link": _SIGNATURE,
    "framing.specifications.Support": _SIGNATURE,
    "framing.uncertainty.SOURCES": "what may vary, in the order of the table; tests go through it",
    "grammar.quantities.Kind": _SIGNATURE,
    "grammar.quantities.KINDS": "the kinds that a codebook may name; tests go through them",
    "grammar.quantities.spans": "tried by itself in tests",
    "lexicon.check.Segment": _SIGNATURE,
    "measures.contingency.Correction": _SIGNATURE,
    **{f"measures.design_based.{name}": _SIGNATURE for name in ("Method", "Over", "Target")},
    **{f"measures.moments.{name}": _SIGNATURE for name in ("Link", "SmallSample")},
    "measures.kappa.Chance": _SIGNATURE,
    "measures.similarity.Likeness": _SIGNATURE,
    "measures.trees.Linkage": _SIGNATURE,
    "measures.unitizing.Span": _SIGNATURE,
    "measures.diversity.Terms": _SIGNATURE,
    "plots.collocates.Score": _SIGNATURE,
    "plots.network.Weight": _SIGNATURE,
    "stats.backbone.Rule": _SIGNATURE,
    "stats.centrality.Measure": _SIGNATURE,
    "stats.qap.Terms": _SIGNATURE,
    "stats.network_files.Encoding": _SIGNATURE,
    "plots.crosstab.Show": _SIGNATURE,
    **{f"report.corpus_contract.{name}": "facts of a corpus as JSON" for name in ("from_json", "to_json")},
    "report.stratified_sample.shares": "tried by itself in tests",
    "stats.composition.Period": _SIGNATURE,
    "stats.concordance.By": _SIGNATURE,
    **{f"framing.congruence.{name}": _SIGNATURE for name in ("Duplicates", "Mode", "Normalise")},
    "measures.voices.Normalise": _SIGNATURE,
    **{f"stats.crosstab.{name}": _SIGNATURE for name in ("Test", "Unit")},
    "measures.topic_models.Coherence": _SIGNATURE,
    "stats.topic_words.Order": _SIGNATURE,
    "stats.keyness.Shift": _SIGNATURE,
    "stats.frequency.Idf": _SIGNATURE,
    **{f"stats.clusters.{name}": _SIGNATURE for name in ("Method",)},
    "stats.map.Scaling": _SIGNATURE,
    "stats.similarity.Measure": _SIGNATURE,
    "stats.timeline.Period": _SIGNATURE,
    "tokens.recipe.Layer": _SIGNATURE,
    "tokens.rules.OnOff": _SIGNATURE,
    "validation._accuracy.Weighting": _SIGNATURE,
    "validation._agreement.On": _SIGNATURE,
    "report.line_keys.LineKeys": _SIGNATURE,
    "validation._labels.Undecided": _SIGNATURE,
    "validation._record.Of": _SIGNATURE,
    "validation._sheet.Extra": _SIGNATURE,
}
RENAMED_ALONE = {"record": "facts travel as JSON between kernel and page, by code in strings; typed when it is rebuilt"}
UNTYPED: dict[str, str] = {  # functions with dict[str, Any] in their signature, besides
    "arguments.py:_bound": "arguments of any call, by name",
    "codebook/evidence_file.py:to_yaml": "YAML",
    "codebook/load.py:_mapping": "YAML",
    "figures/files.py:entries": "JSON",
    "files/sealed.py:_parsed": "JSON",
    "files/sealed.py:read_json": "JSON",
    "figures/__init__.py:to_dict": "the recipe as JSON; a public protocol",
    "schema/about.py:_hints": "types of fields, as typing gives them",
    "schema/about.py:public": "keys of attrs, as users read them",
    "schema/about.py:to_json": "JSON",
    "schema/about.py:values": "fields of About by name",
    "stats/kit_reference.py:_load": "JSON",
    "tokens/recipe.py:to_dict": "JSON",
    "topics/model_recipe.py:to_dict": "JSON",
    "validation/_record.py:_counts": "YAML",
    "validation/_record.py:_empty_file": "YAML",
    "validation/_record.py:_plain_row": "YAML",
    "validation/_record.py:_samples": "YAML",
    "validation/_record.py:_write": "YAML",
}
POSITION_FILES = sorted(
    str(path.relative_to(PACKAGE))
    for path in FILES
    if path.parent.name in {"matcher", "grammar"} or path.stem == "concordance"
)
PLAIN_POSITIONS: dict[str, str] = {}
WORDS_WITHOUT_STATISTIC = {
    "congruence": "draws framing.congruence",
    "topics": "draws stats.topic_words",
    "heatmap": "a second picture of timeline, and of framing.trend with two variables",
    "contrast": "draws framing.uncertainty or framing.contrast",
    "multiverse": "draws framing.multiverse",
    "stability": "draws framing.stability",
    "wordcloud": "draws stats.frequency a second way",
    "ranks": "draws stats.frequency a third way",
    "strip": "draws framing.score(by='sentence')",
    "network": "draws stats.backbone, stats.ties or stats.cooccurrence",
    "axis": "draws framing.axis",
    "framing": "draws framing.contrast or framing.score(by='paragraph')",
    "agents": "draws framing.agents",
    "devices": "draws framing.devices",
    "elements": "draws framing.elements",
    "overlap": "draws framing.overlap",
    "trajectory": "draws framing.trajectory",
    "trend": "draws framing.trend",
    "agreement": "draws validation.agreement",
    "corrected": "draws framing.corrected",
    "regression": "draws framing.regression",
    "accuracy": "draws validation.accuracy",
    "calibration": "draws validation.calibration",
}
WORDS_WITHOUT_CHART = {
    "descriptors": "a table of a dozen numbers",
    "dispersion": "plots.positions draws where terms stand, with their DP",
    "diversity": "a table of a dozen numbers",
    "concordance": "is read, not drawn: show_concordance and write_concordance",
    "show_concordance": "a view for a terminal",
    "write_concordance": "a writer",
    "write_network": "a writer",
    "dtm": "a matrix, for models of other programs",
    "write_dtm": "a writer",
    "topic_words": "drawn by plots.topics",
    "topic_documents": "is read, not drawn: sentences",
    "topic_stability": "its verdicts are drawn by plots.topics",
    "reference": "a table of counts, for keyness",
    "groups": "the group of every document, for every function that compares groups",
    "story_table": "plots.stories draws the stories that it sums up",
    "sides": "two groups of documents, for framing.compare and stats.keyness",
    "quotations": "is read, not drawn: stats.voices counts it, plots.voices draws that",
    "entities": "is read, not drawn: each name with its place",
    "quantities": "is read, not drawn: each figure with its place",
    "cooccurrence": "drawn by plots.network",
    "clusters": "coloured in plots.merges, plots.map and plots.similarity",
    "backbone": "drawn by plots.network",
    "ties": "drawn by plots.network",
    "communities": "colours of plots.network",
    "cuts": "drawn by plots.centrality",
    "keyness_by_group": "the rows of one group go to plots.keyness",
}
MANY_OPTIONS = {  # more than six, where a specification needs them
    "framing.compare": (7, "what is compared (3), what counts as one, and how it is tested (3)"),
    "stats.keyness_by_group": (10, "as stats.keyness, with groups in place of the second side"),
    "stats.keyness": (11, "two sides, what is counted (tags, minimum, stop), how it is tested (five), columns"),
    "read": (10, "what is read (3), what of it stays (2), what is mended or taken out (4), what stops it (1)"),
    "segment": (9, "what is cut (1), how (3), where it is kept, in which pieces and by whom (5)"),
    "stats.topic_scan": (7, "the tokens, what is compared (3), and how (3)"),
    "topics.fit": (10, "the tokens, the model and what it needs (4), its priors (2), the run (2), what goes in (1)"),
    "stats.concordance": (7, "where it is looked for and what (3), and how the lines are written (4)"),
    "stats.crosstab": (7, "what is crossed (3), what counts as one (2), and how it is tested (2)"),
    "framing.corrected": (7, "what is estimated from (2), for which groups (2), and how (3)"),
    "framing.corrected_difference": (7, "as framing.corrected"),
    "validation.sample": (8, "the texts and their codebook (3), how much of which unit (3), and by group (2)"),
    "validation.accuracy": (7, "what was coded (4), what for (2), and the interval, which goes with the weighting"),
    "plots.network": (8, "which edges (3), how many terms and what is known of them (2), and the chart (3)"),
    "figures.table": (8, "the table and its provenance (3), its words (3), its look (2)"),
    "figures.export": (9, "the chart and its provenance (5), its words (3), its size"),
    "report.build": (8, "what is read (2), how it is counted (2), the page (2), where to and who is told (2)"),
    "report.build_all": (7, "as report.build, without settings"),
    "report.build_corpus": (11, "what is read and how (4), what is compared (3), what is written and who is told (4)"),
}  # fmt: skip
ANALYSER_ONLY_IN = "analyser"


@cache
def parsed(path: Path) -> ast.Module:
    """Parse a file once for all tests; none changes the tree."""
    return ast.parse(path.read_text(encoding="utf-8"))


def part(path: Path) -> str:
    """Name the module or folder of a file under analysis/."""
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def is_module(name: str) -> bool:
    """Tell whether a dotted name is a file or folder of the package."""
    place = ROOT.joinpath(*name.split("."))
    return place.is_dir() or place.with_suffix(".py").is_file()


def imports(path: Path) -> Iterator[tuple[str, bool]]:
    """List imported modules of a file, and whether the import runs when the file is loaded."""
    tree = parsed(path)
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node in tree.body
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: relative import"
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if is_module(inner) else str(node.module), node in tree.body


def test_every_module_has_a_layer() -> None:
    assert {part(f) for f in FILES} - {"__init__"} <= set(LAYERS)


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_go_down(path: Path) -> None:
    here = part(path)
    if here == "__init__":
        pytest.skip("the face of the package imports lazily")
    for name, _ in imports(path):
        if not name.startswith("analysis.") or name.split(".")[1] == here:
            continue
        there = name.split(".")[1]
        down = LAYERS[there] < LAYERS[here] or (here, there) in PEERS
        assert down, f"{here} (layer {LAYERS[here]}) imports {there} (layer {LAYERS[there]})"
        assert there in NARROW.get(here, {there}), f"{here} may not import {there}"


def test_no_circles_between_packages() -> None:
    graph: dict[str, set[str]] = {}
    for path in FILES:
        here = part(path)
        names = {name.split(".")[1] for name, top in imports(path) if top and name.startswith("analysis.")}
        graph.setdefault(here, set()).update(names - {here})
    del graph["__init__"]  # the face of the package imports lazily

    def visit(here: str, way: tuple[str, ...]) -> None:
        assert here not in way, f"circle: {' -> '.join((*way, here))}"
        for there in graph[here]:
            visit(there, (*way, here))

    for package in graph:
        visit(package, ())


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_who_may_know_what(path: Path) -> None:
    for name, _ in imports(path):
        root = name.split(".")[0]
        assert root != "kiwipiepy" or part(path) == ANALYSER_ONLY_IN, f"{path.name} imports the analyser"
        assert root != "pandas" or part(path) != "measures", f"{path.name}: measures know arrays only"
        drawing = {"plots", "style", "figures", "record", "report"}
        assert root != "matplotlib" or part(path) in drawing, f"{path.name} draws"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_sizes(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    name = str(path.relative_to(PACKAGE))
    assert text.count("\n") <= 600 or name in LONG_FILES
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            lines = body[-1].end_lineno - body[0].lineno + 1 if body else 0
            assert lines <= 60 or f"{name}:{node.name}" in LONG_FUNCTIONS, f"{node.name}: {lines} lines"


def public_words() -> set[str]:
    """Words of the kit's face, and the commands: a file may be called after one in several packages."""
    words = set(da.__all__)
    for module in da.__all__:
        words.update(getattr(getattr(da, module), "__all__", ()))
    return words


def test_no_file_name_stands_in_two_packages() -> None:
    folders: dict[str, list[str]] = {}
    for path in FILES:
        if not path.stem.startswith("__"):
            folders.setdefault(path.stem.removeprefix("_"), []).append(str(path.parent.relative_to(PACKAGE)))
    twice = {name: where for name, where in folders.items() if len(where) > 1 and name not in public_words()}
    assert set(twice) <= set(SHARED_NAMES), twice


def module_level_names(tree: ast.Module) -> Iterator[str]:
    """Names that a module defines for others, by their form: those without an underscore."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names = [node.name]
        elif isinstance(node, ast.Assign):
            names = [target.id for target in node.targets if isinstance(target, ast.Name)]
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names = [node.target.id]
        else:
            names = []
        yield from (name for name in names if not name.startswith("_"))


def test_a_name_without_an_underscore_is_used_elsewhere() -> None:
    used: set[tuple[str, str]] = set()  # name of a module, name in it
    defined: set[tuple[str, str]] = set()
    for path in FILES:
        tree = parsed(path)
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        defined |= {(module, name) for name in module_level_names(tree)}
        imported = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module != module]
        used |= {(str(node.module).rpartition(".")[2], alias.name) for node in imported for alias in node.names}
        modules = {alias.asname or alias.name: alias.name for node in imported for alias in node.names}
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                used.add((modules.get(node.value.id, node.value.id), node.attr))
    alone = {
        f"{module}.{name}"
        for module, name in defined
        if (module.rpartition(".")[2], name) not in used and name not in getattr(sys.modules.get(module), "__all__", ())
    }
    alone = {name.removeprefix("analysis.") for name in alone}
    alone = {name for name in alone if name.split(".")[0] not in RENAMED_ALONE}
    alone = {name for name in alone if not name.startswith("reading.parsers.")}  # called by name in another process
    assert alone == set(USED_BY_NAME), alone ^ set(USED_BY_NAME)


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_no_untyped_mapping_in_a_signature(path: Path) -> None:
    """Values have a type of their own; `dict[str, Any]` is for what is read from, or written as, JSON or YAML."""
    name = str(path.relative_to(PACKAGE))
    if name.split("/", maxsplit=1)[0] in RENAMED_ALONE:
        return
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef):
            arguments = [a.annotation for a in (*node.args.args, *node.args.kwonlyargs) if a.annotation]
            written = " ".join(map(ast.unparse, [*arguments, *([node.returns] if node.returns else [])]))
            assert "dict[str, Any]" not in written or f"{name}:{node.name}" in UNTYPED, f"{name}:{node.name}"


def long_patterns() -> dict[str, str]:
    """Every regular expression of more than 30 characters under analysis/, by file and name."""
    found = {}
    for path in FILES:
        tree = parsed(path)
        name = str(path.relative_to(PACKAGE))
        for node in tree.body:
            target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
            value = getattr(node, "value", None)
            if isinstance(target, ast.Name) and isinstance(value, ast.Call) and ast.unparse(value.func) == "re.compile":
                module = importlib.import_module(
                    "analysis." + name.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
                )
                pattern = getattr(module, target.id).pattern
                if len(pattern) > 30:
                    found[f"analysis/{name}:{target.id}"] = pattern
    return found


REGEX_EXAMPLES = [
    (name, entry)
    for path in sorted((ROOT / "tests" / "data" / "regex").glob("*.yaml"))
    for name, entry in (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).items()
]


def test_every_long_pattern_has_an_example() -> None:
    assert not set(long_patterns()) - {name for name, _ in REGEX_EXAMPLES}


@pytest.mark.parametrize(("name", "entry"), REGEX_EXAMPLES, ids=[name for name, _ in REGEX_EXAMPLES])
def test_a_pattern_matches_its_example_and_not_its_counterexample(name: str, entry: dict[str, str]) -> None:
    """An entry is named file:NAME, or file:NAME[key] for one of several patterns."""
    file, _, variable = name.partition(":")
    module = importlib.import_module(file.removesuffix(".py").replace("/", ".").removesuffix(".__init__"))
    variable, _, key = variable.rstrip("]").partition("[")
    value = getattr(module, variable)
    if key:
        value = value[ast.literal_eval(key)]
    pattern = value if isinstance(value, re.Pattern) else re.compile(getattr(value, "pattern", value))
    texts = [entry["match"], entry["no_match"]]
    if isinstance(pattern.pattern, bytes):
        texts = [text.encode() for text in texts]  # type: ignore[misc]
    matches = getattr(pattern, entry.get("how", "search"))
    assert matches(texts[0])
    assert not matches(texts[1])


POSITIONS = {"start", "end", "first", "last", "low", "high"}


@pytest.mark.parametrize("name", POSITION_FILES)
def test_functions_that_compute_with_positions_show_a_worked_row(name: str) -> None:
    """A comment with an arrow or an example: from what to what."""
    text = (PACKAGE / name).read_text(encoding="utf-8")
    lines = text.splitlines()
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.FunctionDef) or f"{name}:{node.name}" in PLAIN_POSITIONS:
            continue
        computed = {
            leaf.id
            for operation in ast.walk(node)
            if isinstance(operation, ast.BinOp) and isinstance(operation.op, ast.Add | ast.Sub)
            for leaf in ast.walk(operation)
            if isinstance(leaf, ast.Name)
        }
        if computed & POSITIONS:
            body = "\n".join(lines[node.lineno - 1 : node.end_lineno])
            assert re.search(r"#.*(->|gives|Example)", body), f"{name}:{node.name} computes with positions"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_files_are_opened_with_an_encoding(path: Path) -> None:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            binary = any(isinstance(a, ast.Constant) and a.value in {"rb", "wb", "xb"} for a in node.args)
            if name in {"read_text", "write_text", "open", "fdopen"} and not binary:
                owner = node.func.value if isinstance(node.func, ast.Attribute) else None
                if (
                    name == "open"
                    and isinstance(owner, ast.Name)
                    and owner.id in {"lock", "os", "package", "zipfile", "webbrowser", "Image"}
                ):
                    continue
                assert any(k.arg == "encoding" for k in node.keywords), f"line {node.lineno}: {name} without encoding"


def public() -> list[tuple[str, object]]:
    """List every public function, class and method of the kit's face."""
    found: dict[str, object] = {}
    for word in da.__all__:
        thing = getattr(da, word)
        members = {word: thing} if not inspect.ismodule(thing) else {}
        if inspect.ismodule(thing):
            names = getattr(thing, "__all__", [n for n in vars(thing) if not n.startswith("_")])
            for name in names:
                member = getattr(thing, name)
                if getattr(member, "__module__", "").startswith("analysis"):
                    members[f"{word}.{name}"] = member
        for name, member in members.items():
            found[name] = member
            if inspect.isclass(member) and not issubclass(member, Exception):
                for method in vars(member):
                    if not method.startswith("_"):
                        found[f"{name}.{method}"] = inspect.getattr_static(member, method)
    return sorted(found.items())


CALLABLES = [
    (name, getattr(thing, "__func__", thing))
    for name, thing in public()
    if inspect.isfunction(getattr(thing, "__func__", thing))
]
# Data that a verb works on beside its first argument; options are never positional.
DATA = {
    "tokens": "hits are scored against their tokens",
    "codebook": "tokens are matched with a codebook",
    "reference": "a target is compared with a reference",
    "name": "export(ax, 'name', ...): what and as what",
    "contract": "check(frame, CONTRACT)",
    "corpus": "effect(units, corpus): a list and the texts it works on",
    "variants": "apply(table, variants): a table and the list it is held against",
    "node": "collocates(tokens, 'node')",
    "hits": "accuracy(codings, hits): what coders saw and what the codebook found",
    "scores": "calibration(codings, scores): what coders saw and what the codebook scored",
    "query": "concordance(corpus, tokens, 'query')",
    "topics": "topic_stability(tokens, topics): the texts and a model of them",
    "answers": "intrusion_results(tasks, answers)",
    "tops": "coherence(presence, tops): documents by terms, and which terms",
    "phi_b": "match_topics(phi_a, phi_b)",
    "tops_b": "words_kept(tops_a, tops_b)",
    "terms": "positions(tokens, ['동맹', '협력'])",
    "path": "write_network(table, 'file')",
    "old": "changes(tokens, old, new): two versions of a codebook",
    "new": "diff(old, new)",
    "documents": "trend(scores, documents): scores and what is known of their documents",
}


@pytest.mark.parametrize(("name", "function"), CALLABLES, ids=[n for n, _ in CALLABLES])
def test_signatures(name: str, function: object) -> None:
    parameters = [p for p in inspect.signature(function).parameters.values() if p.name not in {"self", "cls"}]
    most = MANY_OPTIONS.get(name, (6, ""))[0]
    assert len(parameters) <= most, f"{len(parameters)} parameters"
    assert all(p.kind is not p.VAR_KEYWORD for p in parameters), "takes **kwargs"
    free = [p.name for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD]
    assert set(free[1:]) <= set(DATA), f"{name}: options must be keyword-only, not {free[1:]}"


@pytest.mark.parametrize(("name", "thing"), public(), ids=[n for n, _ in public()])
def test_docstrings(name: str, thing: object) -> None:
    if not (inspect.isfunction(getattr(thing, "__func__", thing)) or inspect.isclass(thing)):
        return
    thing = getattr(thing, "__func__", thing)
    text = inspect.getdoc(thing) or ""
    assert text, "no docstring"
    if inspect.isfunction(thing):
        taken = [p for p in inspect.signature(thing).parameters if p not in {"self", "cls"}]
        assert not taken or "Parameters\n---" in text, "no section Parameters"
        for parameter in taken:
            assert re.search(rf"^(\w+, )*{parameter}(, \w+)* :", text, re.M), f"parameter {parameter} is not described"
        returns = inspect.signature(thing).return_annotation
        assert returns in ("None", None) or "Returns\n---" in text, "no section Returns"
    if name.startswith("stats."):
        assert "References\n---" in text, "no source of the method"
        assert "Examples\n---" in text, "no example"


def test_one_word_two_functions() -> None:
    assert set(da.stats.__all__) - set(WORDS_WITHOUT_CHART) == set(da.plots.__all__) - set(WORDS_WITHOUT_STATISTIC)
    assert set(WORDS_WITHOUT_CHART) <= set(da.stats.__all__) - set(da.plots.__all__)
    assert set(WORDS_WITHOUT_STATISTIC) <= set(da.plots.__all__) - set(da.stats.__all__)


def test_statistics_and_charts_do_not_know_each_other() -> None:
    for path in FILES:
        names = {n.split(".")[1] for n, _ in imports(path) if n.startswith("analysis.")}
        assert not (part(path) == "stats" and "plots" in names)
        assert not (part(path) == "plots" and "stats" in names)


def test_import_is_light() -> None:
    code = "import sys, analysis; print(' '.join(sorted(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"pandas", "numpy", "matplotlib", "kiwipiepy", "scipy", "yaml"} & set(loaded)


def test_public_face() -> None:
    assert set(dir(da)) == {*da.__all__, "__version__"}
    with pytest.raises(AttributeError, match="'reed'; did you mean read"):
        _ = da.reed  # type: ignore[attr-defined]


def test_requirements_and_pyproject_agree() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    wanted = [line for line in lines if line and not line.startswith(("#", "-e"))]
    assert sorted(wanted) == sorted(project["dependencies"])
    assert lines[-1] == "-e .[papers]"
    assert project["version"] == da.__version__
    assert {d for d in wanted if d.startswith("kiwi")} == {"kiwipiepy==0.24.1", "kiwipiepy_model==0.24.0"}


PYTHONS = ("3.11", "3.12", "3.13")
SYSTEMS = {
    "linux": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    "mac": {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
    "windows": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
}


def surroundings(python: str, system: str) -> dict[str, str]:
    """What markers ask for, on a Python (its first patch) and a system."""
    held = {"implementation_name": "cpython", "platform_python_implementation": "CPython", "extra": ""}
    return held | SYSTEMS[system] | {"python_version": python, "python_full_version": f"{python}.0"}


def pins(python: str) -> dict[str, str]:
    """Version by name, as constraints.txt has it for a Python."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    found: dict[str, str] = {}
    for pin in (Requirement(line) for line in lines if not line.startswith("#")):
        if pin.marker is None or pin.marker.evaluate({"python_version": python, "python_full_version": f"{python}.0"}):
            assert pin.name not in found, f"{pin.name} is pinned twice for Python {python}"
            found[pin.name] = next(iter(pin.specifier)).version
    return found


def test_constraints_are_plain_lines() -> None:
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    plain = r"[a-z0-9-]+==[0-9][a-z0-9.]*; (python_version >= \"3\.\d\d\" and )?python_version < \"3\.\d\d\""
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert [line for line in lines if not re.fullmatch(plain, line)] == [], "no address, no hash, nothing but versions"
    assert lines == sorted(lines, key=lambda line: line.partition("==")[0])
    assert text.endswith("\n")
    assert pins("3.14") == {}  # takes the ranges, as README says


@pytest.mark.parametrize("python", PYTHONS)
def test_constraints_hold_every_range_of_pyproject(python: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    ranges = [*project["dependencies"], *(r for group in project["optional-dependencies"].values() for r in group)]
    pinned = pins(python)
    for wanted in map(Requirement, ranges):
        if wanted.name != "damron":
            version = pinned.get(canonicalize_name(wanted.name))
            assert version, f"run make pins: {wanted.name} has no line for Python {python}"
            assert wanted.specifier.contains(version), f"run make pins: {wanted} does not hold {version}"


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("python", PYTHONS)
def test_constraints_pin_what_the_pinned_ones_want(python: str, system: str) -> None:
    pinned, around = pins(python), surroundings(python, system)
    dev = (ROOT / "requirements-dev.txt").read_text(encoding="utf-8").splitlines()
    assert set(pinned) >= {canonicalize_name(Requirement(d).name) for d in dev if d and d[0] not in "#-"}
    seen: set[tuple[str, str]] = set()
    todo = [(name, "") for name in pinned]
    while todo:
        name, extra = todo.pop()
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        try:
            installed = distribution(name)
        except PackageNotFoundError:  # of another system
            continue
        if installed.version != pinned[name]:  # make newest and make old have others, which want other things
            continue
        first = SpecifierSet(installed.metadata.get("Requires-Python", ""))
        assert first.contains(f"{python}.0"), f"run make pins: {name} {pinned[name]} is not for every Python {python}"
        for wanted in map(Requirement, installed.requires or []):
            if wanted.marker is None or wanted.marker.evaluate(around | {"extra": extra}):
                other = canonicalize_name(wanted.name)
                assert other in pinned, f"run make pins: {name} wants {wanted} on {system}"
                assert wanted.specifier.contains(pinned[other], prereleases=True), f"{name} wants {wanted}"
                todo += [(other, e) for e in wanted.extras]


def test_what_installs_the_kit_holds_to_the_constraints() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for stamp in ("$(USER_STAMP): ", "$(DEV_STAMP): "):
        assert "-c constraints.txt" in makefile.partition(f"\n{stamp}")[2].partition("@touch")[0], stamp
    for name in ("newest", "old"):  # each has versions of its own
        assert "constraints.txt" not in re.sub(r"##.*", "", makefile.partition(f"\n{name}: ")[2]).partition("\n\n")[0]
    for page in ("README.md", "README.ko.md"):
        text = (ROOT / page).read_text(encoding="utf-8")
        assert ".venv\\Scripts\\pip install -r requirements.txt -c constraints.txt\n" in text, page


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.name)
def test_notebooks_are_thin(path: Path) -> None:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = [c for c in cells if c["cell_type"] == "code"]
    assert all(not c["outputs"] and c["execution_count"] is None for c in code), "stored with outputs"
    assert sum("parameters" in c["metadata"].get("tags", []) for c in code) == 1, "one cell tagged parameters"
    for before, after in pairwise(cells):
        assert not before["cell_type"] == after["cell_type"] == "code", "two code cells without prose between"
    for cell in code:
        source = "".join(cell["source"])
        most = 10 if "parameters" in cell["metadata"].get("tags", []) else 8  # a setting a line
        assert len(source.splitlines()) <= most, f"more than {most} lines: {source[:40]}"
        assert not re.search(r"^\s*(def|class) ", source, re.M), "a notebook defines nothing"
        plain = source.replace("}/{", "")  # a lemma with its tag
        assert not re.search(r"""['"][^'"\n]*[/\\][^'"\n]*['"]""", plain), f"a path in {source[:60]!r}"


def test_no_word_of_where_this_was_made() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    # spelt in pieces, so that this file does not hold what it looks for
    words = re.compile(
        "|".join(["/wo" + "rk/", r"farm-(be" + "nch|stu" + "dio)", "pyp" + r"i\.org", "files\\.python" + "hosted"])
    )
    for name in listed.stdout.splitlines():
        path = ROOT / name
        if (
            path.suffix in {".py", ".md", ".txt", ".toml", ".yaml", ".yml", ".json", ".ipynb", ".csv", ".j2", ""}
            and path.is_file()
        ):
            found = words.search(path.read_text(encoding="utf-8", errors="ignore"))
            assert not found, f"{name} holds {found and found.group()}"


def test_modules_named_in_all_exist() -> None:
    for word in da.__all__:
        assert getattr(da, word) is not None
        if inspect.ismodule(getattr(da, word)):
            importlib.import_module(f"analysis.{word}")
