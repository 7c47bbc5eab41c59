"""Files of a network for UCINET, Pajek, Gephi, NetMiner and what reads GraphML or CSV, the same bytes every time."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args
from xml.sax.saxutils import quoteattr

import pandas as pd

from analysis import schema, style
from analysis.errors import OptionError, RefusalError
from analysis.files import atomic
from analysis.files.csv import to_csv
from analysis.files.xlsx import Sheet, workbook
from analysis.messages import message
from analysis.options import require_choice
from analysis.stats.edges import Weight, read_network, require_weight, windows_by_term

Encoding = Literal["utf-8", "cp949"]

_WHAT = "write_network"
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_LONGEST = 18  # letters of a label that UCINET keeps
_MISSING = 999999998  # that Pajek takes for no value
_SMALLEST, _LARGEST = 10.0, 40.0  # of nodes in Gephi
_WHOLE = ("community", "block", "component", "hub", "degree", "windows")
_BROKEN = re.compile(r"[\n\r]")


@dataclass(frozen=True, eq=False)
class _Graph:
    """What is written: terms with what is known of them, and ties, both in the order of their code points."""

    nodes: pd.DataFrame  # term, windows, and columns of the tables that were given
    edges: pd.DataFrame
    weight: str
    encoding: str

    @property
    def terms(self) -> list[str]:
        """Labels in their order."""
        return [str(term) for term in self.nodes["term"]]

    def ties(self) -> list[tuple[int, int, int | float]]:
        """List the ties by the numbers of their terms, from 0."""
        number = {term: k for k, term in enumerate(self.terms)}
        columns = (self.edges["source"], self.edges["target"], self.edges[self.weight].tolist())
        return [(number[a], number[b], value) for a, b, value in zip(*columns, strict=True)]


def write_network(
    table: pd.DataFrame,
    path: str | Path,
    *,
    nodes: pd.DataFrame | Sequence[pd.DataFrame] = (),
    weight: Weight = "n",
    encoding: Encoding | None = None,
) -> Path:
    """Write a network into a file for another program: .graphml, .gexf, .net, .dl, .xlsx or .csv.

    Parameters
    ----------
    table : DataFrame
        A result of `stats.cooccurrence`, `stats.ties` or `stats.backbone`, whole or cut to the edges of interest.
    path : str or Path
        The file; its ending chooses the format. GraphML (Cytoscape, igraph, networkx, visone) and GEXF 1.3 (Gephi)
        carry every measure on undirected edges, and windows and the columns of `nodes` on the nodes; GEXF besides the
        colour of a community and a size by windows. NET (Pajek) is UTF-8 with a byte order mark and has `weight` on
        its edges; with `nodes` a partition (clu, of community or block) and a vector (vec, of betweenness) stand
        beside it. DL (UCINET, NetDraw) is a symmetric matrix of `weight` with 0 on the diagonal. XLSX has a matrix with
        windows on the diagonal, the nodes, and the edges as Source, Target, Weight (UCINET, NetMiner). CSV is the
        table.
    nodes : DataFrame or sequence of DataFrame
        What is known of the terms: results of `stats.centrality`, `stats.communities`, `stats.concor`, or any table
        with a column term. Of two columns with one name the first is taken. A term that stands in no edge is written
        without a tie.
    weight : {"n", "jaccard", "npmi", "g2", "phi", "lift"}
        The strength of a tie where a format has one.
    encoding : {"utf-8", "cp949"}, optional
        Of a .dl file alone: cp949 by default, since UCINET did not read Unicode when that was last documented.

    Returns
    -------
    Path
        The file. The same tables give the same bytes, without a date.

    Raises
    ------
    SchemaError
        If the table is not one of co-occurrence, or one of `nodes` has no term.
    OptionError
        If the table has no rows, a pair stands there twice, the ending is another one, or `encoding` is given for
        another format than .dl.
    RefusalError
        If a term cannot be a label: with a line break or, in .dl, a quotation mark; two labels that agree in 18
        letters, which UCINET keeps in capitals; a letter that cp949 lacks.

    References
    ----------
    GraphML: Brandes et al. (2002); GEXF 1.3: gexf.net; DL: Borgatti, Everett & Freeman (2002), UCINET for Windows, full
    matrix format; Pajek: Batagelj, V. & Mrvar, A. (1998), Connections 21.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> from analysis.stats.cooccurrence import cooccurrence
    >>> from analysis.tokens import Tokens
    >>> table = cooccurrence(Tokens.from_terms({"d": ["a", "b"], "e": ["a", "b"]}), within="document", tags=None)
    >>> print(write_network(table, pathlib.Path(tempfile.mkdtemp(), "pairs.dl")).read_text(encoding="cp949"))
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
    ending = path.suffix.lower()
    if ending not in _WRITERS:
        msg = message(
            "write_network: {path} ends in none of {writers}; rename it", path=path.name, writers=", ".join(_WRITERS)
        )
        raise OptionError(msg)
    if table.empty:
        msg = message("write_network: the table has no edges; lower minimum in stats.cooccurrence")
        raise OptionError(msg)
    if encoding is not None:
        require_choice(f"{_WHAT}: encoding", encoding, get_args(Encoding))
        if ending != ".dl":
            raise OptionError(message("write_network: encoding is for .dl; {ending} has one of its own", ending=ending))
    require_weight(weight, what=_WHAT)
    network = read_network(table, what=_WHAT, weight=weight)
    graph = _Graph(_nodes(network.table, nodes), _ordered(network.table), weight, encoding or "cp949")
    return atomic.save_all({path: _WRITERS[ending](graph)} | _beside(graph, path))[0]


