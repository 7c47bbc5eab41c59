"""The share of a frame on what is known of the documents: outlet, time, topic, length, and how two of them interact."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import pandas as pd

from analysis import grouping, measures, schema
from analysis.codebook.evidence_file import require_checked
from analysis.codebook.models import POLES
from analysis.errors import OptionError, RefusalError, SchemaError
from analysis.framing._clustering import clusters_of, require_every_frame
from analysis.framing.corrected import Record
from analysis.measures import Coefficients, Moments
from analysis.messages import message
from analysis.options import require_choice

Link = Literal["identity", "logit"]

_INTERCEPT = "intercept"
_MONTH = 365.25 / 12  # days
_FEWEST_CLUSTERS = 20
_FEWEST_LEVEL = 5  # documents of a class
_FEWEST_HELD = 10  # documents with the frame, and without it
_UNITS = {"sentence": "문장", "paragraph": "문단", "doc": "글"}
_NOT_TOGETHER = "같은 변수의 다른 범주가 프레임을 모두 담거나 모두 담지 않아 변수 전체의 검정은 하지 않았다"
_NOT_CORRECTED = (
    "코드북이 찾은 것을 그대로 설명한 회귀다. 사람이 읽은 라벨이 있으면 framing.corrected_regression으로 바로잡는다"
)
_SEPARATED = "프레임이 {n}편에만 있어 계수를 구하지 않았다({least}편부터 구한다)"
_SAME = "이 값의 글에는 프레임이 전혀 없거나 모든 단위에 있어 구간을 구할 수 없다"
_EVERYWHERE = "프레임이 없는 글이 {n}편뿐이어서 계수를 구하지 않았다({least}편부터 구한다)"


@dataclass(frozen=True)
class _Design:
    """Covariates of every document: numbers, which variable each is of, and the class that the others differ from."""

    numbers: pd.DataFrame  # indexed by document
    variable: list[str]  # of every column
    reference: str  # Korean


def covariates(
    documents: pd.DataFrame, *, on: Sequence[str], interaction: tuple[str, str] | None = None
) -> pd.DataFrame:
    """Write what is known of the documents as the numbers that a regression takes.

    Parameters
    ----------
    documents : DataFrame
        `corpus.documents`, with doc and the variables.
    on : sequence of str
        Columns of `documents`. Numbers stay, less their mean. Of others every class but the most frequent becomes a
        column of 0 and 1, such as outlet=나일보. "date" is months from the mean date, "length" the logarithm to base 2
        of the characters of the text, less its mean: its coefficient is that of a text twice as long.
    interaction : tuple of two str, optional
        Two of `on`, whose products are added.

    Returns
    -------
    DataFrame
        Column doc, and one column of numbers a covariate, as `framing.corrected_regression` takes them. Documents that
        lack a value are left out. `attrs` has reference: the classes that others are compared with.

    Raises
    ------
    OptionError
        If `on` names no column of the documents, one twice, or the interaction is none of two of them.
    RefusalError
        If a variable has one value alone, or fewer than 5 documents in a class.

    Examples
    --------
    >>> documents = pd.DataFrame({"doc": [f"d{k}" for k in range(12)], "outlet": ["가"] * 7 + ["나"] * 5})
    >>> covariates(documents, on=["outlet"])["outlet=나"].sum()
    np.float64(5.0)
    """
    design = _design(documents, on, interaction)
    table = design.numbers.rename_axis("doc").reset_index()
    return schema.describe(table, schema.About(reference=design.reference), source=documents)


def regression(
    scores: pd.DataFrame,
    documents: pd.DataFrame,
    *,
    on: Sequence[str],
    interaction: tuple[str, str] | None = None,
    link: Link = "identity",
    cluster: Mapping[str, str] | pd.Series[Any] | None = None,
) -> pd.DataFrame:
    """Regress the presence of each frame in a unit on outlet, time, topic, length or whatever is known of documents.

    The coefficient of a class is the difference of its share of units with the frame from that of the reference, the
    others held. The errors are clustered by document, since sentences of one document are not independent.

    Parameters
    ----------
    scores : DataFrame
        A result of `framing.score` by sentence, paragraph or document: its rows are the units.
    documents : DataFrame
        `corpus.documents`, with doc and the variables.
    on, interaction : sequence of str, and tuple of two str
        As in `framing.covariates`.
    link : {"identity", "logit"}
        "identity": linear, coefficients are differences in share. "logit": logistic, they are log odds ratios.
    cluster : Series or mapping of str to str, optional
        What counts as one; without it a document, and the copies of a story where the scores tell them.

    Returns
    -------
    DataFrame
        Columns schema.REGRESSION, one row per frame and covariate, the constant (intercept) first. Student's interval
        and p with the effective clusters; `p_adjusted` Holm's over all rows but the constants. `joint_f`, `joint_df`,
        `joint_df_error` and `joint_p` test all coefficients of a variable at once, the same in each of its rows: that
        of outlet:date is the test of the interaction. NaN with a `reason` for a frame in fewer than 10 documents, or
        missing in fewer than 10, and where covariates cannot be told apart. A class whose units all lack the frame, or
        all hold it, has its coefficient alone, without interval and p, and its variable no joint test. `attrs`:
        reference, ungrouped (documents that lack a variable), caution.

    Raises
    ------
    OptionError
        As `framing.covariates`; also for an unknown link.
    SchemaError
        If the scores have no document, `documents` lacks one of them, or the scores of two poles lost their attrs.
    RefusalError
        As `framing.covariates`; also below 20 clusters, with fewer than 5 clusters a coefficient, or if the scores are
        of a list of polarity that nobody has checked on these texts.

    References
    ----------
    Liang, K.-Y. & Zeger, S. L. (1986), Biometrika 73, for the errors; Carter, Schnepel & Steigerwald (2017), Review of
    Economics and Statistics 99, for the effective number of clusters; Holm (1979). `measures.moment_regression`,
    `measures.joint_test`.

    Examples
    --------
    >>> import analysis as da
    >>> codebook = da.codebook.read(da.paths.CODEBOOKS / "alliance-startup.yaml")
    >>> frames = ["한미 동맹은 굳건하다. 벤처는 드물다.", "날이 맑다. 벤처는 드물다."]
    >>> texts = {f"d{k:02d}": frames[k % 4 == 0 or k > 19] for k in range(40)}
    >>> corpus = da.Corpus.from_texts(texts)
    >>> tokens = da.segment(corpus)
    >>> scores = da.framing.score(da.framing.hits(tokens, codebook), tokens, by="sentence")
    >>> documents = corpus.documents.assign(outlet=["가"] * 20 + ["나"] * 20)
    >>> alone = {doc: doc for doc in texts}  # else these copies of two texts would be two stories
    >>> table = regression(scores[scores["frame"] == "alliance"], documents, on=["outlet"], cluster=alone)
    >>> table[["covariate", "coefficient"]].round(3).values.tolist()
    [['intercept', 0.375], ['outlet=나', -0.375]]
    """
    require_choice("link", link, ("identity", "logit"))
    plain, unit = _units(scores)
    design = _design(documents[documents["doc"].astype(str).isin(set(plain["doc"]))], on, interaction)
    lacking = set(plain["doc"]) - set(documents["doc"].astype(str))
    if lacking:
        raise SchemaError(
            message("documents: it has no row for document {doc!r}; pass the corpus of the scores", doc=min(lacking))
        )
    docs = plain["doc"].unique().tolist()
    clusters = clusters_of(plain, docs, cluster)
    plain = plain[plain["doc"].isin(set(design.numbers.index))]
    of = plain["doc"].map(clusters.of)
    _require_clusters(of.nunique(), design.numbers.shape[1] + 1)
    about = schema.about(scores)
    order = [frame for frame in about.frame_ids if frame in set(plain["frame"])] or sorted(plain["frame"].unique())
    rows: list[Record] = []
    for frame in order:
        inside = plain["frame"] == frame
        rows += _rows(frame, plain[inside], of[inside].to_numpy(dtype=object), design, link)
    table = pd.DataFrame(rows)
    adjusted = measures.adjust(table["p"].to_numpy(dtype=np.float64))
    table = table.assign(p_adjusted=adjusted, tests=int(table["p"].notna().sum()))[[c.name for c in schema.REGRESSION]]
    floats = [c.name for c in schema.REGRESSION if c.kind == "float"]
    texts = [c.name for c in schema.REGRESSION if c.kind == "text"]
    table = table.astype(dict.fromkeys(floats, "float64") | dict.fromkeys(texts, "str"))
    told = replace(
        schema.About(frames=about.frames, codebook=about.codebook),
        chart="regression",
        base=f"{_UNITS[unit]} {int(table['units'].max()):,}개, 글 {int(table['documents'].max()):,}편",
        unit=unit,
        reference=design.reference,
        measure=link,
        cluster=clusters.kind,
        ungrouped=len(docs) - plain["doc"].nunique(),
        caution=(*(about.caution or ()), *clusters.caution, _NOT_CORRECTED),
    )
    return schema.check(schema.describe(table, told, source=scores), schema.REGRESSION, what="framing.regression")


def _units(scores: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Read scores with a row a unit and frame; name the unit."""
    schema.check(
        scores, tuple(c for c in schema.SCORES if c.name in {"doc", "frame", "n"}), what=message("scores table")
    )
    require_every_frame(scores, "scores table")
    if set(POLES) & set(scores["frame"].astype(str)):  # without attrs they may be of a list that nobody has checked
        schema.require_about(scores, ("frames",), what=message("scores table"), maker="framing.score")
    require_checked(schema.about(scores), scores["doc"].astype(str))
    keys = [name for name in ("doc", "paragraph", "sentence") if name in scores.columns]
    if scores.duplicated([*keys, "frame"]).any():
        raise SchemaError(
            message("scores table: a unit stands there twice; pass the table as framing.score returned it")
        )
    return scores.astype({"doc": "str", "frame": "str"}), keys[-1]


