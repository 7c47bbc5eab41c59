"""Mistakes that users make: one sentence, never an error from inside."""

from __future__ import annotations

import inspect
import pickle
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import analysis as da
import analysis.explorer
from analysis import arguments
from analysis.errors import KindError, KitError
from analysis.figures import files as figure_files

pytestmark = pytest.mark.usefixtures("in_korean")

PACKAGES = {
    name: getattr(da, name)
    for name in ("stats", "framing", "plots", "figures", "codebook", "lexicon", "validation", "measures", "style")
} | {"da": da, "explorer": da.explorer, "report": da.report}
FUNCTIONS = {
    f"{package}.{name}": getattr(module, name)
    for package, module in PACKAGES.items()
    for name in module.__all__
    if inspect.isfunction(getattr(module, name))
}
# A text or a path is what these take, and they would go to work: reports are built, sheets written.
WORKING = {"report.build", "report.build_all", "report.build_corpus", "report.draw", "report.index"}


@pytest.fixture(scope="module")
def corpus() -> da.Corpus:
    return da.Corpus.from_texts({"a": "새 동맹을 넓힌다. 그 동맹이 온다.", "b": "비가 온다."})


@pytest.fixture(scope="module")
def tokens(corpus: da.Corpus) -> da.Tokens:
    return da.segment(corpus)


@pytest.fixture
def wrong(corpus: da.Corpus, tokens: da.Tokens) -> dict[str, object]:
    return {
        "text": "요금",
        "path": Path("없는.txt"),
        "corpus": corpus,
        "tokens": tokens,
        "table": pd.DataFrame({"x": [1, 2]}),
    }


@pytest.fixture
def aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what a call may write away."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DAMRON_FIGURES", str(tmp_path / "figures"))
    monkeypatch.setattr(da.paths, "CODEBOOKS", tmp_path)  # where a codebook is begun
    monkeypatch.setattr(figure_files, "_STUDY", [])


def likely(function: Callable[..., object], wrong: dict[str, object]) -> dict[str, object]:
    """Something for every argument that must be given, of the kind where the annotation names one."""
    held: dict[str, object] = {}
    for name, parameter in inspect.signature(function).parameters.items():
        if parameter.default is parameter.empty:
            kind = str(parameter.annotation)
            kinds = {"Tokens": "tokens", "Corpus": "corpus", "DataFrame": "table"}
            found = [wrong[value] for key, value in kinds.items() if key in kind]
            held[name] = found[0] if found else np.array([1.0, 2.0]) if "Array" in kind else "요금"
    return held


def calls(function: Callable[..., object], wrong: dict[str, object]) -> Iterator[tuple[str, dict[str, object]]]:
    """Each wrong thing in each place, and one keyword misspelt."""
    held = likely(function, wrong)
    for name in inspect.signature(function).parameters:
        for kind, value in wrong.items():
            yield f"{name}: {kind}", held | {name: value}
    yield "misspelt", held | {"zzz": 1}


@pytest.mark.usefixtures("aside")
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", sorted(FUNCTIONS.keys() - WORKING))
def test_wrong_things_end_in_a_sentence(name: str, wrong: dict[str, object]) -> None:
    function, raw = FUNCTIONS[name], []
    for what, call in calls(function, wrong):
        try:
            function(**call)
        except KitError:
            continue
        except Exception as error:
            raw.append(f"{what}: {type(error).__name__} {error}")
    assert not raw


@pytest.mark.usefixtures("aside")
@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_a_misspelt_keyword_is_answered_with_the_nearest(name: str, wrong: dict[str, object]) -> None:
    parameters = inspect.signature(FUNCTIONS[name]).parameters
    optional = [key for key, p in parameters.items() if p.default is not p.empty and len(key) > 3]
    if not optional:
        pytest.skip("takes no option with a name of four letters")
    misspelt = optional[0][:-2] + optional[0][-1] + optional[0][-2]  # mode -> moed
    if misspelt in parameters or misspelt == optional[0]:
        misspelt = f"{optional[0]}x"
    with pytest.raises(KindError, match=f"{optional[0]}[을를]") as caught:
        FUNCTIONS[name](**likely(FUNCTIONS[name], wrong), **{misspelt: None})
    assert repr(misspelt) in str(caught.value)


