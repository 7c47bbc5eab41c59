"""A study: one cell of settings, and everything that is made of it."""

from __future__ import annotations

import html
import subprocess
import sys
from pathlib import Path

import pytest

import analysis as da
import analysis.explorer
from analysis import analyser, desk
from analysis.errors import KindError, MissingError, OptionError, RefusalError

TEXTS = {
    "a": "수중 드론 회사가 동맹을 믿는다.\n\n스타트업은 곳곳에 있다.",
    "b": "벤처기업이 왔다. 그 회사는 벤처기업이다.",
}


@pytest.fixture
def corpus() -> da.Corpus:
    return da.Corpus.from_texts(TEXTS)


def counted(study: desk.Study) -> dict[str, int]:
    table = da.stats.frequency(study.words, stop=study.stop)
    return dict(zip(table["term"], table["n"], strict=True))


def test_every_setting_changes_what_is_counted_and_stands_in_the_recipe(corpus: da.Corpus) -> None:
    plain = counted(da.study(corpus))
    # by hand: 수중, 드론, 회사 twice, 동맹, 스타트업, 벤처기업 twice (벤처 and 기업 unless it is one word)
    assert (plain["드론"], plain["회사"], plain["스타트업"]) == (1, 2, 1)
    study = da.study(corpus, units=["수중 드론", "벤처기업"], stop=["회사"], variants={"스타트업": ["벤처기업"]})
    set_ = counted(study)
    assert (set_["수중 드론"], set_["스타트업"]) == (1, 3)
    assert not {"드론", "회사", "벤처기업"} & set(set_)
    recipe = study.words.recipe.to_dict()
    assert {"수중 드론/NNP", "벤처기업/NNP", "스타트업 = 벤처기업"} <= set(recipe["given"])
    assert recipe["steps"][-1] | {"before": 0, "after": 0} == {
        "name": "stop",
        "detail": "회사",
        "before": 0,
        "after": 0,
    }
    assert study.settings == {
        "units": ["수중 드론", "벤처기업"],
        "stop": ["회사"],
        "variants": {"스타트업": ["벤처기업"]},
    }


def test_nothing_set_is_what_the_verbs_give(corpus: da.Corpus) -> None:
    study = da.study(corpus, codebook="alliance-startup")
    assert study.tokens == da.segment(corpus)
    assert study.words == da.segment(corpus, units="auto")
    assert study.frames == da.codebook.read("alliance-startup")
    assert study.hits.equals(da.framing.hits(study.tokens, study.frames, documents=corpus.documents))
    assert study.stop == da.lexicon.stopwords()
    assert study.settings == {}
    assert study.desk() == da.explore(corpus, tokens=study.words, codebook=study.frames)


def test_a_study_is_frozen_and_makes_things_once(corpus: da.Corpus) -> None:
    study = da.study(corpus, codebook="alliance-startup")
    assert study.tokens is study.tokens
    copy = study.hits
    copy["counted"] = False
    assert study.hits["counted"].any()
    with pytest.raises(AttributeError):
        study.by = "outlet"  # type: ignore[misc]
    assert study == da.study(corpus, codebook="alliance-startup")
    assert study != da.study(corpus, codebook="alliance-startup", stop=["회사"])


def test_nothing_is_read_before_it_is_asked_for(tmp_path: Path) -> None:
    late = tmp_path / "글.txt"
    study = da.study(late)
    late.write_text("동맹은 길다.", encoding="utf-8")
    assert len(study.corpus) == 1


@pytest.mark.usefixtures("in_korean")
def test_the_card_says_what_was_read_and_what_comes_next(corpus: da.Corpus) -> None:
    study = da.study(corpus, codebook="alliance-startup")
    card = str(study)
    assert "글 2편" in card
    assert "3문단 4문장" in card
    assert f"형태소 {len(study.tokens)}개" in card
    assert f"프레임 어휘 {int(study.hits['counted'].sum())}회 · 사람 검증 전" in card
    for call in ("study.desk()", "study.code(coder='가')", "study.report()"):
        assert call in card
        assert html.escape(call) in study._repr_html_()
    assert repr(study) == card.split("\n", maxsplit=1)[0]
    bare = da.study(da.Corpus.from_texts({"d": "<b>비가</b> 온다."}), codebook="energy-transition")
    assert "이 코드북의 어휘가 나오지 않는다" in str(bare)
    assert "<b>비가" not in bare._repr_html_()