def _require_clusters(clusters: int, coefficients: int) -> None:
    """Refuse a regression on too few documents."""
    least = max(_FEWEST_CLUSTERS, 5 * coefficients)
    if clusters < least:
        raise RefusalError.alone(
            message(
                "framing.regression: {n} independent documents carry the errors, and {k} coefficients need {least}; "
                "take fewer variables or more texts",
                n=clusters,
                k=coefficients,
                least=least,
            )
        )


def _design(documents: pd.DataFrame, on: Sequence[str], interaction: tuple[str, str] | None) -> _Design:
    """Make the columns of every variable and of the interaction."""
    names = [on] if isinstance(on, str) else list(on)
    known = [str(name) for name in documents.columns if name not in {"doc", "text", "sha256"}]
    for name in names:
        if name not in {*known, "length"} or (name == "length" and not {"length", "text"} & set(documents.columns)):
            raise OptionError(
                message(
                    "on: {name!r} is no document variable; use length or one of {known}",
                    name=name,
                    known=", ".join(known),
                )
            )
    if not names or len(set(names)) < len(names):
        raise OptionError(message("on: name every variable once, one at least, such as ['outlet', 'date']"))
    if interaction is not None and (len(set(interaction)) != 2 or not set(interaction) <= set(names)):
        raise OptionError(message("interaction: name two of on, such as ('outlet', 'date')"))
    by_doc = documents.set_axis(documents["doc"].astype(str))
    if by_doc.index.has_duplicates:
        twice = by_doc.index[by_doc.index.duplicated()][0]
        raise OptionError(message("documents: {doc!r} is there twice; keep one row per document", doc=twice))
    read = {name: _variable(name, by_doc) for name in names}
    there = pd.concat([values.notna() for values in read.values()], axis=1).all(axis=1)
    if not there.any():
        empty = next((name for name, values in read.items() if values.isna().all()), names[-1])
        raise RefusalError.alone(
            message("on: no document has a value of {name!r} beside the others; leave it out", name=empty)
        )
    parts, references = {}, []
    for name, values in read.items():
        parts[name], reference = _columns(name, values[there])
        references += [reference] if reference else []
    if interaction is not None:
        a, b = (parts[name] for name in interaction)
        products = {f"{x} × {y}": a[x] * b[y] for x in a for y in b}
        parts[":".join(interaction)] = pd.DataFrame(products, index=a.index)
    variable = [name for name, part in parts.items() for _ in part]
    return _Design(pd.concat(parts.values(), axis=1), variable, ", ".join(references))


