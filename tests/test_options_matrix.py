"""Every named choice of every public function, and every ending of a file that one takes, tried once.

What there is to try is read from the signatures and docstrings; `RECIPES` says how a function is called. A function
with choices or endings and without a recipe fails the test that asks for completeness, so that a new one is tried too.
"""

from __future__ import annotations

import ast
import inspect
import itertools
import re
import types
import typing
import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal, NamedTuple

import numpy as np
import pandas as pd
import pytest
import yaml
from matplotlib import pyplot as plt

import analysis as da
from analysis import measures, schema
from analysis.errors import KitError, OptionError
from analysis.tokens.document_terms import DocumentTerms
from tests.made_networks import edges, two_groups

ENDING = re.compile(r"(?<![\w.)\]])\.[a-z]{2,7}\b(?!\.\w)")
FILES = ("path", "paths", "source")  # parameters that take a file with an ending
OTHER = ".zzz"


# --- what there is to try


class Choice(NamedTuple):
    """A parameter that takes one of several names, and what else it takes."""

    function: str
    name: str
    values: tuple[str, ...]
    also: tuple[type, ...]  # kinds of value that the annotation allows beside the names
    many: bool  # several of the names in a list


@cache
def functions() -> dict[str, Callable[..., Any]]:
    """Give every public function and method by its name."""
    return dict(_functions())