def _ordered(table: pd.DataFrame) -> pd.DataFrame:
    """Turn every tie to the end that comes first, and sort them; what counts either end is turned with it."""
    turned = (table["source"].astype(str) > table["target"].astype(str)).to_numpy()
    other = {"source": "target", "target": "source", "n_source": "n_target", "n_target": "n_source"}
    rows = table.copy()
    for name, partner in other.items():
        rows[name] = table[name].where(~turned, table[partner])
    return rows.sort_values(["source", "target"], ignore_index=True)


def _nodes(table: pd.DataFrame, given: pd.DataFrame | Sequence[pd.DataFrame]) -> pd.DataFrame:
    """List the terms with what is known of each."""
    frames = [given] if isinstance(given, pd.DataFrame) else list(given)
    windows = windows_by_term(table)
    for frame in frames:
        schema.check(frame, (schema.CENTRALITY[0],), what=message("write_network: nodes"))
        if "windows" in frame.columns:
            pairs = zip(frame["term"].astype(str), frame["windows"].tolist(), strict=True)
            windows |= {term: n for term, n in pairs if term not in windows}
    terms = sorted({*windows, *(str(term) for frame in frames for term in frame["term"])})
    made = pd.DataFrame({"term": terms, "windows": [windows.get(term, math.nan) for term in terms]})
    for frame in frames:
        own = frame.assign(term=frame["term"].astype(str)).drop_duplicates("term").set_index("term")
        for name in own.columns:
            if name not in made.columns:
                made[str(name)] = own[name].reindex(terms).to_numpy()
    return made


def _beside(graph: _Graph, path: Path) -> dict[Path, bytes]:
    """Write the partition and the vector of a Pajek file, where nodes have one."""
    found: dict[Path, bytes] = {}
    if path.suffix.lower() != ".net":
        return found
    for ending, names in ((".clu", ("community", "block")), (".vec", ("betweenness",))):
        name = next((name for name in names if name in graph.nodes.columns), None)
        if name is not None:
            none = 0 if ending == ".clu" else _MISSING
            values = [_number(none if pd.isna(value) else value) for value in graph.nodes[name].tolist()]
            found[path.with_suffix(ending)] = "\n".join([f"*Vertices {len(values)}", *values, ""]).encode()
    return found


def _number(value: float) -> str:
    """Write a number with 17 significant digits, whole ones without a point."""
    return f"{value:.17g}"


def _require_labels(terms: Sequence[str], *, forbidden: str, ending: str) -> None:
    """Refuse a term that cannot be a label."""
    strange = next((term for term in terms if _BROKEN.search(term) or any(sign in term for sign in forbidden)), None)
    if strange is not None:
        msg = message(
            "write_network: {strange!r} cannot be a label in a {ending} file; take the term out or write .graphml",
            strange=strange,
            ending=ending,
        )
        raise RefusalError.alone(msg)


def _require_different(terms: Sequence[str], labels: Sequence[str], *, ending: str) -> None:
    """Refuse two terms that would have one label."""
    known: dict[str, str] = {}
    for term, label in zip(terms, labels, strict=True):
        if label in known:
            raise RefusalError.alone(
                message(
                    "write_network: {a!r} and {b!r} would be one label in a {ending} file; rename one or write "
                    ".graphml",
                    a=known[label],
                    b=term,
                    ending=ending,
                )
            )
        known[label] = term


