"""Cross tables: what was coded by a variable of the documents, with the test that the expected counts allow."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special

from analysis import grouping, measures, schema
from analysis.codebook.evidence_file import require_checked
from analysis.errors import OptionError, RefusalError, SchemaError
from analysis.messages import message
from analysis.options import require_choice

Unit = Literal["doc", "row"]
Test = Literal["auto", "chi2", "exact", "yates"]

_FEWEST = 20
_SMALL, _LEAST = 0.2, 1.0  # Cochran's rule
_WHAT = "stats.crosstab"
_NAMED = 5  # values named in a sentence
_COPIES = ("near_duplicate_of", "copy_of")  # columns that tell of copies
_METHODS = {
    "chi2": "카이제곱 검정",
    "yates": "예이츠의 연속성 수정을 한 카이제곱 검정",
    "fisher": "피셔의 정확 검정",
    "freeman-halton": "프리먼-홀턴의 정확 검정",
    "freeman-halton-random": "프리먼-홀턴 검정(무작위 표 {tables:,}개)",
}
_MULTIPLE = "한 글에 여러 범주를 코딩했으므로 표 전체를 검정하지 않고 범주마다 있음과 없음으로 검정했다(보정은 홀름)"
_Counts = npt.NDArray[np.int64]


@dataclass(frozen=True)
class _Coded:
    """Units with their values: a row each, or for several categories a unit a row a pair."""

    pairs: pd.DataFrame  # unit, row, column; column missing for a unit without a category
    rows: list[str]
    columns: list[str]
    multiple: bool
    missing: int
    lines: int  # rows of the codings


@dataclass(frozen=True)
class _Tested:
    """The test of one table."""

    test: str
    chi2: float
    df: float
    p: float
    g2: float
    v: float
    v_low: float
    v_high: float
    v_corrected: float
    small: float
    least: float
    p_low: float
    p_high: float
    tables: int
    reason: str = ""

    @property
    def method(self) -> str:
        """Name the test in Korean."""
        return _METHODS[self.test].format(tables=self.tables) if self.test else "검정하지 않음"


_NO_TEST = _Tested(
    test="", chi2=math.nan, df=math.nan, p=math.nan, g2=math.nan, v=math.nan, v_low=math.nan, v_high=math.nan,
    v_corrected=math.nan, small=math.nan, least=math.nan, p_low=math.nan, p_high=math.nan, tables=0,
)  # fmt: skip


def crosstab(
    codings: pd.DataFrame,
    *,
    row: str,
    column: str,
    unit: Unit = "doc",
    test: Test = "auto",
    cluster: pd.DataFrame | Mapping[str, Any] | pd.Series | None = None,
    seed: int = 1,
) -> pd.DataFrame:
    """Cross what was coded with a variable of the documents, to see whether outlets differ in it, and in which cell.

    A test needs units that are independent, and the sentences of a document are not: documents are counted. Where a
    document stands in several categories of the column, the table as a whole has no test; each category has one, of the
    documents with it against those without, and Holm's correction over the categories.

    Parameters
    ----------
    codings : DataFrame
        One row a coding, with the two variables as columns, and doc. A value that is missing or empty leaves the unit
        out, with its number in `caution`; with several categories a document without any counts among those without. A
        pandas Categorical gives the order, other values are sorted.
    row, column : str
        The variables: the document's, and what was coded.
    unit : {"doc", "row"}
        What is counted: documents, each once in a cell, or the rows of the codings, of which every document has one.
    test : {"auto", "chi2", "exact", "yates"}
        "auto": chi-squared where at most 20 percent of the expected counts are below 5 and none is below 1 (Cochran
        1954), else the exact test: Fisher's of two by two cells, Freeman and Halton's of more, by random tables where
        more than a million have these margins. Yates' correction is never made unasked; SPSS prints it too, R and KH
        Coder make it in two by two cells.
    cluster : DataFrame, Series or mapping, optional
        What is one observation: a table of `stats.stories`, `Corpus.copies()`, or document id to story. Of the
        documents of one the first in the codings counts, with `caution` saying how many were left out. Without it every
        document counts, and `caution` says so where a column near_duplicate_of or copy_of shows that some are copies.
    seed : int
        Of the random tables.

    Returns
    -------
    DataFrame
        Columns schema.CROSSTAB, one row a cell; margins are rows with "합계" in place of a value. `p` of a cell is that
        of its adjusted residual, by Fisher's test where the whole is exact, and `p_adjusted` Holm's over the cells; in
        two rows or columns a cell and its mirror image are one test. The margin that sums a tested table has that
        test: the last row, or with several categories each one's. `attrs`: chi2, df, p, p_low and p_high (of random
        tables), g2, v with v_low and v_high, v_corrected (Bergsma), test, method (Korean), small (share of the cells
        that expect fewer than 5), least (smallest expected count), n, tests (cells, over which Holm corrects), missing,
        dropped (values without a unit), base, caution.

    Raises
    ------
    OptionError
        If an option is unknown, both variables are one, or a document has two values of `row`.
    SchemaError
        If a column is missing, or a row has no document.
    RefusalError
        If there are fewer than 20 units, fewer than two rows or columns hold any, with unit="row" a document has
        several rows, or the codings are hits, scores or values of a list of polarity that nobody has checked.

    References
    ----------
    Agresti, A. (2013). Categorical data analysis, 3rd ed.; Cochran, W. G. (1954), Biometrics 10; Fisher, R. A. (1935),
    The design of experiments; Freeman, G. H. & Halton, J. H. (1951), Biometrika 38; Haberman, S. J. (1973), Biometrics
    29, adjusted residuals; Holm, S. (1979), Scandinavian Journal of Statistics 6; Cramér, H. (1946), V, with Smithson's
    (2003) interval; Bergsma, W. (2013), Journal of the Korean Statistical Society 42, V without its bias.

    Examples
    --------
    >>> codings = pd.DataFrame({"doc": range(100), "outlet": ["가"] * 30 + ["나"] * 70, "frame": ["갈등"] * 10 +
    ...                         ["협력"] * 20 + ["갈등"] * 30 + ["협력"] * 40})
    >>> table = crosstab(codings, row="outlet", column="frame")
    >>> table[["row", "column", "n", "row_share"]].head(2).round(3).values.tolist()
    [['가', '갈등', 10, 0.333], ['가', '협력', 20, 0.667]]
    >>> round(table.attrs["chi2"], 3), table.attrs["df"], round(table.attrs["p"], 3), table.attrs["test"]
    (0.794, 1, 0.373, 'chi2')
    """
    require_choice(f"{_WHAT}: unit", unit, get_args(Unit))
    require_choice(f"{_WHAT}: test", test, get_args(Test))
    require_checked(schema.about(codings), codings["doc"].astype(str) if "doc" in codings.columns else ())
    _require_docs(codings)
    source, once = _once(codings, cluster)
    coded = _read(source, row, column, unit)
    kept = coded.pairs["unit"].nunique()
    counts, base = _counted(coded)
    rows, columns = base > 0, counts.sum(axis=0) > 0
    _require_floors(kept, int(rows.sum()), int(columns.sum()), row, column)
    dropped = tuple(
        [name for name, some in zip(coded.rows, rows, strict=True) if not some]
        + [name for name, some in zip(coded.columns, columns, strict=True) if not some]
    )
    counts, base = counts[rows][:, columns], base[rows]
    names = (
        [name for name, some in zip(coded.rows, rows, strict=True) if some],
        [name for name, some in zip(coded.columns, columns, strict=True) if some],
    )
    tested = _several(counts, base, test, seed) if coded.multiple else [_tested(counts, test, seed)]
    table = _frame(names, counts, base, tested, multiple=coded.multiple)
    about = _about(
        coded, tested, table, unit=unit, by=row, across=column, dropped=dropped, seed=seed, n=int(base.sum())
    )
    about = replace(about, caution=(*(about.caution or ()), *once) or None)
    schema.describe(table, about, source=codings)
    return schema.check(table, schema.CROSSTAB, what=_WHAT)


def _require_docs(codings: pd.DataFrame) -> None:
    """Refuse rows without a document: all of them would count as one."""
    if "doc" not in codings.columns:
        return
    gone = (codings["doc"].isna() | (codings["doc"].astype(str).str.strip() == "")).to_numpy()
    if gone.any():
        msg = message(
            "stats.crosstab: {n} row(s) have no document in the column doc, the first is row {row}; fill it in, or "
            "take the column out and count with unit='row'",
            n=int(gone.sum()),
            row=int(gone.argmax()) + 1,
        )
        raise SchemaError(msg)


def _once(
    codings: pd.DataFrame, cluster: pd.DataFrame | Mapping[str, Any] | pd.Series | None
) -> tuple[pd.DataFrame, list[str]]:
    """Keep the first document of every cluster; say what was left out, or that copies were counted."""
    if "doc" not in codings.columns:
        return codings, []
    docs = codings["doc"].astype(str)
    if cluster is not None:
        story, _ = grouping.stories(list(dict.fromkeys(docs)), given=cluster, what="stats.crosstab: cluster")
        first: dict[str, str] = {}
        for doc in dict.fromkeys(docs):
            first.setdefault(story.get(doc, f"\x1f{doc}"), doc)
        kept = docs.isin(set(first.values()))
        lost = docs[~kept].nunique()
        said = f"같은 사안의 글은 먼저 나온 한 편만 셌다. 글 {lost:,}편을 뺐다"
        return codings[kept.to_numpy()], [said] * bool(lost)
    marks = [codings[name].astype("object").fillna("").astype(str) != "" for name in _COPIES if name in codings.columns]
    copies = len(set(docs[np.logical_or.reduce(marks)])) if marks else 0
    said = f"다른 글을 옮긴 글 {copies:,}편을 서로 독립인 글로 셌다. cluster=로 사안을 주면 한 편으로 센다"
    return codings, [said] * bool(copies)


def _read(codings: pd.DataFrame, row: str, column: str, unit: Unit) -> _Coded:
    """Read the two variables of every unit."""
    wanted = [row, column, *(["doc"] if unit == "doc" else [])]
    lacking = [name for name in wanted if name not in codings.columns]
    if lacking:
        raise SchemaError(
            message(
                "stats.crosstab: the codings have no column {name!r}; they have {known}. Join the variables of the "
                "documents first: codings.merge(corpus.documents, on='doc')",
                name=lacking[0],
                known=", ".join(map(str, codings.columns)),
            )
        )
    if row == column:
        raise OptionError(message("stats.crosstab: row and column are both {name!r}; name two variables", name=row))
    values = {"row": _values(codings[row]), "column": _values(codings[column])}
    orders = {name: _order(codings[given], values[name]) for name, given in (("row", row), ("column", column))}
    if schema.TOTAL in (*orders["row"], *orders["column"]):
        raise OptionError(
            message(
                "stats.crosstab: a value is called {name!r}, as the margins are; call it otherwise", name=schema.TOTAL
            )
        )
    has_doc = "doc" in codings.columns
    doc = codings["doc"].astype(str).to_numpy() if has_doc else np.arange(len(codings)).astype(str)
    pairs = pd.DataFrame({"unit": doc, **values})
    if unit == "row" and has_doc and pairs["unit"].duplicated().any():
        twice = int(pairs["unit"].value_counts().iloc[0])
        raise RefusalError.alone(
            message(
                "stats.crosstab: a document has {n} rows, and rows of one document are not independent; count with "
                "unit='doc', or use framing.compare",
                n=twice,
            )
        )
    everyone = pairs["unit"].nunique()
    pairs = pairs[pairs["row"].notna()].drop_duplicates()
    outlets = pairs.drop_duplicates(["unit", "row"])["unit"]
    if outlets.duplicated().any():
        raise OptionError(
            message(
                "stats.crosstab: document {doc!r} has two values of {row!r}, which the variable of rows may not have; "
                "exchange row and column if that is what was coded several times",
                doc=outlets[outlets.duplicated()].iloc[0],
                row=row,
            )
        )
    named = pairs[pairs["column"].notna()]
    multiple = bool(named["unit"].duplicated().any())
    if multiple:
        alone = pairs[~pairs["unit"].isin(set(named["unit"]))]
        pairs = pd.concat([named, alone], ignore_index=True)
    else:
        pairs = named
    missing = everyone - pairs["unit"].nunique()
    return _Coded(pairs, orders["row"], orders["column"], multiple, missing, len(codings))


def _values(column: pd.Series[Any]) -> pd.Series[Any]:
    """Write values as text, missing for what is empty; whole numbers without a point."""

    # Example: 1.0, NaN, " 가 " and "" become "1", missing, "가" and missing
    def text(value: object) -> object:
        if pd.isna(value):  # type: ignore[call-overload]
            return None
        if isinstance(value, float) and value.is_integer():
            return str(int(value))
        return str(value).strip() or None

    return column.astype(object).map(text).astype(object)


def _order(column: pd.Series[Any], values: pd.Series[Any]) -> list[str]:
    """List the values: as a Categorical has them, numbers by size, others sorted."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        named = _values(pd.Series(column.dtype.categories, dtype=object))
        return [str(name) for name in named if name is not None]
    if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        return [str(name) for name in _values(pd.Series(sorted(column.dropna().unique()), dtype=object))]
    return sorted(str(name) for name in values.dropna().unique())