def _functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield every public function and method with its name."""
    for name in da.__all__:
        thing = getattr(da, name)
        if not inspect.ismodule(thing):
            listed = {name: thing}
        elif name in {"errors", "paths"}:
            continue
        else:
            listed = {f"{name}.{inner}": getattr(thing, inner) for inner in thing.__all__}
        for path, value in listed.items():
            if inspect.isclass(value):
                methods = [m for m in vars(value) if not m.startswith("_") and callable(getattr(value, m))]
                yield from ((f"{path}.{m}", getattr(value, m)) for m in methods)
            elif callable(value):
                yield path, value


@cache
def unseen(module: str) -> dict[str, Any]:
    """Import what a module imports for type checkers alone."""
    tree = ast.parse(inspect.getsource(__import__(module, fromlist=["_"])))
    found: dict[str, Any] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            exec(compile(ast.Module(node.body, []), module, "exec"), found)
    return found


def hints(function: Callable[..., Any]) -> dict[str, Any]:
    """Give the annotations of a function as types."""
    with pytest.MonkeyPatch.context() as patch:
        # Series[Any] is known to type checkers alone
        patch.setattr(pd.Series, "__class_getitem__", classmethod(lambda kind, _: kind), raising=False)
        return typing.get_type_hints(function, localns=unseen(inspect.unwrap(function).__module__))


def names_in(kind: Any) -> Iterator[str]:
    """Yield the names of every Literal inside a type."""
    for inner in typing.get_args(kind):
        if typing.get_origin(kind) is Literal:
            yield inner
        else:
            yield from names_in(inner)


def kinds_in(kind: Any) -> Iterator[type]:
    """Yield the classes that a type allows beside its names."""
    origin = typing.get_origin(kind)
    if origin in {typing.Union, types.UnionType}:
        for inner in typing.get_args(kind):
            yield from kinds_in(inner)
    elif origin is not Literal:
        yield origin or kind


def described(function: Callable[..., Any]) -> dict[str, tuple[str, ...]]:
    """Give the choices that a docstring names, as in ``unit : {"lemma", "form"}``."""
    lines = re.findall(r"^(\w+) : .*?\{(.*?)\}", inspect.getdoc(function) or "", re.MULTILINE)
    return {name: tuple(re.findall(r'"([^"]+)"', inside)) for name, inside in lines}


@cache
def choices() -> tuple[Choice, ...]:
    """List every parameter that takes one of several names."""
    found = []
    for name, function in functions().items():
        told = described(function)
        typed = hints(function)
        for parameter in inspect.signature(function).parameters:
            kind = typed.get(parameter)
            values = tuple(dict.fromkeys(v for v in names_in(kind) if isinstance(v, str)))
            if not values and kind is str:
                values = told.get(parameter, ())
            if values:
                also = tuple(k for k in kinds_in(kind) if k is not str or parameter not in told)
                also = tuple(k for k in also if isinstance(k, type))
                many = Iterable in also
                found.append(Choice(name, parameter, values, also, many))
    return tuple(found)


@cache
def endings() -> dict[str, tuple[str, ...]]:
    """Give the endings that the docstring of a function with a file names."""
    found = {}
    for name, function in functions().items():
        if any(p in inspect.signature(function).parameters for p in FILES):
            listed = tuple(dict.fromkeys(ENDING.findall(inspect.getdoc(function) or "")))
            if listed:
                found[name] = listed
    return found


# --- what it is tried on

BODY = {  # document: outlet, day, text
    "달마을": (
        "강변일보",
        "2024-01-05",
        "시장은 달빛 축제를 열겠다고 말했다. 주민들은 달빛 축제가 햇빛 정책보다 낫다고 본다.",
    ),
    "해마을": (
        "강변일보",
        "2024-02-07",
        "햇빛 정책은 골목을 바꾸었다. 주민들은 햇빛 정책을 환영했다.\n달빛 축제는 아직 멀었다.",
    ),
    "별마을": (
        "산골신문",
        "2024-02-11",
        "달빛 축제에 주민 40명이 모였다. 김하늘 시장은 골목에서 달빛을 보았다.\n햇빛이 난다.",
    ),
    "꽃마을": (
        "산골신문",
        "2025-01-20",
        "골목 시장은 햇빛 정책을 반긴다. 달빛 축제는 골목을 밝힌다.\n“달빛이 골목을 살린다.”",
    ),
}


def frame(name: str, label: str, colour: str, word: str, other: str) -> dict[str, Any]:
    """Write one frame of a small codebook: a word of its own, and one that supports it."""
    return {
        "id": name,
        "label": {"ko": label, "en": name},
        "colour": colour,
        "definition": f"{label} 이야기",
        "questions": [f"{label}인가?"],
        "terms": [{"id": f"{name}-1", "match": word}, {"id": f"{name}-2", "match": other}],
    }


BOOK = {
    "schema": "kfa-codebook/1",
    "id": "toy",
    "version": "1.0",
    "status": "validated",
    "title": {"ko": "장난감", "en": "toy"},
    "unit": "sentence",
    "compare": ["moon", "sun"],
    "provenance": {"author": "a", "basis": "b", "licence": "c"},
    "frames": [frame("moon", "달빛 틀", "blue", "달빛", "축제"), frame("sun", "햇빛 틀", "orange", "햇빛", "정책")],
}


class World:
    """A small corpus and what the kit makes of it, each made when first asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._number = itertools.count()

    def file(self, ending: str) -> Path:
        """Name a file that is not there yet."""
        return self.folder / f"{next(self._number)}{ending}"

    def written(self, ending: str, text: str) -> Path:
        """Write a text under a new name."""
        path = self.file(ending)
        path.write_text(text, encoding="utf-8")
        return path

    @cached_property
    def table(self) -> Path:
        """The articles as a CSV file."""
        path = self.folder / "articles.csv"
        rows = [(doc, *facts) for doc, facts in BODY.items()]
        pd.DataFrame(rows, columns=["doc", "outlet", "date", "text"]).to_csv(path, index=False)
        return path

    @cached_property
    def corpus(self) -> da.Corpus:
        return da.read(self.table)

    @cached_property
    def tokens(self) -> da.Tokens:
        return da.segment(self.corpus)

    @cached_property
    def ten(self) -> da.Tokens:
        """Ten short texts of words, as many as a test over texts needs."""
        return da.Tokens.from_terms({f"d{n}": ["가"] * (n + 1) + ["나"] * (12 - n) for n in range(10)})

    @cached_property
    def first(self) -> da.Tokens:
        return self.ten.only(docs=[f"d{n}" for n in range(5)])

    @cached_property
    def second(self) -> da.Tokens:
        return self.ten.only(docs=[f"d{n}" for n in range(5, 10)])

    def book_file(self) -> Path:
        """A codebook file of its own for what writes beside it."""
        folder = self.file("")
        folder.mkdir()
        (folder / "toy.yaml").write_text(yaml.safe_dump(BOOK, allow_unicode=True), encoding="utf-8")
        return folder / "toy.yaml"

    @cached_property
    def book(self) -> da.codebook.Codebook:
        return da.codebook.read(self.book_file())

    @cached_property
    def many(self) -> da.Tokens:
        """As many texts as a topic model needs."""
        return da.Tokens.from_terms({f"d{n:03d}": (["가", "나"], ["다", "라"])[n % 2] * 26 for n in range(200)})

    @cached_property
    def model(self) -> da.topics.Topics:
        return da.topics.fit(self.many, k=2, iterations=20)

    @cached_property
    def tasks(self) -> pd.DataFrame:
        return da.validation.intrusion(self.model, self.corpus)

    @cached_property
    def hits(self) -> pd.DataFrame:
        return da.framing.hits(self.tokens, self.book)

    @cached_property
    def scores(self) -> pd.DataFrame:
        return da.framing.score(self.hits, self.tokens, by="sentence")

    @cached_property
    def of_documents(self) -> pd.DataFrame:
        return da.framing.score(self.hits, self.tokens, by="document")

    @cached_property
    def alike(self) -> pd.DataFrame:
        return da.stats.similarity(self.tokens)

    @cached_property
    def leaning(self) -> pd.DataFrame:
        """The hits of a list of two poles."""
        return da.framing.hits(self.tokens, da.lexicon.polarity(self.written(".csv", "축제,1\n정책,-1\n")))

    @cached_property
    def groups(self) -> dict[str, str]:
        return {doc: outlet for doc, (outlet, *_) in BODY.items()}

    @cached_property
    def sample(self) -> pd.DataFrame:
        return da.validation.sample(self.corpus, self.tokens, self.book, n=11)

    def sheet(self, ending: str, coder: str = "가", also: Any = ()) -> Path:
        """Write a sheet to be filled in."""
        return da.validation.sheet(
            self.corpus, sample=self.sample, codebook=self.book, coder=coder, path=self.file(ending), also=also
        )

    def filled(self, coder: str, *, flips: int = 0) -> Path:
        """Fill in a sheet: what a word says, but for the first units."""
        path = self.sheet(".csv", coder, ("primary", "element"))
        table = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")
        table.columns = [c.partition("[")[2].rstrip("]") for c in table.columns]
        table = table.sort_values("unit", ignore_index=True)
        for name, word in (("moon", "달빛"), ("sun", "햇빛")):
            there = table["text"].str.contains(word)
            there.iloc[:flips] = ~there.iloc[:flips]
            table[name] = there.map({True: "1", False: "0"})
        table["primary"] = np.where(table["moon"] == "1", "moon", np.where(table["sun"] == "1", "sun", "none"))
        table["element"] = np.where(table["sun"] == "1", "remedy", "problem")
        table.to_csv(path, index=False, encoding="utf-8-sig")
        return path

    @cached_property
    def codings(self) -> pd.DataFrame:
        sheets = [self.filled("가"), self.filled("나", flips=2)]
        return da.validation.read(sheets, sample=self.sample, codebook=self.book)

    @cached_property
    def settled(self) -> pd.DataFrame:
        """The codings of one coder."""
        return self.codings[self.codings["coder"] == "가"].reset_index(drop=True)

    @cached_property
    def opened(self) -> pd.DataFrame:
        """The sample with its test part open."""
        return da.validation.open_test(self.sample, codebook=da.codebook.read(self.book_file()))

    @cached_property
    def labels(self) -> pd.DataFrame:
        return da.validation.labels(self.settled, self.hits, sample=self.opened, tokens=self.tokens)

    @cached_property
    def recorded(self) -> da.codebook.Codebook:
        """A codebook with a validation file."""
        book = da.codebook.read(self.book_file())
        opened = da.validation.open_test(self.sample, codebook=book)
        hits = da.framing.hits(self.tokens, book)
        tables = [
            da.validation.accuracy(self.settled, hits, sample=opened, tokens=self.tokens, by=by, weighting=weighting)
            for by, weighting in (("frame", "none"), ("frame", "sample"), ("term", "none"))
        ]
        tables.append(da.validation.calibration(self.settled, self.scores, sample=opened))
        da.validation.record(book, codings=self.settled, sample=opened, accuracy=tables)
        return da.codebook.read(book.path)