def _kind(name: str, values: pd.Series) -> str:
    """Say what a column holds, as GraphML and GEXF call it."""
    if name in _WHOLE or name.startswith("rank_") or pd.api.types.is_integer_dtype(values):
        return "long"
    return "double" if pd.api.types.is_numeric_dtype(values) else "string"


def _written(value: object, kind: str) -> str | None:
    """Write a value of a column; None where there is none."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if kind == "string":
        return str(value)
    return str(int(float(str(value)))) if kind == "long" else _number(float(str(value)))


def _escaped(text: str) -> str:
    """Write a text between tags."""
    return quoteattr(text)[1:-1].replace('"', "&quot;")


def _measures(edges: pd.DataFrame) -> dict[str, str]:
    """Name the numbers of the edges: those of co-occurrence, and others that stand beside them."""
    known = {c.name: "long" if c.kind == "int" else "double" for c in schema.COOCCURRENCE[2:]}
    more = [str(c) for c in edges.columns[2:] if c not in known and pd.api.types.is_numeric_dtype(edges[c])]
    return known | {name: _kind(name, edges[name]) for name in more}


def _graphml(graph: _Graph) -> bytes:
    """Write GraphML."""
    names = [str(name) for name in graph.nodes.columns[1:]]
    kinds = {name: _kind(name, graph.nodes[name]) for name in names}
    measures = _measures(graph.edges)
    # an edge and a node may both have an n: the keys of nodes that edges have too are called otherwise
    keys = {name: f"node_{name}" if name in measures else name for name in names}
    lines = [f'<key id="{keys[k]}" for="node" attr.name="{k}" attr.type="{kinds[k]}"/>' for k in names]
    lines += [f'<key id="{k}" for="edge" attr.name="{k}" attr.type="{t}"/>' for k, t in measures.items()]
    lines.append('<graph edgedefault="undirected">')
    for row in graph.nodes.to_dict("records"):
        values = ((keys[k], _written(row[k], kinds[k])) for k in names)
        data = "".join(f'<data key="{k}">{_escaped(value)}</data>' for k, value in values if value is not None)
        lines.append(f"<node id={quoteattr(str(row['term']))}>{data}</node>")
    for row in graph.edges.to_dict("records"):
        values = ((k, _written(row[k], kind)) for k, kind in measures.items())
        data = "".join(f'<data key="{k}">{value}</data>' for k, value in values if value is not None)
        lines.append(
            f"<edge source={quoteattr(str(row['source']))} target={quoteattr(str(row['target']))}>{data}</edge>"
        )
    body = "\n".join([*lines, "</graph>"])
    return f'{_XML}<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n{body}\n</graphml>\n'.encode()


def _gexf(graph: _Graph) -> bytes:
    """Write GEXF 1.3, with colours and sizes for Gephi."""
    names = [str(name) for name in graph.nodes.columns[1:]]
    kinds = {k: "string" if k in {"community", "block"} else _kind(k, graph.nodes[k]) for k in names}
    measures = _measures(graph.edges)
    lines = ['<graph defaultedgetype="undirected" mode="static">', '<attributes class="node">']
    lines += [f'<attribute id="{k}" title="{k}" type="{kinds[k]}"/>' for k in names]
    lines += ["</attributes>", '<attributes class="edge">']
    lines += [f'<attribute id="{k}" title="{k}" type="{t}"/>' for k, t in measures.items()]
    lines += ["</attributes>", "<nodes>"]
    most = max(1.0, float(graph.nodes["windows"].max()))
    for k, row in enumerate(graph.nodes.to_dict("records")):
        values = ((name, _written(_labelled(name, row[name]), kinds[name])) for name in names)
        data = "".join(f'<attvalue for="{a}" value="{_escaped(v)}"/>' for a, v in values if v is not None)
        windows = 0.0 if pd.isna(row["windows"]) else float(row["windows"])
        size = _SMALLEST + (_LARGEST - _SMALLEST) * (windows / most) ** 0.5
        colour = style.community_colour(float(row.get("community", math.nan)))
        red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
        lines.append(
            f'<node id="{k + 1}" label={quoteattr(str(row["term"]))}><attvalues>{data}</attvalues>'
            f'<viz:color r="{red}" g="{green}" b="{blue}"/><viz:size value="{_number(size)}"/></node>'
        )
    lines += ["</nodes>", "<edges>"]
    for k, ((a, b, value), row) in enumerate(zip(graph.ties(), graph.edges.to_dict("records"), strict=True)):
        values = ((name, _written(row[name], kind)) for name, kind in measures.items())
        data = "".join(f'<attvalue for="{name}" value="{v}"/>' for name, v in values if v is not None)
        lines.append(
            f'<edge id="{k + 1}" source="{a + 1}" target="{b + 1}" weight="{_number(value)}"><attvalues>{data}'
            "</attvalues></edge>"
        )
    body = "\n".join([*lines, "</edges>", "</graph>"])
    return (
        f'{_XML}<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">\n{body}\n</gexf>\n'
    ).encode()


def _labelled(name: str, value: object) -> object:
    """Write the number of a community as a label, which it is: 1.0 as 1."""
    whole = name in {"community", "block"} and isinstance(value, float) and math.isfinite(value)
    return str(int(float(str(value)))) if whole else value


def _net(graph: _Graph) -> bytes:
    """Write Pajek's format; a quotation mark inside a label becomes a single one."""
    _require_labels(graph.terms, forbidden="", ending=".net")
    labels = [term.replace('"', "'") for term in graph.terms]
    _require_different(graph.terms, labels, ending=".net")
    lines = [f"*Vertices {len(labels)}", *(f'{k} "{label}"' for k, label in enumerate(labels, start=1)), "*Edges"]
    lines += [f"{a + 1} {b + 1} {_number(value)}" for a, b, value in graph.ties()]
    return "\n".join([*lines, ""]).encode("utf-8-sig")