@pytest.mark.parametrize("name", sorted(name for name in FUNCTIONS if len(name.partition(".")[2]) > 3))
def test_a_misspelt_name_is_answered_with_the_nearest(name: str) -> None:
    package, _, function = name.partition(".")
    with pytest.raises(KindError, match=repr(f"{function}q")) as caught:
        getattr(PACKAGES[package], f"{function}q")
    assert f"{function}" in str(caught.value).split("(", maxsplit=1)[0].rsplit(". ", 1)[1]


SWAPPED = [
    name
    for name, function in sorted(FUNCTIONS.items())
    for kinds in [[str(p.annotation) for p in list(inspect.signature(function).parameters.values())[:2]]]
    if len(kinds) == 2 and set(kinds) <= {"Corpus", "Tokens", "Codebook"} and len(set(kinds)) == 2
]


@pytest.mark.parametrize("name", SWAPPED)
def test_swapped_places_are_named(name: str, corpus: da.Corpus, tokens: da.Tokens) -> None:
    held = {"Corpus": corpus, "Tokens": tokens, "Codebook": da.codebook.read("energy-transition")}
    first, second, *rest = inspect.signature(FUNCTIONS[name]).parameters.values()
    more = {p.name: "동맹" for p in rest if p.default is p.empty}
    with pytest.raises(KindError, match="뒤바뀌었다") as caught:
        FUNCTIONS[name](**{first.name: held[str(second.annotation)], second.name: held[str(first.annotation)]}, **more)
    assert f"({first.name}, {second.name}, ...)" in str(caught.value)


Call = Callable[[Any, Any, Any], object]
# Calls that users wrote, of the kit, a corpus and its tokens, and what the answer must hold: the way, or what was
# probably meant.
MISTAKES: dict[str, tuple[Call, str]] = {
    "a text to segment": (lambda da, c, t: da.segment("정부는 요금을 올렸다."), "da.read"),
    "a path to segment": (lambda da, c, t: da.segment(Path("글.txt")), "da.read"),
    "a corpus to frequency": (lambda da, c, t: da.stats.frequency(c), "da.segment(corpus)"),
    "a text to frequency": (lambda da, c, t: da.stats.frequency("요금"), "da.segment(da.read(경로))"),
    "one text for tags": (lambda da, c, t: da.stats.frequency(t, tags="명사"), "['명사']"),
    "an option by its place": (lambda da, c, t: da.stats.frequency(t, 3), "tags="),
    "min for minimum": (lambda da, c, t: da.stats.frequency(t, min=2), "minimum을"),
    "top of a table": (lambda da, c, t: da.stats.frequency(t, top=10), "head(10)"),
    "a number as text": (lambda da, c, t: da.stats.frequency(t, minimum="2"), "'2'"),
    "stats.freq": (lambda da, c, t: da.stats.freq, "frequency를"),
    "da.stat": (lambda da, c, t: da.stat, "stats를"),
    "da.plot": (lambda da, c, t: da.plot, "plots를"),
    "da.frequency": (lambda da, c, t: da.frequency, "stats.frequency를"),
    "tokens to a network": (lambda da, c, t: da.stats.backbone(t), "먼저 만든다: da.stats.cooccurrence(tokens)"),
    "tokens to a chart": (lambda da, c, t: da.plots.frequency(t), "da.stats.frequency(tokens)"),
    "keyness without reference": (lambda da, c, t: da.stats.keyness(t), "reference가"),
    "concordance swapped": (lambda da, c, t: da.stats.concordance(t, c, "동맹"), "뒤바뀌었다"),
    "concordance without corpus": (lambda da, c, t: da.stats.concordance(t, "동맹"), "토큰을 만든 말뭉치"),
    "window for span": (lambda da, c, t: da.stats.collocates(t, "동맹", window=5), "span을"),
    "hits swapped": (lambda da, c, t: da.framing.hits(book(), t), "뒤바뀌었다"),
    "the name of a codebook": (lambda da, c, t: da.framing.hits(t, "energy"), "da.codebook.read"),
    "export without table": (lambda da, c, t: da.figures.export(chart(t), "가"), "table, recipe"),
    "a word of tokens": (lambda da, c, t: t["동맹"], "da.stats.concordance"),
    "a document of a corpus": (lambda da, c, t: c[0], "corpus.documents"),
    "a corpus gone through": (lambda da, c, t: list(c), "corpus.documents"),
    "tokens.filter": (lambda da, c, t: t.filter, "keep을"),
    "corpus.document": (lambda da, c, t: c.document, "documents를"),
    "units as a dict": (lambda da, c, t: da.segment(c, units={"id": "x"}), "units"),
    "tokens to apply": (lambda da, c, t: da.lexicon.apply(t, ["가"]), "표(DataFrame)"),
    "no text in a list": (lambda da, c, t: da.stats.frequency(t, tags=[3]), "3"),
}