@pytest.mark.usefixtures("in_korean")
def test_a_redacted_text_says_so() -> None:
    card = str(da.study("donga-2023-05-04", codebook="alliance-startup"))
    if not (da.paths.PRIVATE / "donga-2023-05-04.txt").exists():
        assert "본문을 가린 글이다" in card
    assert "프레임 어휘 73회" in card


@pytest.mark.usefixtures("in_korean")
def test_without_a_codebook_words_are_there_and_frames_are_refused(corpus: da.Corpus) -> None:
    study = da.study(corpus)
    assert "프레임" not in repr(study)
    assert [bars.frames for bars in study.desk().lists] == [False]
    with pytest.raises(RefusalError) as caught:
        study.hits  # noqa: B018 - refuses
    assert caught.value._render_traceback_()[0].startswith("코드북이 없어 프레임은 세지 않는다")
    with pytest.raises(RefusalError):
        study.code(coder="가")


@pytest.mark.usefixtures("in_korean")
def test_two_folders_are_two_groups(tmp_path: Path) -> None:
    for folder, texts in {
        "2020/가": ["동맹은 길다.", "비가 온다."],
        "2021/가": ["눈이 온다."],
        "나": ["해가 뜬다."],
    }.items():
        (tmp_path / folder).mkdir(parents=True)
        for n, text in enumerate(texts):
            (tmp_path / folder / f"{n}.txt").write_text(text, encoding="utf-8")
    pair = da.study([tmp_path / "2020" / "가", tmp_path / "나"], by="folder")
    assert pair.groups is not None
    assert pair.groups.to_dict() == {"가/0": "가", "가/1": "가", "나/0": "나"}
    assert "집단 2개(가 2편, 나 1편)" in repr(pair)
    alike = da.study([tmp_path / "2020" / "가", tmp_path / "2021" / "가"], by="folder")
    assert alike.groups is not None
    assert sorted(set(alike.groups)) == ["2020/가", "2021/가"]
    one = da.read([tmp_path / "나", tmp_path / "2020" / "가" / "1.txt"])  # one folder and a file: no groups
    assert "folder" not in one.documents


@pytest.mark.usefixtures("in_korean")
@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"article": 3}, "article에는 문자열 또는 파일 경로 또는 목록 또는 말뭉치를 주는데 수 3을"),
        ({"article": []}, "article 인자가 list이다"),
        ({"units": "수중 드론"}, "units에는 문자열의 목록을 주는데 문자열 '수중 드론'을"),
        ({"units": ["수중", 3]}, "units 목록에 3이 있다"),
        ({"stop": {"곳": 1}}, "stop 인자가 {'곳': 1}이다"),
        ({"stop": [" "]}, "stop 목록에 ' '이"),
        ({"variants": ["가"]}, "variants 인자가 list이다"),
        ({"variants": {"가": "나"}}, "variants 인자가 {'가': '나'}이다"),
        ({"codebook": 3}, "codebook에는 문자열 또는 파일 경로 또는 코드북을 주는데 수 3을"),
    ],
)
def test_a_setting_of_another_kind_is_one_sentence(options: dict[str, object], said: str) -> None:
    with pytest.raises(KindError, match=said.replace("(", r"\(")):
        da.study(**({"article": "energy-cost"} | options))  # type: ignore[arg-type]


def test_a_misspelt_codebook_is_said_at_once() -> None:
    with pytest.raises(MissingError, match=r"no codebook 'energy-transitoin' \(did you mean energy-transition"):
        da.study("energy-cost", codebook="energy-transitoin")


