"""A screen is in one language: with DAMRON_LANG=en there is no Korean but the user's text and names of a codebook."""

from __future__ import annotations

import ast
import json
import re
import string
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest

import analysis as da
from analysis import schema
from analysis.__main__ import main
from analysis.explorer import coding, editor_panel
from analysis.messages import language, statements
from analysis.messages.statements import stated
from analysis.schema.display import to_html

PACKAGE = Path(da.__file__).parent
HANGUL = re.compile("[가-힣]+")
TEXT = "동맹을 넓힌다. 그가 “동맹이 길이다”라고 말했다. 투자를 늘린다.\n동맹은 오래되었다. 물가가 30% 올랐다."
TEXTS = {"a": TEXT, "b": f"{TEXT} 창업이 온다.", "c": "봄이 온다. 꽃이 핀다. 새가 난다."}
# Sentences that are put together from pieces; those of verdicts and conclusions are examples below.
COMPOSED = {
    "framing/_clustering.py", "framing/_compare.py", "framing/_conclusion.py", "framing/_labelled_units.py",
    "framing/_verdict.py", "framing/check.py", "framing/corrected_wording.py", "stats/query.py",
}  # fmt: skip
PIECES = {  # put together from others; each whole one is an example below
    "{} 하나뿐이라 빼면 남는 글이 없다", "{}건 모두에 {} 말한다",
    "{}건과 {}건{} p를 내지 않았다(한쪽에 {}건부터 낸다)", "{} 한 편이라 검정하지 않았다",
    "{}이 하나뿐이라 빼면 남는 글이 없다", "{} {}{}에 글이 없다. 그 기간의 비중은 나머지 매체의 비중이다",
}  # fmt: skip
PACKAGES = ("framing", "measures", "stats", "tokens", "topics")
# English in a page for Korean readers: names of programs, calls and options.
NAMES = re.compile(r"JupyterLab|Python|pip install anywidget|[\w.]+\([^()]*\)|[\w./-]+\.\w+|--?[a-z]\w*|<[^>]*>")
SENTENCE = re.compile(r"\b[A-Za-z]{2,}(?: [a-z]{2,}){2,}")


@pytest.fixture(scope="module")
def corpus() -> da.Corpus:
    return da.Corpus.from_texts(TEXTS)


@pytest.fixture(scope="module")
def tokens(corpus: da.Corpus) -> da.Tokens:
    return da.segment(corpus)


def book() -> da.codebook.Codebook:
    return da.codebook.read("alliance-startup")


def screens(corpus: da.Corpus, tokens: da.Tokens, folder: Path) -> Iterator[tuple[str, str]]:
    """What a notebook shows, by name: cards, the linked view, coding, the editor and tables."""
    frames = book()
    cards = {"corpus": corpus, "tokens": tokens, "codebook": frames, "study": da.study(corpus, codebook=frames)}
    cards |= {"units": da.lexicon.units_for(corpus), "inspection": corpus.report()}
    for name, value in cards.items():
        yield f"{name} as text", str(value)
        yield f"{name} as HTML", value._repr_html_()
    hits = da.framing.hits(tokens, frames, documents=corpus.documents)
    lines = da.stats.concordance(corpus, tokens, "동맹")
    tables = {
        "frequency": da.stats.frequency(tokens, stop="default"), "concordance": lines, "hits": hits,
        "strip": da.framing.score(hits, tokens, by="sentence"), "collocates": da.stats.collocates(tokens, "동맹"),
        "positions": da.stats.positions(tokens, ["동맹"]),
        "keyness": da.stats.keyness(tokens.only(docs=["a"]), tokens.only(docs=["b", "c"]), minimum=1),
    }  # fmt: skip
    yield "the linked view", da.explore(corpus, codebook=frames)._repr_html_()
    for name, table in tables.items():
        of = tokens.only(docs=["a"]) if name == "keyness" else tokens
        yield f"look at {name}", da.look(table, corpus, of).page
    tables |= {
        "kit": da.stats.keyness(tokens, "kit", minimum=1),
        "score": da.framing.score(hits, tokens), "stability": da.framing.stability(tokens.only(docs=["a"]), frames),
        "check": da.framing.check(frames), "diversity": da.stats.diversity(tokens),
        "similarity": da.stats.similarity(tokens), "removed": corpus.removed,
        "needed": da.validation.needed([0.1]),
    }  # fmt: skip
    for name, table in tables.items():
        yield f"table of {name}", to_html(table) or ""
        yield f"notes of {name}", "\n".join(stated(text) for text in notes(table))
    sample = da.validation.sample(corpus, tokens, frames, n=4)
    with_coder = da.code(sample, corpus=corpus, codebook=frames, coder="A", folder=folder)
    yield "coding", with_coder._repr_html_()
    for key in ("Enter", "0", "U", "U", "8", "ArrowLeft", "ArrowRight", "?", "Enter"):
        yield f"coding, {key}", with_coder.press(key)
    answer = with_coder._answer({"kind": "hello"})
    heads = [head for frame in answer.pop("guide") for head, _ in frame["lists"]]  # type: ignore[attr-defined]
    yield "coding, its screen", json.dumps([answer, heads], ensure_ascii=False)
    own = da.edit(da.codebook.read(da.codebook.start("mine", folder=folder)), corpus=corpus)
    frame = own.codebook.frame_ids[0]
    yield "editor", own._repr_html_()
    for name, what in (
        ("try", lambda: own.try_("동맹", frame=frame)), ("add", lambda: own.add("동맹", frame=frame)),
        ("counterexample", lambda: own.counterexample(("a", 1), frame=frame)), ("undo", own.undo),
        ("drop", lambda: own.drop(own.codebook.frames[0].terms[0].id)),
    ):  # fmt: skip
        preview = what()
        yield f"editor, {name}", preview._repr_html_() + repr(preview)
    yield "editor, its screen", json.dumps(editor_panel.EditorPanel(own).answer({"kind": "hello"}), ensure_ascii=False)
    yield "editor, its note", own._note()
    pytest.importorskip("anywidget", reason="anywidget is in requirements.txt")
    yield "coding, its script", coding._panel_class(lang=language())._esm
    yield "editor, its script", editor_panel._panel_class(lang=language())._esm