def _dl(graph: _Graph) -> bytes:
    """Write the matrix of edges in the DL format of UCINET."""
    _require_labels(graph.terms, forbidden='"', ending=".dl")
    _require_different(graph.terms, [term[:_LONGEST].upper() for term in graph.terms], ending=".dl")
    rows = [" ".join(map(_number, row)) for row in _matrix(graph)]
    labels = [f'"{term}"' for term in graph.terms]
    text = "\n".join([f"DL N={len(labels)} FORMAT=FULLMATRIX", "LABELS:", *labels, "DATA:", *rows, ""])
    for term in graph.terms:
        try:
            term.encode(graph.encoding)
        except UnicodeEncodeError as error:
            raise RefusalError.alone(
                message(
                    "write_network: {encoding}, which UCINET reads, lacks a letter of {term!r}; take the term out, or "
                    "give encoding='utf-8'",
                    encoding=graph.encoding,
                    term=term,
                )
            ) from error
    return text.encode(graph.encoding)


def _matrix(graph: _Graph) -> list[list[float]]:
    """Write the ties as a symmetric matrix."""
    rows: list[list[float]] = [[0] * len(graph.nodes) for _ in range(len(graph.nodes))]
    for a, b, value in graph.ties():
        rows[a][b] = rows[b][a] = value
    return rows


def _xlsx(graph: _Graph) -> bytes:
    """Write a workbook: the matrix, the nodes, the edges."""
    matrix: list[list[object]] = [[*row] for row in _matrix(graph)]
    if graph.weight == "n":
        for k, windows in enumerate(graph.nodes["windows"].tolist()):
            matrix[k][k] = "" if pd.isna(windows) else int(windows)
    first: list[list[object]] = [
        ["", *graph.terms],
        *([term, *row] for term, row in zip(graph.terms, matrix, strict=True)),
    ]
    kinds = {str(k): _kind(str(k), graph.nodes[k]) for k in graph.nodes.columns}
    second: list[list[object]] = [
        [*kinds],
        *([_cell(row[k], kinds[k]) for k in kinds] for row in graph.nodes.to_dict("records")),
    ]
    others = [c.name for c in schema.COOCCURRENCE[2:] if c.name != graph.weight]
    third: list[list[object]] = [["Source", "Target", "Weight", *others]]
    third += [
        [row["source"], row["target"], row[graph.weight], *("" if pd.isna(row[k]) else row[k] for k in others)]
        for row in graph.edges.to_dict("records")
    ]
    return workbook([Sheet("행렬", first), Sheet("노드", second), Sheet("이음", third)])


def _cell(value: object, kind: str) -> object:
    """Give a value to a spreadsheet: whole numbers as such, missing as nothing."""
    written = _written(value, kind)
    if written is None or kind == "string":
        return written or ""
    return int(written) if kind == "long" else float(written)


def _csv(graph: _Graph) -> bytes:
    """Write the table of edges."""
    return to_csv(graph.edges)


_WRITERS: dict[str, Callable[[_Graph], bytes]] = {
    ".graphml": _graphml,
    ".gexf": _gexf,
    ".net": _net,
    ".dl": _dl,
    ".xlsx": _xlsx,
    ".csv": _csv,
}
