"""What cleaning took away, as a table of before and after and as a paragraph of Korean."""

from __future__ import annotations

from typing import Protocol

import pandas as pd

from analysis import schema
from analysis.cleaning.near_duplicates import Documented
from analysis.errors import ReadError
from analysis.files.texts_on_disk import TextById
from analysis.korean import attach
from analysis.messages import message
from analysis.schema import ACCOUNT, REMOVED_KINDS


class _Cleanable(Documented, Protocol):
    """What has documents and an account of what was taken from them, as a Corpus has."""

    @property
    def removed(self) -> pd.DataFrame:
        """The table of removed lines."""

    @property
    def redacted(self) -> bool:
        """Whether the text is not at hand."""


def account(corpus: _Cleanable) -> pd.DataFrame:
    """Count lines and characters before and after cleaning, document by document."""
    if corpus.redacted:
        msg = message(
            "account: the text of a redacted corpus is not here; read the article itself to count its characters"
        )
        raise ReadError(msg)
    documents, removed = corpus.documents, corpus.removed
    removed = removed[~removed["kind"].isin(schema.PIECES - schema.PARTS)]
    texts = TextById(documents)
    docs = [*texts, *dict.fromkeys(doc for doc in removed["doc"] if doc not in texts)]
    kinds = sorted(set(removed["kind"]))
    lengths = removed["text"].str.len()
    lines = removed[~removed["kind"].isin(schema.PARTS)].groupby("doc").size()
    cut = lengths.groupby([removed["doc"], removed["kind"]]).sum()
    rows = []
    for doc in docs:
        kept = [line for line in texts.get(doc, "").split("\n") if line]
        after = sum(map(len, kept))
        by_kind = {kind: int(cut.get((doc, kind), 0)) for kind in kinds}
        removed_characters, count = sum(by_kind.values()), int(lines.get(doc, 0))
        before = after + removed_characters
        values = [doc, len(kept) + count, len(kept), before, after]
        rows.append(
            [*values, *(n / before if before else float("nan") for n in (removed_characters, *by_kind.values()))]
        )
    table = pd.DataFrame(rows, columns=[*(c.name for c in ACCOUNT), *kinds])
    return schema.check(schema.mark(table), ACCOUNT, what="account")


def tell(table: pd.DataFrame) -> str:
    """Describe in one Korean paragraph what cleaning took away."""
    schema.check(table, ACCOUNT, what="account")
    before, after = int(table["characters_before"].sum()), int(table["characters_after"].sum())
    lines, left = int(table["lines_before"].sum()), int(table["lines_after"].sum())
    if before == after and lines == left:
        return f"글 {len(table):,}편의 원자료 {lines:,}줄({before:,}자)에서 제외한 것이 없다."
    kinds = [c for c in table.columns if c not in {column.name for column in ACCOUNT}]
    cut = {kind: float((table[kind] * table["characters_before"]).sum()) for kind in kinds}
    parts = any(cut[kind] for kind in kinds if kind in schema.PARTS)
    gone = [f"본문이 아닌 {lines - left:,}줄"] * (lines > left) + ["줄의 일부"] * parts
    text = (
        f"글 {len(table):,}편의 원자료 {lines:,}줄({before:,}자)에서 {'과 '.join(gone)}"
        f"({_share(before - after, before)}){'를' if parts else '을'} 제외하고 {left:,}줄({after:,}자)을 남겼다."
    )
    largest = sorted((kind for kind in kinds if cut[kind]), key=lambda kind: (-cut[kind], kind))
    if largest:
        named = ", ".join(f"{REMOVED_KINDS.get(kind, kind)} {_share(cut[kind], before)}" for kind in largest)
        text += f" 제외한 글자를 종류별로 보면 {named}이다(비율의 분모는 원자료의 글자 수)."
    whole = int((table["lines_after"] == 0).sum())
    if whole:
        text += f" {whole:,}편은 통째로 빠졌다."
    most = table[table["lines_after"] > 0].sort_values(["share_removed", "doc"], ascending=[False, True])
    if len(most) > 1 and most["share_removed"].iloc[0] > 0:
        name = attach(f"‘{most['doc'].iloc[0]}’", "으로/로")
        text += f" 남은 글 가운데 가장 많이 제외한 것은 {name}, {most['share_removed'].iloc[0]:.1%}이다."
    return text


def _share(part: float, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "글자 없음"