def _counted(coded: _Coded) -> tuple[_Counts, _Counts]:
    """Count units by cell, and by row: what a row's shares are of."""
    named = coded.pairs[coded.pairs["column"].notna()]
    r, c = (
        pd.Index(names).get_indexer(pd.Index(named[of]))
        for of, names in (("row", coded.rows), ("column", coded.columns))
    )
    counts = np.zeros((len(coded.rows), len(coded.columns)), dtype=np.int64)
    np.add.at(counts, (r, c), 1)
    once = coded.pairs.drop_duplicates("unit")["row"].value_counts()
    return counts, np.asarray(once.reindex(coded.rows).fillna(0), dtype=np.int64)


def _require_floors(n: int, rows: int, columns: int, row: str, column: str) -> None:
    """Refuse a table that is too small to say anything."""
    if n < _FEWEST:
        raise RefusalError.alone(
            message(
                "stats.crosstab: {n} units have both variables, and a cross table needs {least}; code more",
                n=n,
                least=_FEWEST,
            )
        )
    for name, number in ((row, rows), (column, columns)):
        if number < 2:
            raise RefusalError.alone(
                message(
                    "stats.crosstab: {name!r} has {n} value(s) with a unit, and a cross table needs 2; choose another "
                    "variable",
                    name=name,
                    n=number,
                )
            )