def notes(table: pd.DataFrame) -> Iterator[str]:
    """What a table says of itself that a screen shows."""
    said = schema.about(table)
    yield from filter(None, (said.base, said.base_reference, said.stop, said.conclusion, said.cut, said.convention))
    yield from said.caution or ()


@pytest.fixture(scope="module")
def known() -> str:
    """The texts, and that of codebooks and of lists, which are Korean in every language."""
    lists = (da.paths.CODEBOOKS.parent / "lexicons").glob("*.yaml")
    files = [book().path, PACKAGE / "codebook" / "start.py", *lists]
    return " ".join([*TEXTS.values(), *(Path(file).read_text("utf-8") for file in files)])


def test_an_english_screen_holds_no_korean(corpus: da.Corpus, tokens: da.Tokens, known: str, tmp_path: Path) -> None:
    shown = dict(screens(corpus, tokens, tmp_path))
    found = {name: {word for word in HANGUL.findall(text) if word not in known} for name, text in shown.items()}
    assert {name: words for name, words in found.items() if words} == {}
    assert len(found) > 60


@pytest.mark.usefixtures("in_korean")
def test_a_korean_screen_holds_no_english_sentence(corpus: da.Corpus, tokens: da.Tokens, tmp_path: Path) -> None:
    found = {
        name: SENTENCE.findall(NAMES.sub("·", shown))
        for name, shown in screens(corpus, tokens, tmp_path)
        if "script" not in name and not name.startswith(("look", "the linked"))  # scripts have English as keys
    }
    assert {name: sentences for name, sentences in found.items() if sentences} == {}


@pytest.mark.usefixtures("in_korean")
def test_the_linked_view_is_korean_in_korean(corpus: da.Corpus) -> None:
    page = da.explore(corpus).page
    held = json.loads(re.search(r"const WORDS = (\{.*\});\n", page)[1])  # type: ignore[index]
    assert '<html lang="ko">' in page
    assert (held["copy CSV"], held["{n} place(s)"], held["all texts"]) == ("CSV 복사", "{n}곳", "모든 글")
    assert "단어, 줄, 본문" in page


def test_the_linked_view_is_english_in_english(corpus: da.Corpus) -> None:
    page = da.explore(corpus).page
    assert '<html lang="en">' in page
    assert "const WORDS = {};\n" in page