class Recipe(NamedTuple):
    """How a function is called, and what its result must be: a contract, one of several in a list, or a class."""

    call: Callable[[World], tuple[tuple[Any, ...], dict[str, Any]]]
    gives: Any
    file: str = ""  # the parameter that takes a file
    reads: Callable[[World, str], Path] | None = None  # makes a file of an ending; without it the function writes one
    along: Mapping[str, dict[str, Callable[[World], Any]]] = types.MappingProxyType({})  # beside one of the choices


def given(*names: str, **options: Any) -> Callable[[World], tuple[tuple[Any, ...], dict[str, Any]]]:
    """Take the arguments from the world by name; options that are callable are made from it."""
    return lambda world: (
        tuple(getattr(world, name) for name in names),
        {key: value(world) if callable(value) else value for key, value in options.items()},
    )


def plain(*values: Any, **options: Any) -> Callable[[World], tuple[tuple[Any, ...], dict[str, Any]]]:
    """Take the arguments as they are."""
    return lambda _: (values, options)


def document(world: World, ending: str) -> Path:
    """Write one article as a file of an ending."""
    first, second = "골목 빵집이 문을 닫았다.", "주인은 임대료가 올랐기 때문이라고 말했다."
    if ending in {".csv", ".tsv"}:
        sign = "," if ending == ".csv" else "\t"
        return world.written(ending, f"제목{sign}본문\n빵집{sign}{first} {second}\n")
    if ending == ".jsonl":
        return world.written(ending, f'{{"제목": "빵집", "본문": "{first} {second}"}}\n')
    if ending == ".xlsx":
        path = world.file(ending)
        pd.DataFrame({"제목": ["빵집"], "본문": [f"{first} {second}"]}).to_excel(path, index=False)
        return path
    if ending == ".html":
        body = f"<html><body><article><p>{first}</p><p>{second}</p></article></body></html>"
        return world.written(ending, f"<!DOCTYPE html>{body}")
    if ending == ".conllu":
        return world.written(ending, CONLLU)
    if ending == ".zip":
        path = world.file(ending)
        with zipfile.ZipFile(path, "w") as package:
            package.writestr("a.txt", f"{first}\n{second}\n")
        return path
    return world.written(ending, f"{first}\n{second}\n")


CONLLU = """\
# text = 골목이 밝다.
1\t골목이\t골목+이\t_\tNNG+JKS\t_\t_\t_\t_\t_
2\t밝다.\t밝+다+.\t_\tVA+EF+SF\t_\t_\t_\t_\t_

"""


def lexicon_file(world: World, ending: str) -> Path:
    """Write a small foreign codebook as a file of an ending."""
    text = {
        ".dic": "%\n1\tmoon\n%\n달빛\t1\n",
        ".json": '[{"word": "기쁘다", "word_root": "기쁘", "polarity": "2"}, {"word": "슬프다", "polarity": "-1"}]',
        ".csv": "word,polarity\n기쁘다,2\n슬프다,-1\n",
    }.get(ending, "기쁘다\t2\n슬프다\t-1\n")
    if ending in {".yml", ".yaml"}:
        text = "moon:\n  - 달빛\nsun:\n  - 햇빛\n"
    return world.written(ending, text)


def coded(world: World, ending: str) -> Path:
    """A file of entries of one unit and its tone."""
    folder = world.file(ending).with_suffix("")
    tone = {"어조": ["부정", "긍정"]}
    coding = da.code(world.sample, corpus=world.corpus, codebook=world.book, coder="가", variables=tone, folder=folder)
    for key in ("0", "Enter", "2"):
        coding.press(key)
    return coding.path


