"""REFI-QDA projects: what the schema asks for, and codings as other programs write them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pandas as pd
import pytest

import analysis as da
from analysis import schema
from analysis.codebook.refi import guid
from analysis.errors import ReadError

V = da.validation
NS = "{urn:QDA-XML:project:1.0}"
SENTENCES = (
    "달이 산 위로 천천히 떠올라 마을을 비춘다 😀.",
    "해가 바다 너머로 지고 배들이 항구로 돌아온다.",
    "달과 해가 함께 보이는 저녁이 드물게 찾아온다.",
    "물이 골짜기를 따라 아래로 오래도록 흐른다.",
    "보름이면 아이들이 들로 나가 불을 놓고 논다 😀.",
    "끝으로 모두 집으로 돌아가 문을 닫고 잠든다.",
)
Code = tuple[int, str]  # number of the unit in the text, and the name of a code


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory, two_frames: Callable[..., Any]) -> Any:
    """A corpus of two documents, a codebook of the frames a and b, and a sample of every sentence."""
    corpus = da.Corpus.from_texts({"x": " ".join(SENTENCES[:3]), "y": " ".join(SENTENCES[3:])})
    rows = []
    for doc, text in zip(corpus.documents["doc"], corpus.documents["text"], strict=True):
        for said in (s for s in SENTENCES if s in text):
            start, n = text.index(said), len(rows) + 1
            part = "tune" if doc == "x" else "test"
            place = (f"u{n:012x}", doc, 1, n, start, start + len(said))
            rows.append((*place, "low", "random", 1.0, part))
    return corpus, pd.DataFrame(rows, columns=[c.name for c in schema.SAMPLE]), two_frames()


def written(toy: Any, folder: Path, **changes: Any) -> Path:
    corpus, sample, codebook = toy
    return V.sheet(
        corpus, sample=sample, codebook=codebook, coder="가", path=folder / "a.qdpx", **{"also": "before"} | changes
    )


def parts(path: Path) -> tuple[ET.Element, str]:
    """The tree and the text of a project."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        assert names[0] == "project.qde"
        return ET.fromstring(archive.read(names[0])), archive.read(names[1]).decode("utf-8")


def units_of(path: Path) -> list[str]:
    """The units in the order of the text."""
    with zipfile.ZipFile(path) as archive:
        name = next(n for n in archive.namelist() if n.endswith(".txt"))
        text = archive.read(name).decode("utf-8-sig")
    return [line.strip()[1:-1] for line in text.split("\n") if line.startswith("[u")]


def coded(
    path: Path, codes: list[Code], *, change: Callable[[str], str] = str, width: Callable[[str], int] = len
) -> Path:
    """Code units as a program would: a selection of a unit's text, with an id of its own."""
    root, text = parts(path)
    source = next(root.iter(f"{NS}TextSource"))
    known = {c.get("name"): c.get("guid") for c in root.iter(f"{NS}Code")}
    spans = [(int(s.get("startPosition", "")), int(s.get("endPosition", ""))) for s in source]
    shown = change(text)
    for n, name in codes:
        said = text[slice(*spans[n])]
        assert shown.count(f"\n{said}") == 1
        at = width(shown[: shown.index(f"\n{said}") + 1])
        place = {"guid": guid("s", str(n), name), "startPosition": str(at), "endPosition": str(at + width(said))}
        selection = ET.SubElement(source, f"{NS}PlainTextSelection", place)
        coding = ET.SubElement(selection, f"{NS}Coding", {"guid": guid("c", str(n), name)})
        ET.SubElement(coding, f"{NS}CodeRef", {"targetGUID": "{" + str(known[name]).lower() + "}"})
    return packed(path, root, shown)


def packed(path: Path, root: ET.Element, text: str) -> Path:
    """Write a project anew, as another program would: under sources/, with a byte order mark."""
    name = next(root.iter(f"{NS}TextSource")).get("plainTextPath", "").removeprefix("internal://")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(f"sources/{name}", text.encode("utf-8-sig"))
        archive.writestr("p.qde", ET.tostring(root))
    path.write_bytes(out.getvalue())
    return path


def read(toy: Any, path: Path) -> pd.DataFrame:
    _, sample, codebook = toy
    return V.read(path, sample=sample, codebook=codebook)