COMMANDS = (
    ("read", "energy-cost", "--table"),
    ("inspect", "energy-cost"),
    ("frequency", "energy-cost", "--top", "3", "--stop", "default"),
    ("keyness", "energy-cost", "solar-ledger", "--against", "winter-power", "--top", "3"),
    ("keyness", "energy-cost", "--against", "kit", "--top", "3"),
    ("similarity", "energy-cost", "solar-ledger", "winter-power", "electric-bus-fair", "--show", "clusters"),
    ("network", "energy-cost", "solar-ledger", "--top", "4"),
    ("frames", "energy-cost", "--codebook", "energy-transition", "--stability", "--table"),
    ("concordance", "energy-cost", "--term", "없는말", "--table"),
)


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_what_a_command_says_is_english(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    main(list(arguments))
    shown = capsys.readouterr()
    articles = da.read([str(path) for path in da.paths.ARTICLES.glob("*.md")])
    files = [da.codebook.find("energy-transition"), *(da.paths.CODEBOOKS.parent / "lexicons").glob("*.yaml")]
    known = " ".join([*articles.documents["text"], *articles.documents["title"], *articles.removed["text"]])
    known += " ".join(arguments)
    known += " ".join(Path(file).read_text("utf-8") for file in files)
    told = shown.err + (shown.out if "--table" in arguments or arguments[0] == "inspect" else "")
    assert [word for word in HANGUL.findall(told) if word not in known] == []


# Each is what a table says, and its English.
EXAMPLES = {
    "글 1,200건과 4건을 비교했다. 검정할 만큼 나온 단어가 없다.":
        "1,200 and 4 documents were compared. No word occurs often enough to be tested.",
    "일반명사·고유명사 351개": "351 common nouns·proper nouns",
    "‘비용’: 가의 밀도는 나의 0.44배이다(95% 구간 0.16~1.21배, 문서 5건·5건, p .093). 배수 1이 구간 안에 있어 "
    "차이가 있다고 말할 수 없다.":
        "‘비용’: density in 가 is 0.44 times that in 나 (95 % interval 0.16 to 1.21, 5 and 5 documents, p .093). The "
        "interval holds the ratio 1, so that there need be no difference.",
    "나, 다: 한쪽의 글이 10건이 안 되어 큰 차이만 잡힌다":
        "나, 다: one side has fewer than 10 documents, so that large differences alone are found",
    "‘비용’과 ‘기후’ 어휘가 모두 나오지 않는다": "no word of ‘비용’ or ‘기후’ occurs",
    "가나일보는 5월 등 3개 기간에 글이 없다. 그 기간의 비중은 나머지 매체의 비중이다":
        "가나일보 has no document in 5월 and others, 3 periods in all: the share there is that of the other outlets",
    "문장이 하나뿐이라 빼면 남는 글이 없다": "there is one sentence, and without it no text",
    "9건 모두에 없어 상한만 말한다": "it is absent from all 9, so that there is an upper limit alone",
    "3건과 4건이어서 p를 내지 않았다(한쪽에 5건부터 낸다)": "3 and 4 give no p (from 5 on a side)",
    "비교 글이 한 편이라 검정하지 않았다": "a reference of one document is not tested",
    "주제 수 비교": "주제 수 비교",  # no note of a table
}  # fmt: skip


@pytest.mark.parametrize(("said", "expected"), EXAMPLES.items())
def test_a_note_in_english(said: str, expected: str) -> None:
    assert stated(said) == expected


@pytest.mark.usefixtures("in_korean")
@pytest.mark.parametrize("said", EXAMPLES)
def test_a_note_stays_as_it_is_in_korean(said: str) -> None:
    assert stated(said) == said


def test_the_english_of_a_note_takes_what_the_korean_has() -> None:
    _, patterns = statements._patterns()
    for pattern, target in patterns:
        assert not HANGUL.search(target)
        target.format(*"x" * pattern.groups)
        names = [name for _, name, _, _ in string.Formatter().parse(target) if name is not None]
        assert len(names) in {pattern.groups, pattern.groups - 1}, target  # one may stand twice in the Korean


def literals(path: Path) -> Iterator[tuple[int, list[str | None]]]:
    """Strings of a module that are not documentation and no message: pieces, None where a value stands."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module) and isinstance(node.body[0], ast.Expr):
            skipped.add(id(node.body[0].value))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"message", "later"}:
            skipped |= set(map(id, ast.walk(node)))
        if isinstance(node, ast.JoinedStr):
            skipped |= {id(part) for part in ast.walk(node) if part is not node}
    for node in ast.walk(tree):
        if id(node) not in skipped:
            if isinstance(node, ast.JoinedStr):
                yield node.lineno, [str(part.value) if isinstance(part, ast.Constant) else None for part in node.values]
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.lineno, [part if k % 2 == 0 else None for k, part in enumerate(_PLACES.split(node.value))]


_PLACES = re.compile(r"(\{[^{}]*\})")
_UNIT = re.compile("[편개회건가점위자번]|단위|종|어절")


def filled(parts: list[str | None], fill: Callable[[str], str]) -> str:
    behind = [*parts[1:], None]
    return "".join(fill(after or "") if part is None else part for part, after in zip(parts, behind, strict=True))


def test_every_note_has_its_english() -> None:
    # with numbers in every place, with words in every place, or with numbers before what is counted
    fills = (lambda _: "7", lambda _: "xx", lambda after: "7" if _UNIT.match(after) else "xx")
    lacking = []
    for path in sorted(file for name in PACKAGES for file in (PACKAGE / name).glob("*.py")):
        name = str(path.relative_to(PACKAGE))
        for line, parts in literals(path) if name not in COMPOSED else ():
            ends = (parts[-1] or "") if parts else ""
            sentence = " " in "".join(filter(None, parts)) and re.search("[가-힣]다[.)]?$", ends)
            if (
                sentence
                and filled(parts, lambda _: "{}") not in PIECES
                and all(HANGUL.search(stated(filled(parts, fill).strip())) for fill in fills)
            ):
                lacking.append(f"{name}:{line}: {filled(parts, lambda _: '{}')}")
    assert lacking == []
