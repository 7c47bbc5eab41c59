"""Co-occurrence: which terms stand in the same sentences, paragraphs or documents, and files of that network."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import quoteattr

import numpy as np
import pandas as pd

from analysis import measures, schema
from analysis.errors import OptionError
from analysis.files import atomic
from analysis.files.csv import to_csv
from analysis.matcher.arrays import Arrays, Flags, Ints, Within
from analysis.messages import message
from analysis.stats.coded import WITHIN, base_phrase, coded, require_least, require_tags, require_within
from analysis.stats.counting import LAYERS
from analysis.tokens import Tokens

_WHAT = "cooccurrence"
_NODE = {"windows": "long"}
_EDGE = {c.name: "long" if c.kind == "int" else "double" for c in schema.COOCCURRENCE[2:]}


def cooccurrence(
    tokens: Tokens,
    *,
    within: Within = "sentence",
    tags: Sequence[str] | None = schema.NOUN_TAGS,
    top: int = 100,
    minimum: int = 2,
    term: str | None = None,
) -> pd.DataFrame:
    """Count in how many windows two terms stand together.

    The unit of counting is the window, a sentence, paragraph or document of `tokens`: a term is in it or not, however
    often. The table is a list of edges; it has no direction, and each pair is there once.

    Parameters
    ----------
    tokens : Tokens
        Any layer, not redacted. Windows without any row of `tags` count as windows too, so take out stop words by
        `drop`, not whole word classes by `keep`.
    within : {"sentence", "paragraph", "document"}
        The window.
    tags : sequence of str or None
        Tags of the terms; nouns by default, None for all.
    top : int
        How many terms to pair, the most frequent in windows first, ties in the order of term and tag; 2 or more.
    minimum : int
        Least `n` of a pair to be listed.
    term : str, optional
        List the partners of this lemma alone (lemma/tag where it has several tags), with it as `source`; `top` is then
        the number of partners that are looked at, the most frequent first.

    Returns
    -------
    DataFrame
        Columns `schema.COOCCURRENCE`, by falling `n`, ties by source and target. Empty when no pair reaches
        `minimum`. `g2` is NaN for a term that stands in every window. `attrs`: `chart`, `windows`, `within`, `terms`
        (paired), `minimum`, `unlisted` (pairs below it), and `base`, `layer`, `window` (Korean).

    Raises
    ------
    OptionError
        If the tokens are redacted, an option is unknown, or no window holds `term`.

    References
    ----------
    Evert, S. (2008), textual cooccurrence: windows as the items of the two-by-two table. Jaccard (1912); NPMI: Bouma
    (2009); G2: Dunning (1993); phi: Pearson's coefficient of two dichotomies, which is their correlation over windows;
    lift: n over expected, as in market basket analysis (Brin et al. 1997, there called interest).

    Examples
    --------
    >>> tokens = Tokens.from_terms({"d": ["a", "b", "b"], "e": ["a", "b"], "f": ["a", "c"]})
    >>> cooccurrence(tokens, within="document", tags=None)[["source", "target", "n", "expected"]].values.tolist()
    [['a', 'b', 2, 2.0]]
    """
    require_within(within, what=_WHAT)
    require_tags(tags, tokens, what=_WHAT)
    require_least(top, 2, name="top", what=_WHAT)
    require_least(minimum, 1, name="minimum", what=_WHAT)
    rows = coded(tokens, what=_WHAT, whole=False)
    window = rows.unit(within)
    windows = int(window[-1]) + 1 if len(window) else 0
    labels, windows_with, joint, node = _count_pairs(rows, rows.among(tags), window, top, term)
    a, b = np.triu_indices(len(labels), 1)
    if term is not None:
        b = np.delete(np.arange(len(labels)), node)
        a = np.full(len(b), node)
    n = joint[a, b]
    some = n >= minimum
    table = _score_pairs(labels, windows_with, (a[some], b[some]), n[some], windows)
    table = table.sort_values(["n", "source", "target"], ascending=[False, True, True], ignore_index=True)
    about = schema.About(
        chart="cooccurrence",
        windows=windows,
        within=within,
        vocabulary=len(labels),
        minimum=minimum,
        unlisted=int((n > 0).sum() - some.sum()),
        base=base_phrase(tags, int(rows.among(tags).sum()), tokens.recipe.layer),
        layer=LAYERS[tokens.recipe.layer],
        window=f"{WITHIN[within]} {windows:,}개",
    )
    schema.describe(table, about, source=tokens.recipe)
    return schema.check(table, schema.COOCCURRENCE, what=_WHAT)


def labelled(names: pd.DataFrame) -> list[str]:
    """Name terms so that no two share a name: a lemma under two tags carries its tag."""
    twice = names["term"].duplicated(keep=False)
    rows = zip(names["term"], names["tag"], twice, strict=True)
    return [f"{term}/{tag}" if double else str(term) for term, tag, double in rows]


def _count_pairs(
    rows: Arrays, counted: Flags, window: Ints, top: int, wanted: str | None
) -> tuple[list[str], Ints, Ints, int]:
    """Names of the top terms in alphabetical order, their windows, those of each pair, and which term is wanted."""
    from scipy.sparse import csr_array  # only this statistic needs it

    # of 3 terms, term 2 in window 4 is place 4 * 3 + 2 = 14, however often it stands there
    term, names = rows.terms(counted & rows.readable)
    named = term >= 0
    size = max(len(names), 1)
    places = np.unique(window[named] * size + term[named])
    windows_with = np.bincount(places % size, minlength=size)[: len(names)]
    order = names.assign(windows=windows_with).sort_values(["windows", "term", "tag"], ascending=[False, True, True])
    chosen = names.loc[order.index[:top]]
    if wanted is not None:
        at = _row_of(names, wanted)  # its partners, not the terms that are frequent elsewhere
        beside = np.isin(places // size, places[places % size == at] // size)
        partners = np.bincount(places[beside] % size, minlength=size)[order.index]
        listed = order[partners > 0].assign(n=partners[partners > 0]).drop(index=at)
        listed = listed.sort_values("n", ascending=False, kind="stable")
        chosen = names.loc[[at, *listed.index[:top]]]
    chosen = chosen.assign(label=labelled(chosen)).sort_values("label")
    number = np.full(size, -1, np.int64)
    number[chosen.index] = np.arange(len(chosen))
    column, line = number[places % size], places // size
    listed = column >= 0
    cells = (np.ones(int(listed.sum()), np.int64), (line[listed], column[listed]))
    matrix = csr_array(cells, shape=(int(window[-1]) + 1 if len(window) else 0, len(chosen)))
    joint = np.asarray((matrix.T @ matrix).toarray(), dtype=np.int64)
    node = -1 if wanted is None else int(np.flatnonzero(chosen.index == at)[0])
    return chosen["label"].tolist(), windows_with[chosen.index], joint, node


def _row_of(names: pd.DataFrame, wanted: str) -> int:
    """Give the row of the one term that is meant by a lemma or lemma/tag."""
    lemma, _, tag = wanted.partition("/")
    rows = names[(names["term"] == lemma) & ((names["tag"] == tag) | (tag == ""))]
    if len(rows) == 1:
        return int(rows.index[0])
    if len(rows):
        choices = ", ".join(f"{lemma}/{tag}" for tag in rows["tag"])
        msg = message(
            "cooccurrence: term {wanted!r} stands under several tags; name one of {choices}",
            wanted=wanted,
            choices=choices,
        )
    else:
        msg = message(
            "cooccurrence: no window holds term {wanted!r} under the tags that are counted; see how the "
            'text is cut with stats.concordance(corpus, tokens, "surface:{lemma}"), or count other tags',
            wanted=wanted,
            lemma=lemma,
        )
    raise OptionError(msg)


def _score_pairs(
    labels: list[str], windows_with: Ints, pairs: tuple[Ints, Ints], n: Ints, windows: int
) -> pd.DataFrame:
    """Build the edges with their measures."""
    names, (a, b) = np.array(labels, dtype=object), pairs
    n_a, n_b = windows_with[a], windows_with[b]
    expected = measures.expected(n_a, c1=n_b, n=windows)
    return pd.DataFrame(
        {
            "source": pd.Series(names[a], dtype="str"),
            "target": pd.Series(names[b], dtype="str"),
            "n": n.astype(np.int64),
            "n_source": n_a.astype(np.int64),
            "n_target": n_b.astype(np.int64),
            "expected": expected,
            "jaccard": n / (n_a + n_b - n),
            "npmi": measures.npmi(n, r1=n_a, c1=n_b, n=windows),
            "g2": measures.g2(n, r1=n_a, c1=n_b, n=windows),
            "phi": np.sign(n - expected) * np.sqrt(measures.chi2(n, r1=n_a, c1=n_b, n=windows) / max(windows, 1)),
            "lift": n / expected,
        }
    )


def write_network(table: pd.DataFrame, path: str | Path) -> Path:
    """Write the edges of a co-occurrence table into a file: .graphml, .dl or .csv.

    Parameters
    ----------
    table : DataFrame
        A result of `stats.cooccurrence`, whole or cut to the edges of interest.
    path : str or Path
        The file; its ending chooses the format. GraphML (Gephi, Cytoscape, igraph, networkx) carries every measure on
        undirected edges and the windows of each term on its node; DL (UCINET, NetDraw, Pajek) a symmetric matrix of
        `n` with 0 on the diagonal; CSV the table.

    Returns
    -------
    Path
        The file. The same table gives the same bytes. Terms without an edge are not in it.

    Raises
    ------
    SchemaError
        If the table is not one of co-occurrence.
    OptionError
        If the table has no rows, the ending is another one, or a term cannot be a label in a DL file.

    References
    ----------
    GraphML: Brandes et al. (2002); DL: Borgatti, Everett & Freeman (2002), UCINET for Windows, full matrix format.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> from analysis.stats.cooccurrence import cooccurrence
    >>> from analysis.tokens import Tokens
    >>> table = cooccurrence(Tokens.from_terms({"d": ["a", "b"], "e": ["a", "b"]}), within="document", tags=None)
    >>> print(write_network(table, pathlib.Path(tempfile.mkdtemp(), "pairs.dl")).read_text(encoding="utf-8"))
    DL N=2 FORMAT=FULLMATRIX
    LABELS:
    "a"
    "b"
    DATA:
    0 2
    2 0
    <BLANKLINE>
    """
    schema.check(table, schema.COOCCURRENCE, what=message("write_network: co-occurrence"))
    path = Path(path)
    if path.suffix.lower() not in _WRITERS:
        msg = message(
            "write_network: {path} ends in none of {writers}; rename it", path=path.name, writers=", ".join(_WRITERS)
        )
        raise OptionError(msg)
    if table.empty:
        msg = message("write_network: the table has no edges; lower minimum in stats.cooccurrence")
        raise OptionError(msg)
    return atomic.save(path, _WRITERS[path.suffix.lower()](table.reset_index(drop=True)))


def _windows_by_term(table: pd.DataFrame) -> dict[str, int]:
    """Terms of the edges in alphabetical order, with the windows that each is in."""
    ends = [(table["source"], table["n_source"]), (table["target"], table["n_target"])]
    known = {str(name): int(n) for names, counts in ends for name, n in zip(names, counts, strict=True)}
    return dict(sorted(known.items()))


def _graphml(table: pd.DataFrame) -> bytes:
    """Write the edges as GraphML."""
    keys = [f'<key id="{k}" for="node" attr.name="{k}" attr.type="{t}"/>' for k, t in _NODE.items()]
    keys += [f'<key id="{k}" for="edge" attr.name="{k}" attr.type="{t}"/>' for k, t in _EDGE.items()]
    points = [
        f'<node id={quoteattr(term)}><data key="windows">{n}</data></node>'
        for term, n in _windows_by_term(table).items()
    ]
    edges = []
    for row in table.sort_values(["source", "target"]).to_dict("records"):
        data = "".join(f'<data key="{k}">{row[k]:.17g}</data>' for k in _EDGE if pd.notna(row[k]))
        edges.append(f"<edge source={quoteattr(row['source'])} target={quoteattr(row['target'])}>{data}</edge>")
    body = "\n".join([*keys, '<graph edgedefault="undirected">', *points, *edges, "</graph>"])
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n{body}\n</graphml>\n'
    ).encode()


def _dl(table: pd.DataFrame) -> bytes:
    """Write the matrix of edges in the DL format of UCINET."""
    names = list(_windows_by_term(table))
    strange = next((name for name in names if re.search(r'["\n\r]', name)), None)
    if strange is not None:
        msg = message(
            "write_network: {strange!r} cannot be a label in a DL file; take the term out or write .graphml",
            strange=strange,
        )
        raise OptionError(msg)
    n = {}
    for a, b, value in zip(table["source"], table["target"], table["n"], strict=True):
        n[a, b] = n[b, a] = int(value)
    rows = [" ".join(str(n.get((a, b), 0)) for b in names) for a in names]
    labels = [f'"{name}"' for name in names]
    return "\n".join([f"DL N={len(names)} FORMAT=FULLMATRIX", "LABELS:", *labels, "DATA:", *rows, ""]).encode()


_WRITERS = {".graphml": _graphml, ".dl": _dl, ".csv": to_csv}
