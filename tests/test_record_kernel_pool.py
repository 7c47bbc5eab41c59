from typing import Any

import pytest

from analysis.errors import ReportError
from analysis.record import facts, kernel_pool
from analysis.record.notebook import Chapter


def chapter(figures: int) -> Chapter:
    return Chapter("a", [{"cell_type": "code", "source": "da.figures.export(ax)"}] * figures)


def test_chapters_are_shared_out_by_their_figures() -> None:
    four = [chapter(n) for n in (0, 4, 9, 4)]
    assert kernel_pool.shared_out(four, 2) == [[0, 1, 3], [2]]  # 8 figures and 9
    assert kernel_pool.shared_out(four, 1) == [[0, 1, 2, 3]]
    assert kernel_pool.shared_out([chapter(1), chapter(2)], 2) == [[0, 1]]  # a second kernel would save nothing
    assert kernel_pool.shared_out([chapter(20)], 2) == [[0]]


def told(*names: str, books: tuple[str, ...] = (), merged: bool = False, shown: int = 0) -> list[dict[str, Any]]:
    evidence = {"merged": merged, "words": list(names), "books": [{"id": book, "sha256": "h"} for book in books]}
    about = {"kit": "1", "figures": [{"name": name} for name in names], "findings": [*books], "evidence": evidence}
    about |= {"functions": [{"name": name} for name in ("b", *names)], "compared": [], "units": [*books, "u"]}
    about |= {"codebooks": [{"id": book} for book in books]}
    outputs = [{"data": {}, "metadata": {"image/png": {"figure": k}}} for k in range(shown)]
    return [{"outputs": outputs}, {"outputs": [{"data": {facts.MIME: about}}]}]


def test_what_kernels_told_becomes_one() -> None:
    done = [told("x", "y", merged=True, shown=2), told("z", books=("k",), shown=1)]
    whole, cells = kernel_pool.joined(done, name="글")
    assert [figure["name"] for figure in whole["figures"]] == ["x", "y", "z"]
    numbers = [output["metadata"]["image/png"]["figure"] for one in cells for output in one[0]["outputs"]]
    assert numbers == [0, 1, 2]  # each finds its own in the list of all
    assert whole["functions"] == [{"name": name} for name in ("b", "x", "y", "z")]
    assert whole["units"] == ["k", "u"]
    assert whole["evidence"]["words"] == ["x", "y"]  # of the kernel that had words put together
    assert whole["evidence"]["books"] == [{"id": "k", "sha256": "h"}]
    assert whole["findings"] == ["k"]


def test_two_kernels_may_not_write_a_figure_of_one_name() -> None:
    with pytest.raises(ReportError, match="two figures called 'x'"):
        kernel_pool.joined([told("x"), told("x")], name="글")