def test_a_project_follows_the_schema(toy: Any, tmp_path: Path) -> None:
    path = written(toy, tmp_path, also=["primary", "element", "before"])
    root, text = parts(path)
    assert root.tag == f"{NS}Project"
    assert {"name", "origin", "creatingUserGUID"} == set(root.attrib)
    assert [e.tag for e in root] == [f"{NS}{name}" for name in ("Users", "CodeBook", "Sources", "Description")]
    source = next(root.iter(f"{NS}TextSource"))
    assert source.get("plainTextPath") == f"internal://{source.get('guid')}.txt"
    ids = [value for e in root.iter() for key, value in e.attrib.items() if key == "guid"]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch("[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}", ident) for ident in ids)
    assert all(e.get("isCodable") in {"true", "false"} and e.get("name") for e in root.iter(f"{NS}Code"))
    # positions count code points from 0 and lead to the text of each unit
    said = {text[int(s.get("startPosition", "")) : int(s.get("endPosition", ""))] for s in source}
    assert said == set(SENTENCES)
    assert not list(root.iter(f"{NS}Coding"))
    assert written(toy, tmp_path / "again", also=["primary", "element", "before"]).read_bytes() == path.read_bytes()
    # frames are the codes that the codebook itself is exported with
    exported = ET.fromstring(da.codebook.export(toy[2], tmp_path / "a.qdc").read_bytes())
    mine = {c.get("guid") for c in exported.iter("{urn:QDA-XML:codebook:1.0}Code")}
    assert mine <= {c.get("guid") for c in root.iter(f"{NS}Code")}


def test_the_project_is_blind(toy: Any, tmp_path: Path) -> None:
    root, text = parts(written(toy, tmp_path))
    shown = ET.tostring(root, encoding="unicode") + text
    assert not re.search(r"\b(tune|test|low|random|x|y)\b", text)
    assert not any(word in shown for word in ("stratum", "혜성", "weight"))  # no term of the codebook


CODES = [(0, "a 틀"), (0, "b 틀"), (1, "어느 프레임도 없음"), (2, "판단할 수 없음: b 틀"), (3, "a 틀")]


@pytest.mark.parametrize("ends", ["plain", "crlf counted once", "crlf counted twice", "sixteen bits"])
def test_codings_come_back_whatever_counts_the_characters(toy: Any, tmp_path: Path, ends: str) -> None:
    path = written(toy, tmp_path)
    twice: Callable[[str], str] = lambda text: text.replace("\n", "\r\n")  # noqa: E731
    wide: Callable[[str], int] = lambda text: len(text.encode("utf-16-le")) // 2  # noqa: E731
    how: dict[str, Any] = {
        "plain": {},
        "crlf counted once": {"change": twice, "width": lambda t: len(t.replace("\r\n", "\n"))},
        "crlf counted twice": {"change": twice},
        "sixteen bits": {"width": wide},
    }
    found, units = read(toy, coded(path, CODES, **how[ends])), units_of(path)
    wide_table = found.set_index(["unit", "frame"])
    value = wide_table["value"].unstack()  # noqa: PD010
    assert value.loc[units[0]].tolist() == [1, 1]
    assert value.loc[units[1]].tolist() == [0, 0]
    assert value.loc[units[2]].fillna(9).tolist() == [0, 9]  # read, a was not coded, b could not be told
    assert value.loc[units[3]].tolist() == [1, 0]
    assert wide_table["empty"].unstack().loc[units].any(axis=1).tolist() == [False] * 4 + [True] * 2  # noqa: PD010
    assert found.attrs["unfinished"] == {"가": 4}


def test_primary_and_element_are_codes_too(toy: Any, tmp_path: Path) -> None:
    path = written(toy, tmp_path, also=["primary", "element"])
    found = read(toy, coded(path, [(0, "a 틀"), (0, "주된 프레임: a 틀"), (0, "요소: 해법 제시"), (1, "요소: 없음")]))
    units = units_of(path)
    told = found.drop_duplicates("unit").set_index("unit")[["primary", "element"]]
    assert told.loc[units[0]].tolist() == ["a", "remedy"]
    assert told.loc[units[1]].tolist() == ["", "none"]