def _variable(name: str, documents: pd.DataFrame) -> pd.Series[Any]:
    """Read a variable of the documents: numbers, or classes as text, missing for none."""
    if name == "length" and "length" not in documents.columns:
        letters = documents["text"].astype(str).str.len().astype("float64")
        return pd.Series(np.log2(letters.where(letters > 0)), index=letters.index)
    values = documents[name]
    if name == "date":
        days = pd.to_datetime(grouping.days(documents).replace("", None))
        return (days - pd.Timestamp("2000-01-01")).dt.days.astype("float64") / _MONTH
    if pd.api.types.is_bool_dtype(values) or pd.api.types.is_numeric_dtype(values):
        return values.astype("float64")
    text = values.astype(str).str.strip()
    return text.mask(values.isna() | (text == ""))


def _columns(name: str, values: pd.Series[Any]) -> tuple[pd.DataFrame, str]:
    """Turn a variable into columns of numbers, and name the class that the others are compared with."""
    # Example: outlet of 가 가 나 gives the column outlet=나 of 0 0 1, and "outlet 가" as the reference
    counts = values.value_counts()
    if len(counts) < 2:
        raise RefusalError.alone(
            message("on: {name!r} has one value alone among these documents; leave it out", name=name)
        )
    if pd.api.types.is_float_dtype(values):
        return pd.DataFrame({name: values - values.mean()}), ""
    counts = counts.sort_index().sort_values(ascending=False, kind="stable")
    if counts.iloc[-1] < _FEWEST_LEVEL:
        raise RefusalError.alone(
            message(
                "on: {name!r} has {n} document(s) in class {level!r}, and a coefficient needs {least}; join classes, "
                "or leave its documents out",
                name=name,
                n=int(counts.iloc[-1]),
                level=counts.index[-1],
                least=_FEWEST_LEVEL,
            )
        )
    classes = sorted(counts.index[1:])
    table = pd.DataFrame({f"{name}={level}": (values == level).astype("float64") for level in classes})
    return table, f"{name} {counts.index[0]}"


