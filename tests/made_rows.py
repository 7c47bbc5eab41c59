"""What the reader of tables hands over, as its tests look at it."""

from __future__ import annotations

from collections.abc import Iterable

from analysis.reading.article import Article, LeftOut, line_of


def rows_and_removed(items: Iterable[Article | LeftOut]) -> tuple[list[dict[str, str]], list[dict[str, object]]]:
    """Part the documents from everything that was removed, by line; what belongs to no document comes first."""
    listed = list(items)
    rows = [item.row for item in listed if isinstance(item, Article)]
    lines = [line for kind in (LeftOut, Article) for item in listed if isinstance(item, kind) for line in item.removed]
    return rows, sorted(lines, key=line_of)