def _tested(counts: _Counts, test: Test, seed: int) -> _Tested:
    """Test one table by the rule, or as asked."""
    small, least = measures.expected_small(counts)
    made = measures.cross_test(counts)
    low, high = measures.cramers_v_interval(counts)
    exact = test == "exact" or (test == "auto" and (small > _SMALL or least < _LEAST))
    name, p, p_low, p_high, tables = "chi2", made.p, math.nan, math.nan, 0
    chi2 = made.chi2
    if test == "yates":
        corrected = measures.cross_test(counts, correction="yates")
        name, chi2, p = "yates", corrected.chi2, corrected.p
    elif exact:
        found = measures.freeman_halton(counts, seed=seed)
        name = "fisher" if counts.shape == (2, 2) else "freeman-halton" if found.exact else "freeman-halton-random"
        p, tables = found.p, found.tables
        p_low, p_high = (math.nan, math.nan) if found.exact else (found.low, found.high)
    v, corrected_v = measures.cramers_v(counts), measures.cramers_v(counts, correction="bergsma")
    return _Tested(
        name, chi2, made.df, p, made.g2, v, low, high, corrected_v, small, least, p_low, p_high, tables
    )  # fmt: skip


def _several(counts: _Counts, base: _Counts, test: Test, seed: int) -> list[_Tested]:
    """Test every category by itself: the units with it against those without."""
    made = []
    for column in counts.T:
        two = np.column_stack([column, base - column])
        if two.sum(axis=0).all():
            made.append(_tested(two, test, seed))
        else:
            made.append(replace(_NO_TEST, reason="모든 글에 있는 범주여서 비교할 것이 없다"))
    return made