def _rows(frame: str, units: pd.DataFrame, cluster: Any, design: _Design, link: Link) -> list[Record]:
    """Fit one frame."""
    found = (units["n"] > 0).to_numpy()
    held = int(units.loc[found, "doc"].nunique())
    documents = int(units["doc"].nunique())
    x = np.column_stack([np.ones(len(units)), design.numbers.loc[units["doc"]].to_numpy(dtype=np.float64)])
    names, variables = [_INTERCEPT, *design.numbers.columns], [_INTERCEPT, *design.variable]
    counts: Record = {"frame": frame, "units": len(units), "documents": documents, "clusters": len(set(cluster))}
    bare = (
        int((~units.groupby("doc")["n"].any()).sum()) if "sentence" not in units and "paragraph" not in units else None
    )
    reason = ""
    if held < _FEWEST_HELD:
        reason = _SEPARATED.format(n=held, least=_FEWEST_HELD)
    elif bare is not None and bare < _FEWEST_HELD:
        reason = _EVERYWHERE.format(n=bare, least=_FEWEST_HELD)
    made = None if reason else measures.moment_regression(Moments(found.astype(float), x), cluster=cluster, link=link)
    reason = reason or (made.reason if made else "")
    same = _same(found, x, variables)
    return [counts | _row(j, names[j], variables, made, reason, same=same) for j in range(len(names))]


def _same(found: Any, x: Any, variables: list[str]) -> set[int]:
    """Find coefficients of classes whose units all hold the frame or all lack it: their error would be 0 for the class.

    Where the class that others are compared with is such a one, it is all coefficients of the variable.
    """
    # Example: 7 documents on sports, none with the frame: the linear fit takes their share of 0 as known without error
    same: set[int] = set()
    for name in dict.fromkeys(variables[1:]):
        places = [j for j, variable in enumerate(variables) if variable == name]
        inside = x[:, places] != 0
        same |= {j for k, j in enumerate(places) if len(np.unique(found[inside[:, k]])) < 2}
        if (
            np.isin(x[:, places], (0.0, 1.0)).all()
            and ":" not in name
            and len(np.unique(found[~inside.any(axis=1)])) < 2
        ):
            same |= set(places)
    return same


def _row(j: int, name: str, variables: list[str], made: Coefficients | None, reason: str, *, same: set[int]) -> Record:
    """Write one coefficient with the joint test of its variable."""
    row: Record = {"variable": variables[j], "covariate": name, "reason": reason}
    columns = ("coefficient", "low", "high", "se", "df", "p", "joint_f", "joint_df", "joint_df_error", "joint_p")
    row |= dict.fromkeys(columns, math.nan)
    if made is None or made.reason:
        return row
    for column, of in zip(columns[:6], ("estimate", "low", "high", "se", "df", "p"), strict=True):
        row[column] = float(getattr(made, of)[j])
    if name == _INTERCEPT:
        return row | {"p": math.nan, "reason": "절편은 검정하지 않는다"}
    if j in same:
        row |= {"low": math.nan, "high": math.nan, "se": math.nan, "df": math.nan, "p": math.nan, "reason": _SAME}
    places = [k for k, v in enumerate(variables) if v == variables[j]]
    if same & set(places):
        return row if row["reason"] else row | {"reason": _NOT_TOGETHER}
    together = measures.joint_test(made, of=places)
    return row | {
        "joint_f": together.f, "joint_df": float(together.df), "joint_df_error": together.df_error,
        "joint_p": together.p,
    }  # fmt: skip
