"""The whole way with people: sheets of every kind, floors met, a status that shows, and is lost with a change."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
import yaml

import analysis as da
from analysis import schema
from analysis.record import methods, validity
from analysis.record import methods_checklist as twelve
from analysis.record.facts import collect
from analysis.tokens import Recipe, Tokens

V = da.validation
UNITS = 404  # 202 documents in the test part


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Texts of one sentence, every other about the moon, and a codebook that takes every fifth sun for a moon."""
    given = {f"d{n:03d}": f"{('달빛', '햇빛')[n % 2]} {'보름 ' if n % 10 == 1 else ''}{n}" for n in range(UNITS)}
    corpus = da.Corpus.from_texts(given)
    rows = []
    for doc, text in given.items():
        at = 0
        for i, word in enumerate(text.split()):
            rows.append((doc, 1, 1, i, word, word, "NNG", word, at, at + len(word)))
            at += len(word) + 1
    table = pd.DataFrame(rows, columns=[c.name for c in schema.TOKENS])
    table = table.astype(dict.fromkeys(["doc", "surface", "form", "tag", "lemma"], "category"))
    tokens = Tokens(table, Recipe("kit", "toy 1.0", "none", "morphs", corpus=corpus.sha256))
    frames = [
        {"id": i, "label": {"ko": ko, "en": i}, "colour": c, "definition": f"{ko} 이야기", "terms": terms}
        for i, ko, c, terms in (
            ("moon", "달", "blue", [{"id": "m1", "match": "달빛"}, {"id": "m2", "match": "보름"}]),
            ("sun", "해", "orange", [{"id": "s1", "match": "햇빛"}]),
        )
    ]
    data = {
        "schema": "kfa-codebook/1",
        "id": "toy",
        "version": "1.0",
        "status": "unvalidated",
        "unit": "sentence",
        "title": {"ko": "하늘", "en": "sky"},
        "compare": ["moon", "sun"],
        "frames": frames,
        "provenance": {"author": "a", "basis": "달과 해의 개념", "licence": "c"},
    }
    path = tmp_path_factory.mktemp("people") / "toy.yaml"
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    return corpus, tokens, da.codebook.read(path)


def coded(path: Path, *, wrong: int) -> None:
    """Fill a workbook in as a person would, who errs in some rows."""
    book = openpyxl.load_workbook(path)
    sheet = book["코딩"]
    heads = [cell.value for cell in sheet[1]]
    text, moon, sun = (heads.index(h) for h in ("글 [text]", "달 [moon]", "해 [sun]"))
    for n, row in enumerate(sheet.iter_rows(min_row=2)):
        is_moon = "달빛" in row[text].value
        row[moon].value = "예" if is_moon != (n < wrong) else "아니오"
        row[sun].value = 0 if is_moon else 1
    book.save(path)


def test_two_people_validate_a_codebook_and_a_change_undoes_it(made: Any, tmp_path: Path) -> None:
    corpus, tokens, codebook = made
    sample = V.sample(corpus, tokens, codebook, n=UNITS)
    for name, wrong in (("김", 0), ("이", 4)):
        path = V.sheet(corpus, sample=sample, codebook=codebook, coder=name, path=tmp_path / f"{name}.xlsx")
        coded(path, wrong=wrong)
    codings = V.read(tmp_path, sample=sample, codebook=codebook)
    agreed = V.agreement(codings, repeats=50).set_index("frame")
    assert agreed.loc["moon", "percent"] == pytest.approx(1 - 4 / UNITS)
    assert len(V.disagreements(codings, sample=sample)) == 4
    hits = da.framing.hits(tokens, codebook)
    test = V.open_test(sample, codebook=codebook, date=dt.date(2026, 1, 2))
    table = V.accuracy(codings, hits, sample=test, tokens=tokens)
    terms = V.accuracy(codings, hits, sample=test, tokens=tokens, weighting="none", by="term")
    bins = V.calibration(codings, da.framing.score(hits, tokens, by="sentence"), sample=test)
    V.record(codebook, codings=codings, sample=test, accuracy=[table, terms, bins], date=dt.date(2026, 1, 2))
    read = da.codebook.read(codebook.path)
    assert read.status == "validated"
    assert read.proof.startswith("사람 코딩과 비교(조정에 쓰지 않은 글): ‘달’ 정밀도 .")
    # every way to print it
    again = da.framing.hits(tokens, read)
    scores = da.framing.score(again[again["doc"] == "d001"], tokens.only(docs=["d001"]), by="sentence")
    one = da.framing.stability(tokens.only(docs=["d001"]), read)
    for frame in (again, scores, one):
        assert frame.attrs["codebook"]["status"] == "validated"
        assert frame.attrs["codebook"]["evidence"] == read.proof
    for ax in (da.plots.strip(scores), da.plots.stability(one)):
        shown = " ".join(t.get_text() for t in ax.texts).replace("\n", " ")
        assert "(검증됨)" in shown
        assert "사람 코딩과 비교" in shown
    rows = {label: text for kind in validity.collect(read) for label, text in kind["rows"]}
    assert rows["사람 코더와 비교"] == f"2명. {read.proof}"
    assert rows["정밀도와 재현율"].startswith("‘달’ 정밀도 .")
    assert "어휘가 없는 " in rows["정밀도와 재현율"]
    assert ", 글 전체의 구성비로 .9" in rows["코더의 일치도"]
    assert rows["시험용 표본"].endswith("개 단위를 코드북을 고치는 데 쓰지 않았다")
    # m2 stands in suns alone
    assert rows["용어마다의 정밀도"] == (
        "코딩한 단위 8개 이상에서 나온 용어 3개 가운데 정밀도가 .50보다 낮은 것 1개(m2), 한 번도 나오지 않은 것 0개"
    )
    about = collect(corpus, tokens, codebooks=[read], units=[])
    assert methods.notes(about) == []
    assert "검증됨" in twelve._codebook(about["codebooks"][0])[0]
    # one byte of the codebook
    Path(codebook.path).write_text(Path(codebook.path).read_text(encoding="utf-8") + "\n", encoding="utf-8")
    changed = da.codebook.read(codebook.path)
    assert (changed.status, changed.proof) == ("unvalidated", "")
    assert "changed since" in changed.lost
    assert methods.notes(collect(corpus, tokens, codebooks=[changed], units=[]))[0]["head"] == "검증 안 됨."
    lost = {label: text for kind in validity.collect(changed) for label, text in kind["rows"]}
    assert lost["검증 파일"] == "코드북을 고친 뒤 다시 비교하지 않아 쓸 수 없다"
