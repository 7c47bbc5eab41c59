"""A concordance for reading: lines in a terminal, and files for a spreadsheet or a browser."""

from __future__ import annotations

import csv
import io
from html import escape
from pathlib import Path

import pandas as pd

from analysis import schema
from analysis.errors import OptionError
from analysis.korean import attach, cut, fit, visible, width
from analysis.xlsxout import Sheet, workbook

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_STYLE = """body{font-family:"Noto Sans KR","Apple SD Gothic Neo","Malgun Gothic",sans-serif;margin:1rem;color:#1a1a1a}
table{border-collapse:collapse;width:100%;word-break:keep-all;overflow-wrap:anywhere}
caption{text-align:left;padding:.5rem 0}th,td{padding:.2rem .4rem;border-bottom:1px solid #8c8c8c;vertical-align:top}
td,th.left,th.node,th.right{padding-left:0;padding-right:0;white-space:pre-wrap}.left{text-align:right;width:44%}
.node{text-align:left;color:#0072b2;width:1%}td.node{white-space:nowrap;font-weight:700}
th.right,td.right,.place{text-align:left;font-weight:400}th.node,th.left{font-weight:400}"""


def show_concordance(table: pd.DataFrame, *, columns: int = 100) -> str:
    """Write a concordance as lines in which every node begins in the same column.

    Parameters
    ----------
    table : DataFrame
        A result of `stats.concordance`, whole or in part.
    columns : int
        Width of the terminal, 40 or more. Hangul and Hanja take two columns; what does not fit is cut at the outer
        ends and marked with an ellipsis.

    Returns
    -------
    str
        One line a match: document and sentence, left, the node in brackets, right; what touches the node in the
        text touches the bracket. A sentence in Korean when there is no match.

    Raises
    ------
    SchemaError
        If the table is not a concordance.
    OptionError
        If `columns` is below 40.

    References
    ----------
    Unicode Standard Annex 11, East Asian Width: W and F are wide; ambiguous characters count as narrow.

    Examples
    --------
    >>> import analysis as da
    >>> corpus = da.Corpus.from_texts({"d": "우리 동맹을 넓힌다."})
    >>> print(show_concordance(da.stats.concordance(corpus, da.segment(corpus), "동맹"), columns=40))
    d 1           우리 [동맹]을 넓힌다.
    """
    schema.check(table, schema.CONCORDANCE, what="show_concordance: concordance")
    if columns < 40:
        msg = f"show_concordance: columns is {columns}; give 40 or more"
        raise OptionError(msg)
    if table.empty:
        return nothing(str(table.attrs.get("query", "")))
    places = [f"{doc} {sentence}" for doc, sentence in zip(table["doc"], table["sentence"], strict=True)]
    place = min(max(map(width, places)), columns // 4)
    node = min(max(width(text) for text in table["node"]), columns // 3)
    side = (columns - place - node - 3) // 2
    rows = zip(places, table["left"], table["node"], table["right"], strict=True)
    return "\n".join(
        f"{fit(where, place)} {fit(left, side, before=True)}[{cut(middle, node)}]{cut(right, side)}".rstrip()
        for where, left, middle, right in rows
    )


def write_concordance(table: pd.DataFrame, path: str | Path) -> Path:
    """Write a concordance into a file: .csv, .xlsx or .html.

    Parameters
    ----------
    table : DataFrame
        A result of `stats.concordance`, whole or in part.
    path : str or Path
        The file; its ending chooses the format. CSV and XLSX carry every column; HTML is a page that needs no other
        file and shows place, left, node and right.

    Returns
    -------
    Path
        The file. The same table gives the same bytes. No cell is read as a formula: in CSV, an apostrophe is put
        before text that begins like one.

    Raises
    ------
    SchemaError
        If the table is not a concordance.
    OptionError
        If the ending is another one.

    References
    ----------
    RFC 4180 (CSV, with a byte order mark for spreadsheets); ECMA-376 (XLSX).

    Examples
    --------
    >>> import analysis as da, tempfile, pathlib
    >>> corpus = da.Corpus.from_texts({"d": "우리 동맹을 넓힌다."})
    >>> table = da.stats.concordance(corpus, da.segment(corpus), "동맹")
    >>> write_concordance(table, pathlib.Path(tempfile.mkdtemp(), "lines.csv")).name
    'lines.csv'
    """
    schema.check(table, schema.CONCORDANCE, what="write_concordance: concordance")
    path = Path(path)
    if path.suffix not in _WRITERS:
        msg = f"write_concordance: {path.name} ends in none of {', '.join(_WRITERS)}; rename it"
        raise OptionError(msg)
    path.write_bytes(_WRITERS[path.suffix](table))
    return path


def nothing(query: str) -> str:
    """Say in Korean that a query was not found, and what else to try."""
    hint = f"여러 형태소로 된 말은 pattern:{query}, 글자 그대로는 surface:{query}로 찾는다."
    return f"‘{attach(visible(query) + '’', '을/를')} 찾지 못했다. {hint}"


def _csv(table: pd.DataFrame) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    for row in table.itertuples(index=False, name=None):
        writer.writerow([f"'{v}" if isinstance(v, str) and v.startswith(_FORMULA) else v for v in row])
    return out.getvalue().encode("utf-8-sig")


def _xlsx(table: pd.DataFrame) -> bytes:
    rows = [[str(c) for c in table.columns], *table.itertuples(index=False, name=None)]
    return workbook([Sheet("Sheet1", rows)])


def _html(table: pd.DataFrame) -> bytes:
    query = escape(visible(str(table.attrs.get("query", ""))))
    heads = "".join(
        f'<th scope="col" class="{name}">{text}</th>'
        for name, text in (("place", "글·문장"), ("left", "왼쪽"), ("node", "검색어"), ("right", "오른쪽"))
    )
    body = "\n".join(
        f'<tr><th scope="row" class="place">{escape(str(row.doc))} {row.sentence}</th>'
        f'<td class="left">{escape(str(row.left))}</td><td class="node">{escape(str(row.node))}</td>'
        f'<td class="right">{escape(str(row.right))}</td></tr>'
        for row in table.itertuples(index=False)
    )
    caption = f"‘{query}’ {len(table):,}곳" if query else f"{len(table):,}곳"
    return (
        f'<!DOCTYPE html>\n<html lang="ko"><head><meta charset="utf-8"><title>용례 색인: {caption}</title>\n'
        f"<style>{_STYLE}</style></head>\n<body><table><caption>용례 색인: {caption}</caption>\n"
        f"<thead><tr>{heads}</tr></thead><tbody>\n{body}\n</tbody></table></body></html>\n"
    ).encode()


_WRITERS = {".csv": _csv, ".xlsx": _xlsx, ".html": _html}
