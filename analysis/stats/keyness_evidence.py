"""What can be said of a difference of two sides beyond its size: over which texts, by which test, in which words."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from analysis import measures, schema
from analysis.errors import OptionError, RefusalError
from analysis.measures.inference import EXACT, Adjustment
from analysis.messages import message
from analysis.options import require_choice
from analysis.stats.copied_texts import Clustered, clustered
from analysis.stats.counting import Groups, runs
from analysis.stats.reference import Pair

Test = Literal["auto", "texts", "quasi", "g2"]
_LEVEL = 0.05  # of p, in the sentences
_TESTS = ("auto", "texts", "quasi", "g2")
_LEAST = 5  # clusters a side, for intervals and tests
_ROUGH = 10  # clusters a side below which large differences alone are found
_UNEVEN = 2  # times as many clusters on one side, from which quasi-Poisson finds what is not there
_LEAST_WITH = 3  # clusters that hold a term, for it to be tested
_DESCRIBED = "이 글의 특징을 기술한 것이며 검정이 아니다"
_COUNTING = "로그 비의 구간은 빈도의 오차만 나타내며 글마다 다른 것은 들어 있지 않다"
_FEW = "한쪽의 글이 10건이 안 되어 큰 차이만 잡힌다"
_G2 = (
    "p는 단어를 서로 독립으로 본 값이다. 차이 없는 글을 무작위로 나눈 두 묶음에서도 단어의 20–40%에서 p가 .05 아래이다"
)
_QUASI = "준푸아송 회귀는 글마다 횟수가 흔들리는 정도가 두 쪽에서 같다고 본다"
_CONSTANT = "글마다 값이 모두 같아 흔들림을 잴 수 없다"
_NO_MODEL = "한쪽에 없어 이 모형으로는 p를 구하지 않았다"
_TURNED = "한쪽에 없고 그쪽이 작아 로그 비의 방향을 말할 수 없다"


@dataclass(frozen=True)
class _Evidence:
    """Over which clusters two sides are compared, and by which test."""

    test: Literal["texts", "quasi", "g2", "none"]
    target: Clustered
    reference: Clustered | None  # None for a frequency list
    texts: tuple[int, int]  # documents of the two sides
    correction: Adjustment | None  # of quasi and g2
    how: measures.Permutation
    intervals: bool  # whether intervals over clusters are asked for

    @property
    def sizes(self) -> tuple[int, int]:
        """Clusters of the two sides."""
        return len(self.target), len(self.reference) if self.reference else 0

    @property
    def clustered(self) -> bool:
        """Whether some cluster holds several documents."""
        return self.reference is not None and self.sizes != self.texts

    @property
    def over_texts(self) -> bool:
        """Whether there are enough clusters for intervals over them."""
        return min(self.sizes) >= _LEAST


def gather(
    pair: Pair,
    tokens: Sequence[object],
    *,
    test: Test,
    correction: Adjustment | None,
    cluster: Groups | None,
    how: measures.Permutation,
    intervals: bool,
) -> _Evidence:
    """Find out over which clusters and by which test two sides are compared; refuse a test that they do not bear."""
    require_choice("test", test, _TESTS)
    if correction is not None:
        require_choice("correction", correction, measures.ADJUSTMENTS)
    other = pair.reference.tally
    texts = (len(pair.target.sizes), len(other.sizes) if other else 0)
    sides = clustered([pair.target, *([other] if other else [])], cluster, tokens)
    found = _Evidence("none", sides[0], sides[1] if other else None, texts, correction, how, intervals)
    if test == "auto":
        chosen: Literal["texts", "quasi", "g2", "none"] = "texts" if found.over_texts else "none"
    else:
        _require(found, test)
        chosen = test
    if chosen == "texts" and correction is not None:
        msg = message(
            "correction={correction!r} is for the p of test='quasi' and 'g2'; max-T, the test over texts, "
            "corrects for the number of terms by itself, so leave correction out",
            correction=correction,
        )
        raise OptionError(msg)
    return replace(found, test=chosen)


def _require(found: _Evidence, test: str) -> None:
    """Refuse a test for which there are too few texts, or sides too uneven."""
    n1, n2 = found.sizes
    if found.reference is None:
        msg = message(
            "test={test!r} needs texts on both sides, and a frequency list has none; leave test out and "
            "describe the size of the differences",
            test=test,
        )
        raise RefusalError(msg)
    if test == "g2":
        return
    if not found.over_texts:
        msg = message(
            "a test over texts needs {least} or more on each side; the target has {n1} and the reference "
            "{n2}; leave test out and call the result descriptive",
            least=_LEAST,
            n1=n1,
            n2=n2,
        )
        raise RefusalError(msg)
    if test == "quasi" and max(n1, n2) >= _UNEVEN * min(n1, n2):
        msg = message(
            "test='quasi' finds differences that are not there when one side has twice as many texts or "
            "more ({n1} and {n2}); use test='texts'",
            n1=n1,
            n2=n2,
        )
        raise RefusalError(msg)


def listed(found: _Evidence, table: pd.DataFrame, minimum: int) -> npt.NDArray[np.bool_]:
    """Mark the terms that are frequent enough to be listed and tested."""
    if not found.over_texts or found.reference is None:
        return _n_where_typical(table) >= minimum
    # Neither asks which side a text is on, so that dividing the texts anew tests the same terms
    total = table["n"].to_numpy() + table["n_reference"].to_numpy()
    holding = sum(
        np.append(side.with_term, 0)[table[row].to_numpy()]
        for side, row in ((found.target, "row"), (found.reference, "row_reference"))
    )
    return np.asarray((total >= 2 * minimum) & (holding >= _LEAST_WITH))


def _n_where_typical(table: pd.DataFrame) -> npt.NDArray[np.int64]:
    """Count on the side where the term is relatively more frequent; the greater one where both are level."""
    # Example: 6 of 100 against 9 of 900 is typical of the target, and 6 is held against `minimum`; 2 of 100 against 90
    # of 900 is typical of the reference, and 90 is.
    gap = table["per_10k"] - table["per_10k_reference"]
    greater = table[["n", "n_reference"]].max(axis=1)
    return np.select([gap > 0, gap < 0], [table["n"], table["n_reference"]], greater)


def with_tests(found: _Evidence, rows: pd.DataFrame, pair: Pair) -> pd.DataFrame:
    """Add intervals and p of the listed terms, and why one is missing."""
    nothing = np.full(len(rows), np.nan)
    made: dict[str, Any] = dict.fromkeys(
        ("log_ratio_low", "log_ratio_high", "lrc", "count_low", "count_high", "p", "p_adjusted"), nothing
    )
    n1, n2 = found.sizes
    made |= {"clusters": n1, "clusters_reference": float(n2) if found.reference else np.nan}
    reasons = [(rows["log_ratio"].isna().to_numpy(), _TURNED)]
    if found.reference is None or not found.over_texts:
        made["bic"] = nothing
        every = np.ones(len(rows), dtype=bool)
        reasons.append((every, _no_interval(found) if found.test == "g2" else _untested(found)))
        if found.reference is not None:
            bases = {"n1": pair.target.total, "n2": pair.reference.total}
            low, high = measures.log_ratio_interval(rows["n"], f2=rows["n_reference"], **bases, alpha=_LEVEL)
            made |= {"count_low": low, "count_high": high}
    else:
        low, high = _intervals(found, found.reference, rows) if found.intervals else (nothing, nothing)
        # Example: 1.9 to 5.3 gives 1.9, -5.3 to -1.9 gives -1.9, and -0.9 to 3.2 gives 0
        made |= {"log_ratio_low": low, "log_ratio_high": high, "lrc": np.maximum(low, 0.0) + np.minimum(high, 0.0)}
        reasons.append((np.isnan(low) & found.intervals, _CONSTANT))
        if found.test == "texts":
            tested = measures.max_t_over_texts(**_means(found, found.reference, rows), how=found.how)
            made |= {"p": tested.p, "p_adjusted": tested.p_adjusted}
        elif found.test == "quasi":
            made["p"] = measures.quasi_poisson(**_means(found, found.reference, rows), least=1.0).p
            reasons.append((np.isnan(made["p"]), _NO_MODEL))
    if found.test == "g2":
        made["p"] = measures.p_value(rows["g2"].to_numpy())
    if found.test in {"g2", "quasi"}:
        made["p_adjusted"] = measures.adjust(made["p"], method=found.correction or "holm")
    return rows.assign(**made, reason=_joined(reasons, len(rows)))


def _joined(reasons: list[tuple[npt.NDArray[np.bool_], str]], size: int) -> Any:
    """Join the reasons of every row; each combination is written once."""
    # the first holds in rows yes yes no, the second in no yes no: codes 1 3 0 of "", "a", "b", "a; b"
    code = sum((holds.astype(np.int64) << k for k, (holds, _) in enumerate(reasons)), np.zeros(size, np.int64))
    said = [
        "; ".join(dict.fromkeys(why for k, (_, why) in enumerate(reasons) if c >> k & 1))
        for c in range(1 << len(reasons))
    ]
    return pd.Series(np.array(said, dtype=object)[code], dtype="str").array


def _picked(side: Clustered, rows: pd.Series[int]) -> Any:
    """Count the listed terms in every cluster; a term that a side lacks is a row of zeros."""
    # rows [2, -1] of a tally of 3 terms give the matrix [[0, 0, 1], [0, 0, 0]], which picks the third and none
    counts, n = side.cells, side.cells.shape[0]
    with_none = sparse.csr_array(
        (counts.data, counts.indices, np.append(counts.indptr, counts.indptr[-1])), (n + 1, counts.shape[1])
    )
    return with_none[np.where(rows.to_numpy() < 0, n, rows.to_numpy())].astype(np.float64, copy=False)


def _intervals(found: _Evidence, reference: Clustered, rows: pd.DataFrame) -> tuple[npt.NDArray[np.float64], ...]:
    """Intervals of log2 ratios over clusters, some terms at once."""
    held = np.append(found.target.with_term, 0)[rows["row"]] + np.append(reference.with_term, 0)[rows["row_reference"]]
    sizes: dict[str, Any] = {"sizes_a": found.target.sizes, "sizes_b": reference.sizes, "level": 1 - _LEVEL}
    low, high = [], []
    for run in runs(held):
        ours, theirs = _picked(found.target, rows["row"].iloc[run]), _picked(reference, rows["row_reference"].iloc[run])
        over = measures.log_ratio_over_texts(ours, b=theirs, **sizes)
        low.append(over.low / np.log(2))
        high.append(over.high / np.log(2))
    return (np.concatenate(low), np.concatenate(high)) if low else (np.zeros(0), np.zeros(0))


def _means(found: _Evidence, reference: Clustered, rows: pd.DataFrame) -> Any:
    """Give the test the mean text of every cluster, so that a story weighs the same however often it was copied."""
    made: dict[str, Any] = {}
    for name, side, row in (("a", found.target, "row"), ("b", reference, "row_reference")):
        made[name] = _picked(side, rows[row]) @ sparse.diags_array(1 / side.docs)
        made[f"sizes_{name}"] = side.sizes / side.docs
    return made


def ordered(table: pd.DataFrame) -> pd.DataFrame:
    """Put what is surely different first, then what differs most, then what is frequent."""
    # without texts there is no `lrc`, and what differs most stands first; rows come by term and tag, and ties stay so
    keys = (-table["lrc"].abs().fillna(0.0), -table["log_ratio"].abs(), -(table["n"] + table["n_reference"]))
    return table.iloc[np.lexsort(keys[::-1])]


def about(found: _Evidence, base: schema.About, table: pd.DataFrame, minimum: int) -> schema.About:
    """State what was tested and how, and the sentence that may be written of it."""
    n1, n2 = found.sizes
    family = int(table["p"].notna().sum())
    known = found.reference is not None
    interval = None
    if known and found.intervals:
        interval = "95%, 단어마다(단어의 수에 맞추어 넓히지 않음), "
        interval += "글을 단위로" if found.over_texts else "빈도의 오차만"
    texts = f"묶음 {_LEAST_WITH}개" if found.clustered else f"글 {_LEAST_WITH}건"
    whole = f"두 쪽을 합쳐 {2 * minimum:,}회, {texts} 이상인 단어"
    shuffled = _divisions(found) if found.test == "texts" else None
    return replace(
        base,
        test=found.test,
        method=_method(found),
        family=family,
        texts=found.texts[0],
        texts_reference=found.texts[1] if known else "none",
        clusters=n1,
        clusters_reference=n2 if known else "none",
        listing=whole if found.over_texts else f"{minimum:,}회 이상인 단어",
        shuffles=shuffled[0] if shuffled else None,
        seed=found.how.seed if shuffled and not shuffled[1] else None,
        correction={"texts": "max-T", "none": None}.get(found.test, found.correction or "holm"),
        interval=interval,
        conclusion=_conclusion(found, family, int((table["p_adjusted"] < _LEVEL).sum())),
    )


def _divisions(found: _Evidence) -> tuple[int, bool]:
    """How many ways to divide the texts `max_t` looks at, and whether these are all."""
    ways = math.comb(sum(found.sizes), found.sizes[0])
    return (ways, True) if ways <= max(EXACT, found.how.repeats) else (found.how.repeats, False)


def _method(found: _Evidence) -> str | None:
    """Name the test in Korean."""
    return {
        "texts": "글을 다시 나누는 순열 검정의 max-T(Westfall & Young 1993)",
        "quasi": "준푸아송 회귀",
        "g2": "네 칸의 로그우도비 G²(Dunning 1993)",
    }.get(found.test)


def cautions(found: _Evidence) -> list[str]:
    """Say in Korean what to mind of the test."""
    said = []
    if found.test == "none":
        said.append(_DESCRIBED)
    if found.reference is not None and not found.over_texts:
        said.append(_COUNTING)
    if found.over_texts and min(found.sizes) < _ROUGH and found.test != "g2":
        said.append(_FEW if not found.clustered else _FEW.replace("글이 10건", "묶음이 10개"))
    if found.clustered:
        said.append(f"글 {sum(found.texts):,}건은 {sum(found.sizes):,}개 묶음이다. 묶음을 단위로 비교했다")
    return said + [_G2] * (found.test == "g2") + [_QUASI] * (found.test == "quasi")


def _compared(found: _Evidence) -> str:
    """Name both sides with their numbers."""
    (n1, n2), (t1, t2) = found.sizes, found.texts
    if found.clustered:
        return f"묶음 {n1:,}개와 {n2:,}개(글 {t1:,}건과 {t2:,}건)를 비교했다"
    return f"글 {n1:,}건과 {n2:,}건을 비교했다"


def _conclusion(found: _Evidence, family: int, sure: int) -> str:
    """Write the sentence that may be said of the whole table."""
    if found.test == "none":
        return f"{_untested(found)}."
    many = f"{sure:,}개이다" if sure else "없다"
    if not family:
        return f"{_compared(found)}. 검정할 만큼 나온 단어가 없다."
    if found.test != "texts":
        how = "토큰을 서로 독립으로 보면" if found.test == "g2" else "준푸아송 회귀로 보면"
        corrected = f"보정한 p({found.correction or 'holm'})가" if found.correction != "none" else "보정하지 않은 p가"
        return f"{_compared(found)}. {how} {family:,}개 단어 가운데 {corrected} .05 아래인 단어는 {many}."
    what = "묶음" if found.clustered else "글"
    ways, exact = _divisions(found)
    shuffled = f"{what}을 나누는 {ways:,}가지를 모두 보아도" if exact else f"{what}을 {ways:,}번 뒤섞어도"
    return (
        f"{_compared(found)}. {shuffled} {family:,}개 단어 가운데 가장 큰 차이가 이만한 적이 5%보다 드문 단어는 {many}."
    )


def cautions_by_group(said: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Put the cautions of all groups together; what is not said of every group names its own."""
    # Example: 가 says "x", 나 and 다 say "x" and "y": "x", and "나, 다: y"
    groups: dict[str, list[str]] = {}
    for name, cautions_of in said.items():
        for caution in cautions_of:
            groups.setdefault(caution, []).append(name)
    return tuple(
        caution if len(names) == len(said) else f"{', '.join(names)}: {caution}" for caution, names in groups.items()
    )


