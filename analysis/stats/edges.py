"""Files for network programs from a table of co-occurrence."""

from __future__ import annotations

import re
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pandas as pd

from analysis import schema
from analysis.errors import OptionError

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NODE = {"windows": "long"}
_EDGE = {c.name: "long" if c.kind == "int" else "double" for c in schema.COOCCURRENCE[2:]}


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
    schema.check(table, schema.COOCCURRENCE, what="write_network: co-occurrence")
    path = Path(path)
    if path.suffix not in _WRITERS:
        msg = f"write_network: {path.name} ends in none of {', '.join(_WRITERS)}; rename it"
        raise OptionError(msg)
    if table.empty:
        msg = "write_network: the table has no edges; lower minimum in stats.cooccurrence"
        raise OptionError(msg)
    path.write_text(_WRITERS[path.suffix](table), encoding="utf-8", newline="\n")
    return path


def nodes(table: pd.DataFrame) -> dict[str, int]:
    """Terms of the edges in alphabetical order, with the windows that each is in."""
    ends = [(table["source"], table["n_source"]), (table["target"], table["n_target"])]
    known = {str(name): int(n) for names, counts in ends for name, n in zip(names, counts, strict=True)}
    return dict(sorted(known.items()))


def _graphml(table: pd.DataFrame) -> str:
    keys = [f'<key id="{k}" for="node" attr.name="{k}" attr.type="{t}"/>' for k, t in _NODE.items()]
    keys += [f'<key id="{k}" for="edge" attr.name="{k}" attr.type="{t}"/>' for k, t in _EDGE.items()]
    points = [f'<node id={quoteattr(k)}><data key="windows">{n}</data></node>' for k, n in nodes(table).items()]
    edges = []
    for row in table.sort_values(["source", "target"]).to_dict("records"):
        data = "".join(f'<data key="{k}">{row[k]:.17g}</data>' for k in _EDGE if pd.notna(row[k]))
        edges.append(f"<edge source={quoteattr(row['source'])} target={quoteattr(row['target'])}>{data}</edge>")
    body = "\n".join([*keys, '<graph edgedefault="undirected">', *points, *edges, "</graph>"])
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n{body}\n</graphml>\n'
    )


def _dl(table: pd.DataFrame) -> str:
    names = list(nodes(table))
    strange = next((name for name in names if re.search(r'["\n\r]', name)), None)
    if strange is not None:
        msg = f"write_network: {strange!r} cannot be a label in a DL file; take the term out or write .graphml"
        raise OptionError(msg)
    n = {}
    for a, b, value in zip(table["source"], table["target"], table["n"], strict=True):
        n[a, b] = n[b, a] = int(value)
    rows = [" ".join(str(n.get((a, b), 0)) for b in names) for a in names]
    labels = [f'"{name}"' for name in names]
    return "\n".join([f"DL N={len(names)} FORMAT=FULLMATRIX", "LABELS:", *labels, "DATA:", *rows, ""])


def _csv(table: pd.DataFrame) -> str:
    safe = {
        name: table[name].astype(str).where(~table[name].astype(str).str.startswith(_FORMULA), "'" + table[name])
        for name in ("source", "target")
    }
    return "\ufeff" + str(table.assign(**safe).to_csv(index=False, lineterminator="\n", float_format="%.10g"))


_WRITERS = {".graphml": _graphml, ".dl": _dl, ".csv": _csv}
