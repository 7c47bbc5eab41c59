"""The labels and validation files that come with the kit."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

import analysis as da
from analysis.codebook.evidence_file import beside, load

ROOT = Path(da.__file__).resolve().parent.parent


def bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_validation", ROOT / "bench" / "validation.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


PAIRS = bench().pairs()


@pytest.mark.parametrize("name", ["alliance-startup", "energy-transition"])
def test_labels_hold_places_and_values_and_no_text(name: str) -> None:
    file = ROOT / "seeds" / "validation" / f"{name}.csv"
    held = da.validation.published(file)
    assert len(held.sample) >= 300
    assert not any("가" <= sign <= "힣" for sign in file.read_text(encoding="utf-8"))
    assert (da.validation.agreement(held.codings, repeats=50)["alpha"] > 0.8).all()
    assert set(held.codings["kind"]) == {"machine", "adjudicator"}


@pytest.mark.parametrize("book", [book for book, _ in PAIRS], ids=lambda p: p.stem)
def test_programs_as_readers_leave_a_codebook_unvalidated(book: Path) -> None:
    found = load(beside(book))
    assert found.granted == "unvalidated"
    assert {c.kind for c in found.coders} == {"machine", "adjudicator"}
    assert {o.use for o in found.openings} <= {"measured", "tuned"}


@pytest.mark.parametrize(("book", "labels"), PAIRS, ids=[b.stem for b, _ in PAIRS])
def test_the_file_is_about_this_codebook_and_these_labels(book: Path, labels: Path) -> None:
    found, codings = load(beside(book)), da.validation.published(labels).codings
    assert found.codebook.sha256 == da.codebook.read(book).sha256
    agreed = da.validation.agreement(codings, repeats=50).set_index("frame")  # repeats move the interval alone
    assert {a.frame for a in found.agreement} == set(agreed.index)
    for stated in found.agreement:
        now = agreed.loc[stated.frame]
        assert (stated.n, stated.coders) == (now["n"], now["coders"])
        assert stated.alpha == pytest.approx(now["alpha"], abs=1e-4)


@pytest.mark.long
@pytest.mark.parametrize(("book", "labels"), PAIRS, ids=[b.stem for b, _ in PAIRS])
def test_the_file_is_what_is_measured_now(book: Path, labels: Path, tmp_path: Path) -> None:
    module = bench()
    if not module.TEXTS.is_dir():
        pytest.skip(f"the texts are not at {module.TEXTS}; their rights forbid redistribution")
    made, _ = module.remeasured(book, labels, folder=tmp_path)
    assert module.figures(made) == module.figures(beside(book)), "run python bench/validation.py --write"