def test_other_ids_are_known_by_name_and_other_codes_are_named(toy: Any, tmp_path: Path) -> None:
    path = coded(written(toy, tmp_path), [(0, "a 틀"), (1, "b 틀")])
    with zipfile.ZipFile(path) as archive:
        tree, (name,) = archive.read("p.qde").decode(), [n for n in archive.namelist() if n.endswith(".txt")]
        text = archive.read(name).decode("utf-8-sig")
    root = ET.fromstring(tree)
    fresh = {str(c.get("guid")).lower(): guid("fresh", str(n)) for n, c in enumerate(root.iter(f"{NS}Code"))}
    for code in root.iter(f"{NS}Code"):
        code.set("guid", fresh[str(code.get("guid")).lower()])
        if code.get("name") == "b 틀":
            code.set("name", "내 코드")
    for ref in root.iter(f"{NS}CodeRef"):
        ref.set("targetGUID", fresh[str(ref.get("targetGUID")).strip("{}").lower()])
    found = read(toy, packed(path, root, text))
    assert found["value"].sum() == 1
    assert found.attrs["notes"] == ["a.qdpx: the code '내 코드' is none of the sheet's and was not read"]


def _spot(root: ET.Element, start: str, end: str, name: str, user: str = "") -> None:
    source = next(root.iter(f"{NS}TextSource"))
    code = next(c for c in root.iter(f"{NS}Code") if c.get("name") == name)
    held = ET.SubElement(source, f"{NS}PlainTextSelection", {"guid": "x", "startPosition": start, "endPosition": end})
    coding = ET.SubElement(held, f"{NS}Coding", {"guid": "y"} | ({"creatingUser": user} if user else {}))
    ET.SubElement(coding, f"{NS}CodeRef", {"targetGUID": str(code.get("guid"))})


def _whole(root: ET.Element) -> None:
    source = next(root.iter(f"{NS}TextSource"))
    ET.SubElement(ET.SubElement(source, f"{NS}Coding", {"guid": "y"}), f"{NS}CodeRef", {"targetGUID": "z"})


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda r, t: (_spot(r, "0", str(len(t)), "a 틀"), t)[1], "lies in u.* and u.*; code each unit by itself"),
        (lambda r, t: (_spot(r, "0", "3", "a 틀"), t)[1], "lies in no unit"),
        (lambda r, t: (_whole(r), t)[1], "a code stands on the whole text"),
        (lambda r, t: t.replace("[codebook]", "[-]"), r"the text has no line \[codebook\] before its units"),
        (lambda r, t: "빈 글", "holds 0 texts of a coding sheet"),
        (
            lambda r, t: (
                [_spot(r, str(t.index("끝")), str(t.index("끝") + 2), n) for n in ("a 틀", "어느 프레임도 없음")],
                t,
            )[1],
            "is coded 'a' and as without any frame",
        ),
        (
            lambda r, t: (
                [_spot(r, str(t.index("끝")), str(t.index("끝") + 2), n) for n in ("a 틀", "판단할 수 없음: a 틀")],
                t,
            )[1],
            "a is coded '1' and '9'; keep one of them",
        ),
        (
            lambda r, t: (
                [_spot(r, str(t.index("끝")), str(t.index("끝") + 2), "a 틀", u) for u in ("U1", "U2")],
                t,
            )[1],
            "was coded by 'u1' and 'u2'; a project is by one coder",
        ),
    ],
)  # fmt: skip
def test_what_a_project_may_not_be(toy: Any, tmp_path: Path, change: Any, said: str) -> None:
    path = written(toy, tmp_path)
    root, text = parts(path)
    packed(path, root, change(root, text))
    with pytest.raises(ReadError, match=said):
        read(toy, path)


def test_files_that_are_no_projects(toy: Any, tmp_path: Path) -> None:
    (tmp_path / "b.qdpx").write_bytes(b"PK no")
    with pytest.raises(ReadError, match="not a whole zip file"):
        read(toy, tmp_path / "b.qdpx")
    with zipfile.ZipFile(tmp_path / "c.qdpx", "w") as archive:
        archive.writestr("x.txt", "x")
    with pytest.raises(ReadError, match=r"holds 0 files \.qde"):
        read(toy, tmp_path / "c.qdpx")
    path = written(toy, tmp_path)
    label = toy[2].frames[0].label.model_copy(update={"ko": "딴"})
    frames = (toy[2].frames[0].model_copy(update={"label": label}),)
    with pytest.raises(ReadError, match="has no code of the codebook other"):
        V.read(path, sample=toy[1], codebook=toy[2].model_copy(update={"id": "other", "frames": frames}))
