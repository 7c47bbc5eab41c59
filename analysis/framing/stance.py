"""Stance: where a text says how sure, how binding or whose word a sentence is."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np
import pandas as pd

from analysis import schema
from analysis.errors import OptionError
from analysis.framing._hits import require_morphemes, typed
from analysis.grammar.markers import find
from analysis.lexicon import Stance
from analysis.lexicon import stance as read
from analysis.tokens import Tokens
from analysis.tokens.tokens import arrays


def stance(tokens: Tokens, *, lexicon: Stance | Literal["default"] = "default") -> pd.DataFrame:
    """Find the markers of stance: obligation, plan, prediction, certainty, negation and the rest.

    The unit of counting is the marker: a sequence of endings and function words such as 어야/EC 하/VX. One that
    lies inside a longer one of its label is not counted; markers of different labels may overlap.

    Parameters
    ----------
    tokens : Tokens
        Morpheme layer, every row. In redacted tokens the sentences with hits have all their markers; others may
        have lost some.
    lexicon : Stance or "default"
        List of markers, as `lexicon.stance` reads it; by default the kit's own.

    Returns
    -------
    DataFrame
        Columns schema.STANCE, one row per marker, by document in the order of the tokens, then start, end and
        label in the order of the list. Nothing found is an empty frame. `attrs` has labels (id and Korean name,
        those without a marker included) and stance (id, version, sha256).

    Raises
    ------
    OptionError
        If the tokens are not the morpheme layer, or `lexicon` is no list of markers.
    SchemaError
        If rows were taken out of the tokens.

    Examples
    --------
    >>> import analysis as da
    >>> tokens = da.segment(da.Corpus.from_texts({"d": "다리를 고쳐야 한다. 비가 올 수 있다."}))
    >>> stance(tokens)[["surface", "label"]].values.tolist()
    [['쳐야 한', 'obligation'], ['올 수 있', 'possibility']]
    """
    require_morphemes(tokens, what="markers of stance are")
    markers = read() if isinstance(lexicon, str) and lexicon == "default" else lexicon
    if not isinstance(markers, Stance):
        msg = f"lexicon must be 'default' or what lexicon.stance(path) returned, not {lexicon!r}"
        raise OptionError(msg)
    rows = replace(arrays(tokens).require_whole("frame matching"))
    found = find(rows, markers.markings)
    firsts, lasts = found.first.tolist(), found.last.tolist()
    spans = [rows.span(a, b) for a, b in zip(firsts, lasts, strict=True)]
    result = pd.DataFrame({name: rows.numbers[name][found.first] for name in ("paragraph", "sentence")}).assign(
        doc=pd.Series(rows.strings("doc", found.first), dtype="str"),
        start=[a for a, _ in spans],
        end=[b for _, b in spans],
        surface=[rows.text(a, b + 1, folded=False) for a, b in zip(firsts, lasts, strict=True)],
        label=[markers.labels[n].id for n in found.label.tolist()],
    )
    order = np.lexsort((found.label, result["end"], result["start"], rows.doc[found.first]))
    result = typed(result.iloc[order].reset_index(drop=True), schema.STANCE)
    about = schema.About(
        markers=tuple(schema.Marker(label.id, label.ko) for label in markers.labels),
        stance=schema.Source(markers.id, markers.version, sha256=markers.sha256),
    )
    schema.describe(result, about)
    return schema.check(result, schema.STANCE, what="stance table")
