"""Tables of the chapters for tests of their charts, small and made by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

import analysis as da
from analysis import framing, schema, stats

NAMES = ("담론일보", "가나다 경제신문", "한강신문", "시민의 소리", "전국지방자치단체연합신문", "民生日報")
_WORDS = "동맹 안보 외교 회담 정상 창업 투자 기술 규제 청년 물가 금리 수출 환율 고용".split()


def _made(rows: list[dict[str, Any]], contract: schema.Contract, **about: Any) -> pd.DataFrame:
    """Fill the columns that a row does not name with what stands for nothing."""
    table = pd.DataFrame(rows)
    for column in contract:
        if column.name not in table.columns:
            table[column.name] = {"text": "", "float": np.nan, "bool": False}.get(column.kind, 1)
    return schema.describe(table[[c.name for c in contract]], schema.About(**about), source=None)


def alike(names: tuple[str, ...] = NAMES, *, seed: int = 1) -> pd.DataFrame:
    """Pairs of items whose words are drawn from a window of the list, so that neighbours are alike."""
    dice = np.random.default_rng(seed)
    texts = {name: [str(word) for word in dice.choice(np.roll(_WORDS, -2 * k)[:6], 60)] for k, name in enumerate(names)}
    return stats.similarity(da.Tokens.from_terms(texts))


def items(n: int) -> tuple[str, ...]:
    """Names of many items, long and short, some in Hanja."""
    return tuple(f"{NAMES[k % len(NAMES)]} {k}" for k in range(n))


def line() -> pd.DataFrame:
    """Shares of three words over 31 days: one bursts, one changes, one stays; and one day without a document."""
    days = pd.date_range("2025-12-22", periods=31).strftime("%Y-%m-%d")
    levels = {
        "비": [0.5 if 8 <= t <= 11 else 0.1 for t in range(31)],
        "한미 동맹과 안보 협력의 강화": [0.05 if t < 15 else 0.25 for t in range(31)],
        "눈": [0.15] * 31,
    }
    sizes = [0 if t == 5 else 40 for t in range(31)]
    rows = [
        {"term": term, "period": day, "start": day, "end": day, "docs": round(share * size), "docs_all": size,
         "share": round(share * size) / size if size else np.nan, "low": 0.0, "high": 1.0, "n": round(share * size),
         "per_10k": 1.0}
        for term, shares in levels.items() for day, share, size in zip(days, shares, sizes, strict=True)
    ]  # fmt: skip
    return _made(rows, schema.TIMELINE, period="day", base="글 1,200편")


def bursts(rows: int = 6, *, groups: int = 1) -> pd.DataFrame:
    """Bursts in a month, of one day and of many."""
    made = []
    for k in range(rows):
        start = pd.Timestamp("2026-05-01") + pd.Timedelta(days=3 * k % 25)
        end = start + pd.Timedelta(days=(0, 4, 2)[k % 3])
        made.append({"term": ("비", "한미 동맹과 안보 협력의 강화", "尹대통령")[k % 3] + f" {k // 3}",
                     "group": NAMES[k % groups] if groups > 1 else "", "start": f"{start:%Y-%m-%d}",
                     "end": f"{end:%Y-%m-%d}", "periods": (end - start).days + 1,
                     "docs": 12 * (k + 1), "docs_all": 1204,
                     "share": 12 * (k + 1) / 1204, "share_outside": 0.004, "weight": 3.0 + 7 * k, "p": 0.01,
                     "title": "지은 글"})  # fmt: skip
    return _made(made, schema.BURSTS, period="day", gamma=1.4, false=0.01, between=("2026-05-01", "2026-05-31"),
                 by="outlet" if groups > 1 else None, base="기사 3,744편")  # fmt: skip


def changes(rows: int = 4) -> pd.DataFrame:
    """Changes of shares, some of which hold after correction."""
    made = [
        {"term": ("비", "한미 동맹과 안보 협력의 강화")[k % 2] + f" {k // 2}", "at": f"2026-05-{5 + 5 * k % 24:02}",
         "low": f"2026-05-{2 + 5 * k % 24:02}", "high": f"2026-05-{7 + 5 * k % 24:02}", "before": 0.021 * (k + 1),
         "after": 0.25, "ratio": 5.0, "p": 0.001 * (k + 1), "p_adjusted": 0.02 * (k + 1)}
        for k in range(rows)
    ]  # fmt: skip
    return _made(made, schema.CHANGES, period="day", between=("2026-05-01", "2026-05-31"), base="기사 3,744편")


def congruence(actors: int = 5, concepts: tuple[str, ...] = ("핵무장", "한미 동맹", "규제 완화")) -> pd.DataFrame:
    """Statements of some actors, the first against what the others are for."""
    names = [("김철수", "더불어민주당", "전국경제인연합회 상근부회장")[k % 3] + f" {k}" for k in range(actors)]
    rows = [(f"d{n}-{k}", actor, concept, "false" if (k + c) % 3 == 0 else "true")
            for n in range(3) for k, actor in enumerate(names) for c, concept in enumerate(concepts)]  # fmt: skip
    table = pd.DataFrame(rows, columns=["doc", "actor", "concept", "agreement"])
    return framing.congruence(
        table.assign(sentence=1, start=0, end=2, organisation="", inside=True, rule="verb", checked_by="하나")
    )


def polarity(names: tuple[str, ...] = NAMES) -> pd.DataFrame:
    """Groups between the poles; the last has too few hits."""
    rows = [
        {"doc": name, "positive": 3.0 * k + 2, "negative": 30.0 - 2 * (k % 14), "hits": 5 * k + 8, "words": 4000,
         "polarity": (3.0 * k + 2 - 30 + 2 * (k % 14)) / (3.0 * k + 32 - 2 * (k % 14))}
        for k, name in enumerate(names)
    ]  # fmt: skip
    rows[-1] |= {"hits": 2, "polarity": np.nan, "reason": "적중이 2회다"}
    checked = schema.Checked(units=240, coders=2, alpha=0.81, macro_f1=0.78, here=True)
    return _made(rows, schema.POLARITY, checked=checked, base="기사 3,744편", by="outlet")


def stories(days: int = 12, most: int = 9, *, outlets: int = 6) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Eight stories over some days, the first crowded into one; every third article copies the first of its story."""
    rows, known = [], []
    for story in range(1, 9):
        for k in range(1 + most // story):
            doc, day = f"s{story}-{k:03}", 0 if story == 1 else (story + k) % days
            rows.append({"doc": doc, "story": story, "copy_of": f"s{story}-000" if k % 3 == 2 else "", "order": k + 1,
                         "nearness": 0.5 - k / 1000, "role": "own"})  # fmt: skip
            known.append({"doc": doc, "outlet": NAMES[k % outlets] if outlets > 1 else "한 매체",
                          "date": f"{pd.Timestamp('2026-05-01') + pd.Timedelta(days=day):%Y-%m-%d}",
                          "title": f"{story}번째 사건을 다룬 긴 제목의 글과 그 뒤의 이야기, 남은 일"})  # fmt: skip
    return _made(rows, schema.STORIES, base="기사 3,744편"), pd.DataFrame(known)


def topic_scan(ks: tuple[int, ...] = (5, 10, 20, 30, 50), *, seeds: int = 3) -> pd.DataFrame:
    """Numbers of topics by four measures; with one seed it is not known which topics come back."""
    rows = [
        {"k": k, "seed": seed, "held_out": -6.7 + k / 100 + seed / 50, "npmi": 0.1 + k / 1000 - seed / 100,
         "u_mass": -2.0, "exclusivity": 0.7 - k / 300, "diversity": 0.8, "smallest": 0.01, "converged": True,
         "steady": np.nan if seeds == 1 else 1 / (1 + k / 20 + seed / 10)}
        for k in ks for seed in range(1, seeds + 1)
    ]  # fmt: skip
    return _made(rows, schema.TOPIC_SCAN, base="글 3,744편", hdp=(36, 48))


def topic_words(topics: int = 5) -> pd.DataFrame:
    """Topics of ten words, steady, loose, unsteady and not measured."""
    rows = [
        {"topic": k, "label": "주택 공급과 부동산 세제의 개편" if k == 2 else f"주제 {k}", "rank": rank + 1,
         "term": f"{_WORDS[(k + rank) % 15]}{'정책기본계획' if rank == 4 else ''}", "probability": 0.05,
         "share": 0.3 / k, "share_low": 0.25 / k, "share_high": 0.36 / k,
         "verdict": ("steady", "loose", "unsteady", "")[k % 4]}
        for k in range(1, topics + 1) for rank in range(10)
    ]  # fmt: skip
    return _made(rows, schema.TOPIC_WORDS, base="글 3,744편")


def topic_shares(by: str = "outlet", *, topics: int = 3) -> pd.DataFrame:
    """Shares of topics by outlet with a range over seeds, or by month with one that is missing."""
    groups = NAMES[:4] if by == "outlet" else tuple(f"2026-{m:02}" for m in (1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12))
    rows = [
        {"group": group, "topic": k, "label": "주택 공급과 부동산 세제의 개편" if k == 2 else f"주제 {k}",
         "docs": 40 + at, "share": share, "low": np.nan if at == 1 else share * 0.7,
         "high": np.nan if at == 1 else share * 1.3,
         "refit_low": share * 0.8 if by == "outlet" else np.nan,
         "refit_high": share * 1.1 if by == "outlet" else np.nan, "main": share,
         "verdict": ("steady", "loose", "unsteady")[k % 3]}
        for k in range(1, topics + 1) for at, group in enumerate(groups) for share in [0.1 / k + 0.02 * (at % 5)]
    ]  # fmt: skip
    return _made(rows, schema.TOPIC_SHARES, by=by, base="글 3,744편")


def voices(groups: tuple[str, ...] = NAMES[:2]) -> pd.DataFrame:
    """Four named actors and the sources without a name in every group; the last group has too few quotations."""
    actors = (("김철수", 40), ("전국경제인연합회 상근부회장 이영희", 21), ("더불어민주당", 12), ("尹대통령", 7))
    rows = [
        {"group": group, "actor": actor, "kind": "person", "quotations": n, "docs": n, "share": n / 120,
         "low": n / 160, "high": n / 90, "words_share": n / 100, "first_share": n / 100}
        for group in groups for actor, n in actors
    ]  # fmt: skip
    rows.append({"group": "시민의 소리", "actor": "김철수", "quotations": 9, "docs": 9, "reason": "30건부터"})
    unnamed = tuple(schema.Unnamed(group, 40, 120, 1 / 3, 0.25, 0.42) for group in groups)
    return _made(rows, schema.VOICES, by="outlet", unnamed=unnamed, base="인용 240건")
