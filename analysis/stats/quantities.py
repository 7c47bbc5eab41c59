"""Quantities: every figure of a text with its value and its unit."""

from __future__ import annotations

from itertools import accumulate

import pandas as pd

from analysis import grouping, schema
from analysis.corpus import Corpus
from analysis.errors import RefusalError
from analysis.grammar.number_context import numbers
from analysis.messages import message

_KINDS = {"text": "str", "int": "int64", "float": "float64", "bool": "bool"}


def quantities(corpus: Corpus) -> pd.DataFrame:
    """Read the figures of a text: money, areas, counts, shares, dates, durations and the rest, with their values.

    The unit of counting is the figure: one number, or a range of two, with its unit. Every digit of the text
    stands in exactly one row, so that nothing is dropped in silence: a number without a known unit is a
    `number`; one that names or orders something (코로나19, 02-123-4567, 제12조, "1." before an item) an
    `identifier`; what no rule could read is `unread`. Numbers in Hangul are read before a unit (열두 명,
    수십억 원, 사흘); 하나, 몇 명, 절반 and 지난해 are no figures, nor are ① and other signs of lists.

    Parameters
    ----------
    corpus : Corpus
        Documents with their text.

    Returns
    -------
    DataFrame
        Columns schema.QUANTITIES, one row per figure in the order of the text, offsets in the document's
        text. `kind` is money, area, length, weight, volume, power, energy, data, temperature, percent,
        percentage_point, ratio, rate, count, age, ordinal, duration, date, time, number, identifier or
        unread. Money stands in its currency (ISO 4217), measures in base units (m2, m, kg, L, W, Wh, B),
        counts with their counter (명), durations in the smallest unit that is written (1년 6개월 is 18
        month). A range has `low` and `high` and no `value`, and so have vague words: 수백만 is at least
        1,000,000 and below 10,000,000. 30여 개 keeps its `value`, with `low` 30 and the bound at_least. Dates
        have `when` and no `value`; 올해 3월, 지난달 3일 and the like are completed where the document has its
        day. An amount that says the one before it again in brackets, 59억 달러(약 7조9000억 원), is `converted`.
        No figure gives an empty frame. `attrs`: documents, figures, unread (rows of that kind).

    Raises
    ------
    RefusalError
        If the corpus is redacted.

    Notes
    -----
    Ambiguous on paper, decided so: "N일" is a day of the month unless a word of length follows (N일간) or
    precedes (총 N일); "20년" is a length, "’20년" and "20년 5월" are dates; "20대" is an age before words
    for people; "N주" are shares from 100 on and beside words of the stock market, and weeks otherwise and before
    words of time; ¥ is the yen; 루피, 페소, 프랑 without a country keep their name; △ before a percentage or an
    amount is a minus. docs/figures-in-text.md has the error rate on real text.

    References
    ----------
    A grammar of the kit's own; values with bound and approximation follow the layout of quantity extraction
    in Roy, S., Vieira, T. & Roth, D. (2015). Reasoning about quantities in natural language. TACL 3. Units of
    money: ISO 4217; dates: ISO 8601.

    Examples
    --------
    >>> table = quantities(Corpus.from_texts({"d": "59억 달러(약 7조9000억 원)를 냈다."}))
    >>> table[["value", "unit", "converted"]].values.tolist()
    [[5900000000.0, 'USD', False], [7900000000000.0, 'KRW', True]]
    """
    if corpus.redacted:
        msg = message("figures are read from the text, which is not here; put the article into seeds/private/")
        raise RefusalError.redacted(msg)
    rows = []
    documents = corpus.documents
    days = grouping.days(documents).tolist()
    for doc, text, day in zip(documents["doc"].tolist(), documents["text"], days, strict=True):
        lines = text.split("\n")
        offsets = accumulate((len(line) + 1 for line in lines), initial=0)
        for paragraph, (line, offset) in enumerate(zip(lines, offsets, strict=False), 1):
            for item in numbers(line, published=day):
                n = item.number
                rows.append(
                    (doc, paragraph, item.start + offset, item.end + offset, item.surface, n.kind, n.value, n.low,
                     n.high, n.unit, n.when, n.approximate, item.bound, item.converted)
                )  # fmt: skip
    table = pd.DataFrame(rows, columns=[c.name for c in schema.QUANTITIES])
    table = table.astype({c.name: _KINDS[c.kind] for c in schema.QUANTITIES})
    unread = int((table["kind"] == "unread").sum())
    about = schema.About(
        documents=len(documents),
        figures=len(table),
        unread=unread,
        caution=schema.cut_documents(documents),
        titles=schema.titles_of(documents, table["doc"].unique()),
    )
    schema.describe(table, about, source=None)
    return schema.check(table, schema.QUANTITIES, what="quantities")