def rules_file(world: World, ending: str) -> Path:
    """Write a small file of coding rules as a file of an ending."""
    return world.written(ending, "*달\n달빛 | 월광\n")


def filled(world: World, ending: str) -> Path:
    """Fill in a sheet and save it under an ending."""
    path = world.filled("다")
    table = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    other = world.file(ending)
    if ending == ".xlsx":
        table.to_excel(other, index=False, sheet_name="코딩")
    elif ending == ".qdpx":
        return world.sheet(ending, "라")
    else:
        table.to_csv(other, index=False, encoding="utf-8-sig", sep="\t" if ending == ".tsv" else ",")
    return other


S = da.stats
COUNTS = tuple(c for c in schema.TOKENS if c.name in {"doc", "tag"})
PAIR = "a token table and its merges"
CONTRASTS = {key: {"table": lambda w: da.framing.contrast(w.of_documents)} for key in ("share", "log_ratio")}
TERMS = {"terms": ["달빛", "햇빛"]}
CELLS = {"r1": 40, "c1": 30, "n": 500}
CLUSTERED = da.measures.ClusteredDifference
RATINGS = np.array([[1.0, 1.0], [0.0, 1.0], [2.0, 2.0], [0.0, 0.0]])
LABELLED = measures.LabelledUnits([1, 1, 0, 0], [1, 0, 0, 1], [0.5] * 4, ["a", "b", "c", "d"])
OTHERS = measures.LabelledUnits([1, 1, 0, 0], [1, 1, 0, 0], [0.5] * 4, ["e", "f", "g", "h"])
REGRESSORS = np.array([[1.0, 0.0], [1.0, 0.0], [1.0, 1.0], [1.0, 2.0]])

FORTY = pd.DataFrame({"doc": [f"d{k:02d}" for k in range(40)], "outlet": ["가", "나"] * 20,
                      "tone": ["찬성"] * 18 + ["반대"] * 22})  # fmt: skip
OF_FORTY = pd.DataFrame({"doc": FORTY["doc"], "frame": "moon", "n": [k % 3 for k in range(40)]})


STATED = pd.DataFrame(
    [(f"d{k}", actor, concept, "true") for k in range(4) for actor in "가나다라마" for concept in "xy"],
    columns=["doc", "actor", "concept", "agreement"],
).assign(sentence=1, start=0, end=1, organisation="", inside=True, rule="verb", checked_by="하나")
STATED_OF = pd.DataFrame({"doc": [f"d{k}" for k in range(4)], "text": "가자", "date": "", "outlet": ""})


def stated(world: World, ending: str) -> Path:
    """Write statements as a sheet."""
    return da.validation.statement_sheet(STATED, world.file(ending))


TIES = edges(two_groups())
MANY_TIES = edges(two_groups(11))
NAMED = pd.DataFrame(
    [("d", 1, 1, k, k + 1, name, "person", name) for k, name in enumerate("가나다")],
    columns=[c.name for c in schema.MENTIONS],
)