def conclusion_by_group(rows: pd.DataFrame, groups: list[str], tested: list[str], *, texts: int) -> str:
    """Write the sentence that may be said of a table in which each group stands against the others."""
    compared = f"글 {texts:,}건을 {len(groups):,}개 집단으로 나누어 저마다 나머지와 비교했다"
    if not tested:
        return f"{compared}. 글이 적어 검정하지 않았다(한쪽에 {_LEAST}건부터 검정한다)."
    family, sure = int(rows["p"].notna().sum()), int((rows["p_adjusted"] < _LEVEL).sum())
    many = f"{sure:,}개이다" if sure else "없다"
    left = [name for name in groups if name not in tested]
    untested = f" {', '.join(left)}: 글이 적어 검정하지 않았다." if left else ""
    return f"{compared}. 단어와 집단의 쌍 {family:,}개 가운데 보정한 p가 .05 아래인 것은 {many}.{untested}"


def _no_interval(found: _Evidence) -> str:
    """Say why there is no interval over texts, where something was tested all the same."""
    n1, n2 = found.sizes
    return f"글이 {n1:,}건과 {n2:,}건이라 글을 단위로 한 구간을 내지 않았다"


def _untested(found: _Evidence) -> str:
    """Say why nothing was tested."""
    n1, n2 = found.sizes
    if found.reference is None:
        return "비교 자료에 글이 없고 빈도만 있어 검정하지 않았다"
    if found.clustered:
        return f"묶음이 {n1:,}개와 {n2:,}개라 검정하지 않았다(한쪽에 {_LEAST}개부터 검정한다)"
    if n1 == 1 or n2 == 1:
        return f"{'글이' if n1 == 1 else '비교 글이'} 한 편이라 검정하지 않았다"
    return f"글이 {n1:,}건과 {n2:,}건이라 검정하지 않았다(한쪽에 {_LEAST}건부터 검정한다)"