def _frame(
    names: tuple[list[str], list[str]], counts: _Counts, base: _Counts, tested: Sequence[_Tested], *, multiple: bool
) -> pd.DataFrame:
    """Lay out cells and margins, a row each."""
    rows, columns = names
    n, totals = int(base.sum()), counts.sum(axis=0)
    expected = np.outer(base, totals) / n
    residual, p, adjusted = _cells(counts, base, tested, multiple=multiple)
    whole = np.full(len(rows), np.nan), np.full(len(columns) + 1, np.nan)

    def framed(inner: npt.NDArray[Any], right: npt.NDArray[Any], below: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Put the margins at the right of the cells and below them."""
        return np.vstack([np.column_stack([inner, right]), below]).ravel()

    summed = measures.adjust([one.p for one in tested]) if multiple else np.array([])
    below_p = np.r_[[one.p for one in tested], np.nan] if multiple else np.r_[whole[1][:-1], tested[0].p]
    below_adjusted = np.r_[summed, np.nan] if multiple else whole[1]
    table = pd.DataFrame(
        {
            "row": np.repeat([*rows, schema.TOTAL], len(columns) + 1),
            "column": np.tile([*columns, schema.TOTAL], len(rows) + 1),
            "n": framed(counts, base, np.r_[totals, n]).astype(np.int64),
            "row_share": framed(counts / base[:, None], np.ones(len(rows)), np.r_[totals / n, 1.0]),
            "column_share": framed(counts / totals, base / n, np.ones(len(columns) + 1)),
            "expected": framed(expected, *whole),
            "residual": framed(residual, *whole),
            "p": framed(p, whole[0], below_p),
            "p_adjusted": framed(adjusted, whole[0], below_adjusted),
        }
    )
    table = table.assign(docs=table["n"], **_margins(len(rows), len(columns), tested, multiple=multiple))
    return table.astype(dict.fromkeys(("row", "column", "test", "reason"), "str"))


def _margins(rows: int, columns: int, tested: Sequence[_Tested], *, multiple: bool) -> dict[str, list[Any]]:
    """Put each test on the margin that sums what was tested."""
    cells: list[_Tested | None] = [None] * (rows * (columns + 1))
    cells += [*tested, None] if multiple else [None] * columns + list(tested)
    numbers = ("chi2", "df", "v", "v_low", "v_high")
    found: dict[str, list[Any]] = {
        name: [math.nan if one is None else float(getattr(one, name)) for one in cells] for name in numbers
    }
    return found | {name: ["" if one is None else getattr(one, name) for one in cells] for name in ("test", "reason")}


def _cells(
    counts: _Counts, base: _Counts, tested: Sequence[_Tested], *, multiple: bool
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Compute residuals of the cells, p of each against the rest, and Holm's correction of it."""
    n, totals = int(base.sum()), counts.sum(axis=0)
    residual, p = np.full(counts.shape, np.nan), np.full(counts.shape, np.nan)
    for k in range(counts.shape[1]):
        one = tested[k] if multiple else tested[0]
        if one.reason:
            continue
        for i in range(counts.shape[0]):
            a, r, c = int(counts[i, k]), int(base[i]), int(totals[k])
            two = np.array([[a, r - a], [c - a, n - r - c + a]])
            residual[i, k] = measures.adjusted_residuals(two)[0, 0]
            exact = one.test.startswith(("fisher", "freeman"))
            p[i, k] = measures.fisher(two) if exact else 2 * special.ndtr(-abs(residual[i, k]))
    # In two rows the second is the first with the other sign: p of 3 columns are 3 tests, not 6
    single = p[:1] if counts.shape[0] == 2 else p[:, :1] if counts.shape[1] == 2 and not multiple else p
    adjusted = measures.adjust(single.ravel()).reshape(single.shape)
    return residual, p, np.broadcast_to(adjusted, p.shape)


def _about(
    coded: _Coded,
    tested: Sequence[_Tested],
    table: pd.DataFrame,
    *,
    n: int,
    seed: int,
    unit: Unit,
    by: str,
    across: str,
    dropped: tuple[str, ...],
) -> schema.About:
    """Say of the table what its test was, and what was left out."""
    cells = table[(table["row"] != schema.TOTAL) & (table["column"] != schema.TOTAL)]
    mirrored = cells["row"].nunique() == 2 or (cells["column"].nunique() == 2 and not coded.multiple)
    tests = int(cells["p"].notna().sum()) // (2 if mirrored else 1)
    caution = [_MULTIPLE] * coded.multiple
    if coded.missing:
        caution.append(f"두 변수 가운데 하나가 비어 있는 단위 {coded.missing:,}개는 뺐다")
    if dropped:
        more = f" 등 {len(dropped)}개" if len(dropped) > _NAMED else ""
        caution.append(f"코딩한 것이 없는 값({', '.join(dropped[:_NAMED])}{more})은 뺐다")
    noun = "글 {n:,}편" if unit == "doc" else "코딩 {n:,}개"
    one = tested[0]
    whole: dict[str, Any] = {} if coded.multiple else {
        "chi2": one.chi2, "df": int(one.df), "p": one.p, "g2": one.g2, "v": one.v, "v_low": one.v_low,
        "v_high": one.v_high, "v_corrected": one.v_corrected, "small": one.small, "least": one.least, "test": one.test,
        "method": one.method,
    }  # fmt: skip
    if one.tables and one.test == "freeman-halton-random" and not coded.multiple:
        whole |= {"p_low": one.p_low, "p_high": one.p_high, "tables": one.tables}
    return schema.About(
        chart="crosstab", base=noun.format(n=n), by=by, across=across, unit=unit, n=n, tests=tests, seed=seed,
        missing=coded.missing, dropped=dropped, adjustment="holm", caution=tuple(caution) or None, **whole,
    )  # fmt: skip