PAIRED = pd.DataFrame([["u", "joined", 1, 0.5, *"abcdefghij"]], columns=[c.name for c in schema.STORY_PAIRS])
RECIPES: dict[str, Recipe] = {
    "framing.congruence": Recipe(lambda _: ((STATED,), {}), schema.CONGRUENCE),
    "framing.write_statements": Recipe(lambda _: ((STATED,), {"documents": STATED_OF}), Path, "path"),
    "measures.congruence": Recipe(plain([[1, 0], [1, 1]], disagree=[[0, 1], [0, 0]]), measures.Congruence),
    "validation.statement_sheet": Recipe(lambda _: ((STATED,), {}), Path, "path"),
    "validation.statements": Recipe(lambda _: ((), {}), schema.STATEMENTS, "path", reads=stated),
    "Corpus.save": Recipe(given("corpus"), Path, "path"),
    "measures.coherence": Recipe(plain([[1, 1], [1, 0]], [[0, 1]]), np.ndarray),
    "stats.dtm": Recipe(given("tokens"), DocumentTerms),
    "stats.topic_words": Recipe(given("model"), schema.TOPIC_WORDS),
    "stats.write_dtm": Recipe(lambda w: ((S.dtm(w.tokens),), {}), Path, "path"),
    "topics.fit": Recipe(
        given("many", k=2, iterations=20),
        da.topics.Topics,
        along={
            "dmr": {"by": lambda w: {doc: doc[-1] for doc in w.model.docs}},
            "seeded": {"words": lambda _: {"첫째": ["가"]}},
        },
    ),
    "topics.Topics.label": Recipe(given("model", labels=lambda _: {1: "첫째"}, coder="가"), da.topics.Topics),
    "topics.Topics.save": Recipe(given("model"), Path, "path"),
    "validation.read_intrusion": Recipe(
        plain(),
        pd.DataFrame,
        "paths",
        lambda w, ending: da.validation.intrusion_sheet(w.tasks, coder="1", path=w.file(ending)),
    ),
    "validation.story_sheet": Recipe(lambda _: ((PAIRED,), {"coder": "1"}), Path, "path"),
    "validation.read_story_pairs": Recipe(
        plain(),
        pd.DataFrame,
        "paths",
        lambda w, ending: da.validation.story_sheet(PAIRED, coder="1", path=w.file(ending)),
    ),
    "validation.intrusion_sheet": Recipe(given("tasks", coder="1"), Path, "path"),
    "Tokens.save": Recipe(given("tokens"), Path, "path"),
    "Tokens.counts": Recipe(given("tokens"), COUNTS),
    "Tokens.from_tagged": Recipe(
        lambda w: ((), {"source": w.written(".txt", "골목/NNG 이/JKS\n"), "analyser": "other 1"}),
        da.Tokens,
        along={"conllu": {"source": lambda w: document(w, ".conllu")}},
    ),
    "read": Recipe(lambda w: ((), {"source": w.table}), da.Corpus, "source", document),
    "segment": Recipe(given("corpus"), da.Tokens),
    "codebook.export": Recipe(
        given("book", path=lambda w: w.file(".md")),
        Path,
        "path",
        along={to: {"path": lambda w, to=to: w.file(f".{to}")} for to in ("xlsx", "qdc")},
    ),
    "codebook.from_khcoder": Recipe(
        given(path=lambda w: rules_file(w, ".txt")), da.codebook.Codebook, "path", rules_file
    ),
    "codebook.from_liwc": Recipe(plain(), da.codebook.Codebook, "path", lexicon_file),
    "codebook.from_polarity": Recipe(plain(), da.codebook.Codebook, "path", lexicon_file),
    "codebook.from_quanteda": Recipe(plain(), da.codebook.Codebook, "path", lexicon_file),
    "codebook.read": Recipe(plain(), da.codebook.Codebook, "path", lexicon_file),
    "figures.table": Recipe(
        lambda w: (
            (S.crosstab(FORTY, row="outlet", column="tone"), "table-1"),
            {"title": "Tone", "recipe": w.tokens.recipe},
        ),
        da.figures.Written,
    ),
    "framing.compare": Recipe(
        given(table=lambda w: w.of_documents, by=lambda w: w.groups, permutations=19),
        schema.COMPARISON,
        along=CONTRASTS,
    ),
    "framing.corrected": Recipe(given("scores", labels=lambda w: w.labels), schema.CORRECTED),
    "framing.corrected_difference": Recipe(
        given("scores", labels=lambda w: w.labels, by=lambda w: w.groups), schema.CORRECTED_DIFFERENCE
    ),
    "framing.corrected_regression": Recipe(
        given("scores", labels=lambda w: w.labels, covariates=lambda _: pd.DataFrame({"x": range(4)}, index=[*BODY])),
        schema.CORRECTED_REGRESSION,
    ),
    "framing.corrected_trend": Recipe(
        given("scores", labels=lambda w: w.labels, documents=lambda w: w.corpus.documents), schema.CORRECTED_TREND
    ),
    "framing.estimate": Recipe(given(table=lambda w: w.of_documents), schema.ESTIMATE, along=CONTRASTS),
    "framing.overlap": Recipe(given("hits", "tokens", draws=100), schema.OVERLAP),
    "framing.overlaps": Recipe(given("hits", "tokens"), schema.OVERLAPS),
    "framing.regression": Recipe(
        lambda _: ((OF_FORTY, FORTY), {"on": ["outlet"], "cluster": {doc: doc for doc in FORTY["doc"]}}),
        schema.REGRESSION,
    ),
    "framing.respecify": Recipe(given("hits"), schema.HITS),
    "framing.score": Recipe(given("hits", "tokens"), [schema.SCORES, schema.CORPUS_SCORES]),
    "framing.stability": Recipe(lambda w: ((w.tokens.only(docs=["꽃마을"]), w.book), {}), schema.STABILITY),
    "framing.stance": Recipe(given("tokens"), schema.STANCE),
    "framing.trend": Recipe(given("of_documents", documents=lambda w: w.corpus.documents), schema.TREND),
    "lexicon.polarity": Recipe(plain(), da.codebook.Codebook, "path", lexicon_file),
    "lexicon.apply": Recipe(lambda w: ((w.tokens.table, {"달빛": ["월광"]}), {}), PAIR),
    "measures.agglomerate": Recipe(plain(1 - np.eye(4)), measures.Agglomeration),
    "measures.likeness": Recipe(plain(np.eye(4) + 1), np.ndarray),
    "measures.likeness_distance": Recipe(plain(np.eye(4)), np.ndarray),
    "measures.adjust": Recipe(plain([0.01, 0.2, 0.03]), np.ndarray),
    "measures.cramers_v": Recipe(plain([[10, 20], [30, 40]]), float),
    "measures.cross_test": Recipe(plain([[10, 20], [30, 40]]), measures.CrossTest),
    "measures.fisher": Recipe(plain([[3, 1], [1, 3]]), float),
    "measures.chi2": Recipe(plain(10, **CELLS), np.ndarray),
    "measures.g2": Recipe(plain(10, **CELLS), np.ndarray),
    "measures.chance_agreement": Recipe(plain(RATINGS), float),
    **{
        f"measures.{name}": Recipe(plain(RATINGS), float)
        for name in ("gwet_ac2", "gwet_error", "kappa_error", "weighted_kappa")
    },
    "measures.gwet_interval": Recipe(plain(RATINGS), tuple),
    "measures.kappa_interval": Recipe(plain(RATINGS), tuple),
    "measures.krippendorff_disagreement": Recipe(plain(RATINGS), tuple),
    "measures.weighted_alpha": Recipe(plain(RATINGS, weights=[1, 2, 1, 3]), float),
    "measures.krippendorff_alpha": Recipe(plain(RATINGS), float),
    "measures.krippendorff_interval": Recipe(plain(RATINGS, repeats=20), tuple),
    "measures.corrected_difference": Recipe(plain(LABELLED, b=OTHERS), measures.CorrectedDifference),
    "measures.corrected_outcomes": Recipe(plain(LABELLED), tuple),
    "measures.corrected_share": Recipe(plain(LABELLED), measures.CorrectedShare),
    "measures.moment_regression": Recipe(plain(measures.Moments([0.0, 1, 1, 1], REGRESSORS)), measures.Coefficients),
    "measures.cr2": Recipe(plain([1, 2, 3, 4], group=[0, 0, 1, 1], cluster=[1, 2, 1, 3]), CLUSTERED),
    "measures.share_upper": Recipe(plain([0, 3], n=[20, 20]), np.ndarray),
    "measures.concor": Recipe(plain(np.kron(1 - np.eye(2), np.ones((3, 3))), splits=1), measures.Blocks),
    "measures.qap": Recipe(plain(np.eye(4)[::-1], y=np.eye(4)[::-1]), measures.Qap),
    "plots.collocates": Recipe(lambda w: ((S.collocates(w.tokens, "달빛", minimum=1),), {}), "Axes"),
    "plots.crosstab": Recipe(
        lambda _: ((S.crosstab(FORTY, row="outlet", column="tone"),), {}),
        "Axes",
    ),
    "plots.network": Recipe(lambda w: ((S.cooccurrence(w.tokens),), {}), "Axes"),
    "report.build": Recipe(lambda w: ((w.corpus.only(docs=list(BODY)[:1]),), {"out": w.folder / "reports"}), Path),
    "report.build_all": Recipe(
        lambda w: (([w.written(".txt", BODY["달마을"][2])],), {"out": w.folder / "reports"}), tuple
    ),
    "report.build_corpus": Recipe(lambda w: ((w.table,), {"out": w.folder / "reports"}), Path),
    "stats.backbone": Recipe(plain(TIES), schema.COOCCURRENCE),
    "stats.similarity": Recipe(given("tokens"), schema.SIMILARITY),
    "stats.clusters": Recipe(given("alike"), schema.CLUSTERS),
    "stats.merges": Recipe(given("alike"), schema.MERGES),
    "stats.map": Recipe(given("alike"), schema.MAP),
    "stats.polarity": Recipe(given("leaning", "tokens"), schema.POLARITY),
    "stats.centrality": Recipe(plain(TIES), schema.CENTRALITY),
    "stats.communities": Recipe(plain(TIES, runs=2), schema.COMMUNITIES),
    "stats.concor": Recipe(plain(TIES, splits=1), schema.CONCOR),
    "stats.cuts": Recipe(plain(TIES), schema.CUTS),
    "stats.qap": Recipe(plain({"가": MANY_TIES, "나": MANY_TIES}, permutations=19), schema.QAP),
    "stats.ties": Recipe(plain(NAMED, minimum=1), schema.COOCCURRENCE),
    "stats.collocates": Recipe(lambda w: ((w.tokens, "달빛"), {"minimum": 1}), schema.COLLOCATES),
    "stats.composition": Recipe(lambda w: ((w.corpus.documents,), {}), schema.COMPOSITION),
    "stats.concordance": Recipe(lambda w: ((w.corpus, w.tokens, "달빛"), {}), schema.CONCORDANCE),
    "stats.cooccurrence": Recipe(given("tokens"), schema.COOCCURRENCE),
    "stats.correspondence": Recipe(given("tokens", minimum=1), schema.CORRESPONDENCE),
    "stats.crosstab": Recipe(lambda _: ((FORTY,), {"row": "outlet", "column": "tone"}), schema.CROSSTAB),
    "stats.dispersion": Recipe(given("tokens", minimum=1), schema.DISPERSION),
    "stats.diversity": Recipe(given("tokens", window=5), schema.DIVERSITY),
    "stats.entities": Recipe(given("tokens"), [schema.ENTITIES, schema.MENTIONS]),
    "stats.frequency": Recipe(given("tokens"), schema.FREQUENCY),
    "stats.keyness": Recipe(given("first", "second", tags=None, test="g2"), schema.KEYNESS),
    "stats.keyness_by_group": Recipe(
        given("ten", by={f"d{n}": "가나"[n > 4] for n in range(10)}, tags=None, test="g2"),
        schema.GROUP_KEYNESS,
    ),
    "stats.ngrams": Recipe(given("tokens", minimum=1), schema.NGRAMS),
    "stats.positions": Recipe(lambda w: ((w.tokens, TERMS["terms"]), {}), schema.POSITIONS),
    "stats.shift": Recipe(given("first", "second", tags=None), schema.SHIFT),
    "stats.tfidf": Recipe(given("tokens"), schema.TFIDF),
    "stats.timeline": Recipe(lambda w: ((w.tokens, w.corpus.documents), TERMS), schema.TIMELINE),
    "stats.write_concordance": Recipe(lambda w: ((S.concordance(w.corpus, w.tokens, "달빛"),), {}), Path, "path"),
    "stats.write_network": Recipe(
        lambda w: ((S.cooccurrence(w.tokens),), {"path": w.file(".dl")}), Path, "path"
    ),
    "validation.accuracy": Recipe(
        given("settled", "hits", sample=lambda w: w.opened, tokens=lambda w: w.tokens),
        schema.ACCURACY,
        along={"wilson": {"weighting": lambda w: "none"}},
    ),
    "validation.agreement": Recipe(given("codings", repeats=20), schema.AGREEMENT),
    "validation.labels": Recipe(
        given("settled", "hits", sample=lambda w: w.opened, tokens=lambda w: w.tokens), schema.UNIT_LABELS
    ),
    "validation.open_test": Recipe(
        given("sample", codebook=lambda w: da.codebook.read(w.book_file())), schema.SAMPLE
    ),
    "validation.publish": Recipe(given("codings", sample=lambda w: w.sample), Path, "path"),
    "validation.read": Recipe(
        given(sample=lambda w: w.sample, codebook=lambda w: w.book), schema.CODINGS, "paths", filled
    ),
    "validation.recorded": Recipe(given("recorded"), [schema.ACCURACY, schema.CALIBRATION]),
    "validation.sample": Recipe(given("corpus", "tokens", "book", n=6), schema.SAMPLE),
    "validation.shortage": Recipe(given("opened", labels=lambda w: w.labels), schema.SHORTAGE),
    "validation.sheet": Recipe(
        given(
            "corpus", sample=lambda w: w.sample, codebook=lambda w: w.book, coder="가", path=lambda w: w.file(".csv")
        ),
        Path,
        "path",
    ),
    "validation.variable": Recipe(given(name="어조", sample=lambda w: w.sample), pd.DataFrame, "paths", coded),
}  # fmt: skip

