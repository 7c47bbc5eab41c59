"""Statements: who says what on a concept of the codebook, drafted from quotations for people to check."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from analysis import schema
from analysis.errors import OptionError, SchemaError
from analysis.files import atomic
from analysis.files.csv import to_csv
from analysis.framing._hits import typed
from analysis.grammar import saying
from analysis.lexicon import Actors
from analysis.messages import message

_WHAT = "framing.statements"
_COLUMNS = ("document", "date", "outlet", "person", "organization", "concept", "agreement", "start", "stop", "text")
_BINARY = {"true": "1", "false": "0"}
_DRAFT = "프로그램이 만든 초안이다. 찬반은 사람이 원문을 읽고 확인한다"


def statements(said: pd.DataFrame, hits: pd.DataFrame, *, actors: Actors | None = None) -> pd.DataFrame:
    """Draft statements: quotations with a speaker in which a frame of the codebook is counted.

    The unit is the statement: an actor, a concept (the frame) and a quotation; several hits of a frame in a quotation
    are one. Whether the actor is for or against is a guess: against where every counted hit is negated, for where none
    is, unknown otherwise and in what attacks (…라고 비판했다). `checked_by` is empty: it is a draft, and
    `framing.congruence` refuses it. Write it for people with `validation.statement_sheet`, read what they made of it
    with `validation.statements`.

    Parameters
    ----------
    said : DataFrame
        A result of `stats.quotations`, or some of its rows. Quotations without a speaker give no statement.
    hits : DataFrame
        A result of `framing.hits` on the same texts. Rows with counted False do not enter.
    actors : Actors, optional
        The user's list, `lexicon.actors`; an actor's `group` is its organisation. Names with days enter only where the
        list has no days, as a draft knows no date.

    Returns
    -------
    DataFrame
        Columns schema.STATEMENTS and, for those who check, speaker and text; in the order of the quotations, then
        by concept. Empty where no quotation holds a hit.

    Raises
    ------
    SchemaError
        If columns are missing.

    References
    ----------
    Leifeld, P. (2017), Discourse network analysis: policy debates as dynamic networks, in: The Oxford Handbook of
    Political Networks: a statement is an actor, a concept and agreement.

    Examples
    --------
    >>> import analysis as da
    >>> codebook = da.codebook.read(da.paths.CODEBOOKS / "alliance-startup.yaml")
    >>> tokens = da.segment(da.Corpus.from_texts({"d": "김철수 대표는 “한미 동맹을 지키자”고 말했다."}))
    >>> draft = statements(da.stats.quotations(tokens), da.framing.hits(tokens, codebook))
    >>> draft[["actor", "concept", "agreement", "checked_by"]].values.tolist()
    [['김철수', 'alliance', 'true', '']]
    """
    schema.check(said, schema.QUOTATIONS, what=message("quotations"))
    schema.check(hits, schema.HITS, what=message("hits table"))
    counted = hits[hits["counted"]]
    by_doc = {str(doc): part for doc, part in counted.groupby("doc", observed=True)}
    rows = [row for quotation in said.to_dict("records") for row in _of(quotation, by_doc, actors)]
    contract = (*schema.STATEMENTS, *(c for c in schema.QUOTATIONS if c.name in {"speaker", "text"}))
    table = typed(pd.DataFrame(rows, columns=[c.name for c in contract]), contract)
    about = schema.about(hits)
    schema.describe(table, schema.About(frames=about.frames, codebook=about.codebook, caution=(_DRAFT,)), source=said)
    return schema.check(table, schema.STATEMENTS, what=message("statements"))


def _of(quotation: dict[Any, Any], hits: dict[str, pd.DataFrame], actors: Actors | None) -> list[dict[str, object]]:
    """Write the statements of a quotation."""
    its = hits.get(str(quotation["doc"]))
    plain = "" if quotation["speaker"] in saying.PRONOUNS else str(quotation["name"])
    if its is None or not plain:
        return []
    within = its[(its["start"] >= quotation["start"]) & (its["end"] <= quotation["end"])]
    actor = actors.of(plain, str(quotation["speaker"])) if actors else None
    shared = {name: quotation[name] for name in ("doc", "sentence", "start", "end", "rule", "speaker", "text")}
    return [
        shared
        | {
            "actor": actor.ko if actor else plain,
            "organisation": actor.group if actor else "",
            "concept": str(frame),
            "agreement": _guess(part["negated"], str(quotation["verb_class"])),
            "inside": quotation["kind"] != "indirect",
            "checked_by": "",
        }
        for frame, part in within.groupby("frame", sort=True, observed=True)
    ]


def _guess(negated: pd.Series[bool], verb_class: str) -> str:
    """Guess whether a quotation is for a concept."""
    if verb_class == "attacking" or negated.any() != negated.all():
        return "unknown"
    return "false" if bool(negated.iloc[0]) else "true"


def write_statements(final: pd.DataFrame, path: str | Path, *, documents: pd.DataFrame) -> Path:
    """Write statements as a table that DNA's users know: document, date, outlet, person, organization, concept.

    DNA itself imports no coded statements; the file is for R, a spreadsheet, and for people who enter them.

    Parameters
    ----------
    final : DataFrame
        A result of `validation.statements`, or a draft.
    path : str or Path
        A .csv file; UTF-8 with a byte order mark.
    documents : DataFrame
        `corpus.documents`, for date, outlet and the words of a statement.

    Returns
    -------
    Path
        The file: a row a statement, agreement 1 or 0 and empty where unknown, start and stop in the document's text.
        The same table gives the same bytes.

    Raises
    ------
    OptionError
        If the file ends in something else than .csv.
    SchemaError
        If columns are missing, or a statement is of a document that is not there.

    References
    ----------
    The variables of Discourse Network Analyzer 3, statement type "DNA Statement".

    Examples
    --------
    >>> import pathlib, tempfile
    >>> final = pd.DataFrame({"doc": ["d"], "sentence": [1], "start": [0], "end": [2], "actor": ["가당"],
    ...     "organisation": [""], "concept": ["x"], "agreement": ["true"], "inside": [True], "rule": ["verb"],
    ...     "checked_by": ["나"]})
    >>> documents = pd.DataFrame({"doc": ["d"], "text": ["가자고 했다."], "date": ["2023-05-01"], "outlet": ["가"]})
    >>> file = write_statements(final, pathlib.Path(tempfile.mkdtemp(), "statements.csv"), documents=documents)
    >>> file.read_text(encoding="utf-8-sig").splitlines()[1]
    'd,2023-05-01,가,가당,,x,1,0,2,가자'
    """
    schema.check(final, schema.STATEMENTS, what=message("statements"))
    path = Path(path)
    if path.suffix.lower() != ".csv":
        raise OptionError(message("write_statements: {path} must end in .csv", path=path.name))
    known = documents.set_index(documents["doc"].astype(str))
    strange = [doc for doc in final["doc"].astype(str) if doc not in known.index]
    if strange:
        msg = message(
            "write_statements: document {doc!r} of the statements is not in documents; pass those of the same corpus",
            doc=strange[0],
        )
        raise SchemaError(msg)
    rows = []
    for row in final.to_dict("records"):
        document = known.loc[str(row["doc"])]
        start, end = int(row["start"]), int(row["end"])
        date, outlet = (str(document.get(name, "") or "") for name in ("date", "outlet"))
        text = str(document.get("text", ""))[start:end]
        agreed = _BINARY.get(str(row["agreement"]), "")
        rows.append(
            (row["doc"], date, outlet, row["actor"], row["organisation"], row["concept"], agreed, start, end, text)
        )
    return atomic.save(path, to_csv(pd.DataFrame(rows, columns=list(_COLUMNS))))