def test_a_report_on_several_texts_needs_files(corpus: da.Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAMRON_LANG", "en")
    several = corpus.join(da.Corpus.from_texts({"other": "비가 온다."}))
    with pytest.raises(OptionError, match="a report on several texts reads them from files"):
        da.study(several).report()
    changed = da.codebook.read("energy-transition").model_copy(update={"mask": ()})
    with pytest.raises(OptionError, match="the codebook is not what its file holds"):
        da.study(str(da.paths.ARTICLES), codebook=changed).report()


def test_a_report_on_one_text_needs_none(tmp_path: Path) -> None:
    text = da.Corpus.from_texts({"손글": "창업이 왔다. 창업이 갔다."})
    changed = da.codebook.read("energy-transition").model_copy(update={"mask": ()})
    assert da.study(text, codebook=changed).report(out=tmp_path).name == "손글-energy-transition.html"


def test_a_report_gets_the_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    told: list[tuple[object, dict[str, object]]] = []
    monkeypatch.setattr(da.report, "build", lambda article, **o: told.append((article, o)) or tmp_path)
    monkeypatch.setattr(da.report, "build_corpus", lambda sources, **o: told.append((sources, o)) or tmp_path)
    asked = da.study("energy-cost", codebook="energy-transition", units=["전기 요금"])
    asked.report(lang="en", record=True, out=tmp_path)
    da.study(str(da.paths.ARTICLES), stop=["곳"]).report()
    (article, one), (folders, many) = told
    assert (article, one["settings"], one["out"]) == ("energy-cost", {"units": ["전기 요금"]}, tmp_path)
    assert (one["lang"], one["record"], many["lang"], many["record"]) == ("en", True, "ko", False)
    assert one["codebook"] == da.codebook.find("energy-transition")
    assert (folders, many["settings"], many["by"]) == ([str(da.paths.ARTICLES)], {"stop": ["곳"]}, "outlet")


def test_one_document_is_sampled_for_tuning() -> None:
    study = da.study("alliance-startups", codebook="alliance-startup")
    sample = da.validation.sample(study.corpus, study.tokens, study.frames, n=10)
    assert set(sample["part"]) == {"tune"}


def test_coding_takes_every_sentence_of_a_short_text(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    told: list[dict[str, object]] = []
    monkeypatch.setattr(da.explorer, "code", lambda sample, **given: told.append(given | {"n": len(sample)}))
    study = da.study("alliance-startups", codebook="alliance-startup")
    study.code(coder="가")
    assert told == [{"n": 39, "corpus": study.corpus, "codebook": study.frames, "coder": "가"}]


def test_stop_words_of_ones_own() -> None:
    kit = da.lexicon.stopwords()
    assert kit.plus([]) is kit
    assert kit.plus(["곳", "A/B"]).pairs - kit.pairs == {("곳", ""), ("A/B", "")}
    assert kit.plus(["곳/NNG"]).pairs - kit.pairs == {("곳", "NNG")} - kit.pairs
    assert kit.plus(["가"]) != kit.plus(["나"])


def test_the_analyser_loads_when_a_notebook_has_read_and_not_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[object] = []

    class Timer:
        daemon = False

        def __init__(self, seconds: float, call: object) -> None:
            started.append(call)

        def start(self) -> None:
            assert self.daemon  # a notebook that is closed does not wait for it

    monkeypatch.setattr(analyser, "Timer", Timer)
    monkeypatch.setattr(analyser, "in_notebook", lambda: False)  # ipykernel may be loaded, to run a record
    analyser.load_soon.cache_clear()
    da.read("energy-cost")
    assert not started
    monkeypatch.setattr(analyser, "in_notebook", lambda: True)
    analyser.load_soon.cache_clear()
    da.read("energy-cost")
    da.read("energy-cost")
    assert started == [analyser._warm_up]
    analyser.load_soon.cache_clear()
    monkeypatch.setattr(analyser, "_unread", [])
    analyser.load_when_needed()
    da.read("energy-cost")
    assert started == [analyser._warm_up]
    analyser.load_soon.cache_clear()


def test_importing_loads_nothing() -> None:
    code = "import analysis, sys; print(*[m for m in ('kiwipiepy', 'pandas', 'matplotlib') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