ELSEWHERE = {".docx", ".hwp", ".hwpx", ".ods", ".pdf", ".xls"}  # the tests of these readers make such files

# Functions that read a file of whatever ending: the parameter that takes it, and what else they need.
NAMELESS: dict[str, tuple[str, dict[str, Any]]] = {
    "Tokens.read": ("path", {}),
    "Tokens.from_tagged": ("source", {"analyser": "other 1"}),
    "lexicon.actors": ("path", {}),
    "lexicon.read": ("source", {}),
    "lexicon.stance": ("path", {}),
    "lexicon.stopwords": ("path", {}),
    "lexicon.variants": ("source", {}),
    "topics.Topics.read": ("path", {}),
    "topics.read": ("path", {}),
    "validation.published": ("path", {}),
}

# What is refused, and why. By function, parameter or file, and value or ending.
REFUSED: dict[tuple[str, str, str], tuple[type[KitError], str]] = {
    **{
        ("stats.write_network", "encoding", f"{encoding} {ending}"): (OptionError, "the format has one encoding")
        for encoding in ("utf-8", "cp949")
        for ending in (".graphml", ".gexf", ".net", ".xlsx", ".csv")
    },
    ("Tokens.save", "path", ".json"): (OptionError, "the recipe goes there, beside the table"),
    **{
        ("codebook.export", "to", f"{to} {ending}"): (OptionError, "the name has the ending of another format")
        for to, own in (("markdown", ".md"), ("xlsx", ".xlsx"), ("qdc", ".qdc"))
        for ending in (".md", ".xlsx", ".qdc")
        if ending != own
    },
}