def book() -> object:
    return da.codebook.read("energy-transition")


def chart(tokens: da.Tokens) -> object:
    return da.plots.frequency(da.stats.frequency(tokens))


@pytest.mark.parametrize("what", MISTAKES)
def test_an_answer_says_what_was_meant(what: str, corpus: da.Corpus, tokens: da.Tokens) -> None:
    call, answer = MISTAKES[what]
    with pytest.raises(KitError) as caught:
        call(da, corpus, tokens)
    (sentence,) = caught.value._render_traceback_()
    assert answer in sentence
    assert sentence.count("\n") == 0


def test_a_column_that_is_not_there_is_left_to_pandas(tokens: da.Tokens) -> None:
    with pytest.raises(KeyError, match="빈도"):
        da.stats.frequency(tokens)["빈도"]


def sample(tokens: da.Tokens, *, names: Sequence[str] | None = None, deep: bool = False, n: float = 1.0) -> str:
    """What `checked` is tried on: it fails from inside when a name is no text."""
    return "".join(names or "") + f"{deep} {n + 1:.0f}"


def test_kinds_are_read_from_annotations(tokens: da.Tokens) -> None:
    call: Any = arguments.checked(sample, "sample")
    assert call(tokens, names=["가"], n=2) == "가False 3"  # a whole number is a number
    assert call(tokens, names=("가", "나")) == "가나False 2"
    for given, said in [
        (
            {"names": "가나"},
            "sample: names에는 문자열의 목록을 주는데 문자열 '가나'를 받았다. ['가나']처럼 목록에 넣는다",
        ),
        ({"deep": "no"}, "sample: deep에는 True나 False를 주는데 문자열 'no'를 받았다"),
        ({"n": "2"}, "sample: n에는 수를 주는데 문자열 '2'를 받았다"),
        ({"names": ["가", 3]}, "sample: names에는 문자열의 목록을 주는데 그 안에 수 3이 있다"),
        ({"nams": ["가"]}, "sample의 인자에 'nams'가 없다. names를 쓰려 했는가? (인자: tokens, names, deep, n)"),
    ]:
        with pytest.raises(KindError) as caught:
            call(tokens, **given)
        assert str(caught.value) == said
    with pytest.raises(KindError, match="sample에 필요한 tokens가 빠졌다: 토큰을 준다"):
        call()
    with pytest.raises(KindError, match="tokens를 자리와 이름으로 두 번 주었다"):
        call(tokens, tokens=tokens)


def test_in_english(monkeypatch: pytest.MonkeyPatch, corpus: da.Corpus) -> None:
    monkeypatch.setenv("DAMRON_LANG", "en")
    said = r"^stats\.frequency: tokens takes tokens, not a corpus; cut it first: da\.segment\(corpus\)$"
    with pytest.raises(KindError, match=said):
        da.stats.frequency(corpus)  # type: ignore[arg-type]


def test_an_error_of_the_kit_or_of_a_fault_passes_as_it_is(tokens: da.Tokens) -> None:
    def faulty(tokens: da.Tokens) -> None:
        raise LookupError

    with pytest.raises(LookupError) as caught:
        arguments.checked(faulty, "faulty")(tokens)
    assert not isinstance(caught.value, KitError)


def test_a_guarded_function_is_what_it_was() -> None:
    assert inspect.signature(da.stats.frequency) == inspect.signature(inspect.unwrap(da.stats.frequency))
    assert da.stats.frequency.__doc__ == inspect.unwrap(da.stats.frequency).__doc__
    assert arguments.checked(da.stats.frequency, "again") is da.stats.frequency
    assert pickle.loads(pickle.dumps(da.stats.frequency)) is da.stats.frequency