def differs(recipe: Recipe, result: Any) -> str:
    """Say how a result breaks its contract; nothing where it fits."""
    gives = recipe.gives
    if gives == "Axes":
        return "" if hasattr(result, "get_figure") else f"{type(result)} is no chart"
    if gives == PAIR:
        schema.check(result[0], schema.TOKENS, what="tokens")
        schema.check(result[1], schema.MERGED, what="merged")
        return ""
    if gives is Path:
        return "" if result.is_file() and result.stat().st_size else f"{result} is no file"
    if isinstance(gives, type):
        return "" if isinstance(result, gives) else f"{type(result)} is no {gives}"
    told = []
    for contract in gives if isinstance(gives, list) else [gives]:
        try:
            schema.check(result, contract, what="result")
        except KitError as error:
            told.append(str(error))
        else:
            return "" if len(result) else "no rows"
    return "; ".join(told)


def tried(world: World, name: str, **options: Any) -> Any:
    """Call a function by its recipe; a warning that is not the kit's is an error by the settings of the tests."""
    arguments, named = RECIPES[name].call(world)
    try:
        with warnings.catch_warnings():
            for kind in (da.errors.NothingFoundWarning, da.errors.UnsealedWarning):
                warnings.simplefilter("ignore", kind)
            return functions()[name](*arguments, **named | options)
    finally:
        plt.close("all")


def outcome(world: World, name: str, where: tuple[str, str], **options: Any) -> str:
    """Try once; give what is wrong with what came out, or nothing."""
    place = (name, *where)
    refused = REFUSED.get(place)
    try:
        result = tried(world, name, **options)
    except KitError as error:
        if refused and type(error) is refused[0]:
            return ""
        return f"{place}: {type(error).__name__}: {error}"
    except Exception as error:
        return f"{place}: foreign {type(error).__name__}: {error}"
    wrong = differs(RECIPES[name], result)
    if refused:
        return f"{place} is refused no more; take it out of REFUSED"
    return f"{place}: {wrong}" if wrong else ""


def marked(some: Iterable[Choice]) -> list[Any]:
    """Name choices as parameters of a test, those of slow functions as long."""
    slow = {"report.build_corpus"}
    long = pytest.mark.long
    return [pytest.param(c, id=f"{c.function}-{c.name}", marks=long if c.function in slow else ()) for c in some]


@pytest.fixture(autouse=True)
def figures_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAMRON_FIGURES", str(tmp_path))


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(tmp_path_factory.mktemp("world"))


def test_every_function_with_choices_or_endings_has_a_recipe() -> None:
    wanted = {choice.function for choice in choices()} | set(endings())
    assert not [f"add {name} to RECIPES" for name in sorted(wanted - set(RECIPES))]
    assert not [f"take {name} out of RECIPES: it has no choices" for name in sorted(set(RECIPES) - wanted)]
    assert not [f"name the file of {name} in RECIPES" for name in endings() if not RECIPES[name].file]
    files = {name for name, f in functions().items() if {*FILES} & {*inspect.signature(f).parameters}}
    assert not [f"add {name} to NAMELESS, or its endings to its docstring" for name in files - {*endings(), *NAMELESS}]
    assert not set(NAMELESS) & set(endings())


def test_docstrings_name_the_choices_of_the_signature() -> None:
    told = {name: described(function) for name, function in functions().items()}
    for choice in choices():
        named = told[choice.function].get(choice.name, choice.values)
        assert set(named) == set(choice.values), choice


@pytest.mark.parametrize("choice", marked(choices()))
def test_each_choice_gives_what_its_contract_says(choice: Choice, world: World) -> None:
    wrong = []
    for value in choice.values:
        along = {key: make(world) for key, make in RECIPES[choice.function].along.get(value, {}).items()}
        wrong.append(outcome(world, choice.function, (choice.name, value), **{choice.name: value} | along))
    assert not [*filter(None, wrong)]


@pytest.mark.parametrize("name", endings())
def test_each_ending_is_written_or_read(name: str, world: World) -> None:
    recipe, wrong = RECIPES[name], []
    for ending in {*endings()[name]} - (ELSEWHERE if recipe.reads else set()):
        path = recipe.reads(world, ending) if recipe.reads else world.file(ending)
        wrong.append(outcome(world, name, (recipe.file, ending), **{recipe.file: path}))
        capitals = path.with_name(f"{path.stem}A{path.suffix.upper()}")
        if recipe.reads:
            capitals.write_bytes(path.read_bytes())
        wrong.append(outcome(world, name, (recipe.file, ending), **{recipe.file: capitals}))
    assert not [*filter(None, wrong)]
    other = world.written(OTHER, "x") if recipe.reads else world.file(OTHER)
    with pytest.raises(KitError, match=OTHER):
        tried(world, name, **{recipe.file: other})


@pytest.mark.parametrize("name", [*NAMELESS, *(name for name in endings() if RECIPES[name].reads)])
def test_what_is_no_such_file_is_refused(name: str, world: World) -> None:
    ending = endings().get(name, (".csv",))[0]
    folder = world.file(ending)
    folder.mkdir()
    binary = world.file(ending)
    binary.write_bytes(bytes(range(256)))
    parameter, others = NAMELESS.get(name) or (RECIPES[name].file, RECIPES[name].call(world)[1])
    wrong = []
    for path in (world.file(ending), folder, binary, world.written(ending, ""), world.written(ending, "[1, {a: b}]")):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", da.errors.UnsealedWarning)
                functions()[name](**others | {parameter: path})
        except KitError:
            continue
        except Exception as error:
            wrong.append(f"{path.name}: foreign {type(error).__name__}: {error}")
        else:
            wrong.append(f"{path.name} is taken")
    assert not wrong


@pytest.mark.parametrize("choice", marked(c for c in choices() if c.function in endings()))
def test_each_choice_with_each_ending(choice: Choice, world: World) -> None:
    recipe, wrong = RECIPES[choice.function], []
    for ending in {*endings()[choice.function]} - (ELSEWHERE if recipe.reads else set()):
        for value in choice.values:
            path = recipe.reads(world, ending) if recipe.reads else world.file(ending)
            options = {recipe.file: path, choice.name: value}
            wrong.append(outcome(world, choice.function, (choice.name, f"{value} {ending}"), **options))
    assert not [*filter(None, wrong)]


@pytest.mark.parametrize("choice", [pytest.param(c, id=f"{c.function}-{c.name}") for c in choices()])
def test_another_value_is_refused(choice: Choice, world: World) -> None:
    misspelt, wrong = f"{choice.values[0]}x", []
    try:
        tried(world, choice.function, **{choice.name: misspelt})
    except OptionError as error:
        wrong += [f"{error}: does not name {value}" for value in choice.values if value not in str(error)]
        wrong += [f"{error}: does not quote {misspelt}"] if misspelt not in str(error) else []
    except Exception as error:
        wrong.append(f"{misspelt!r}: foreign {type(error).__name__}: {error}")
    else:
        wrong.append(f"{misspelt!r} is taken")
    for value in (None, 3, [], {"a": 1}, 1.5, ["x"], b"x"):
        if isinstance(value, choice.also):
            continue
        try:
            tried(world, choice.function, **{choice.name: value})
        except KitError:
            continue
        except Exception as error:
            wrong.append(f"{value!r}: foreign {type(error).__name__}: {error}")
        else:
            wrong.append(f"{value!r} is taken")
    assert not wrong
