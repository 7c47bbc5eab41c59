"""Lists of words with their polarity, as a codebook of two poles."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from analysis.errors import CodebookError
from analysis.messages import message

if TYPE_CHECKING:
    from analysis.codebook import Codebook

_MOST = 2.0
_UNCAPPED = 1_000  # hits of a word in a sentence: every one counts


def polarity(path: str | Path) -> Codebook:
    r"""Read a list of words with their polarity as a codebook whose frames are the two poles.

    The list is the user's: the kit ships none, and a general list reads policy prose as positive. Its hits are those of
    any codebook (`framing.hits`), with negation, quotation and sentences. Unlike `codebook.from_polarity`, which reads
    lists of any range as frames, every hit counts, however often a word stands in a sentence.

    Parameters
    ----------
    path : str or Path
        A .csv, .tsv or .txt file of a word (or several words) and a number from -2 to 2 a line, the first line a header
        or not; or .json, a list of objects with `word` and `polarity`.

    Returns
    -------
    Codebook
        Frames `negative` and `positive` (and `neutral` for 0), weights 1 and 2. `status` and `evidence` are those of
        the validation file beside the list, if it is of this list.

    Raises
    ------
    MissingError
        If there is no such file.
    CodebookError
        As `codebook.from_polarity`; also if a number is beyond -2 to 2, or a pole has no word.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp(), "list.csv")
    >>> _ = path.write_text("word,polarity\n성과,1\n도약,2\n위기,-2\n", encoding="utf-8")
    >>> [(frame.id, len(frame.terms)) for frame in polarity(path).frames]
    [('negative', 1), ('positive', 2)]
    """
    from analysis.codebook.foreign import from_polarity
    from analysis.codebook.load import with_evidence

    read = from_polarity(path)
    name = Path(path).name
    for frame, term in read.terms():
        weight = read.weight(term)
        if weight > _MOST and frame.id != "neutral":
            msg = message("list {name}: {word!r} has the polarity {value:g}; write numbers from -2 to 2", name=name,
                          word=term.source, value=weight if frame.id == "positive" else -weight)  # fmt: skip
            raise CodebookError(msg)
    if read.compare is None:
        there = "positive" if "positive" in read.frame_ids else "negative"
        msg = message(
            "list {name}: all words are {there}; a polarity needs words of both poles", name=name, there=there
        )
        raise CodebookError(msg)
    defaults = read.defaults.model_copy(update={"cap_per_sentence": _UNCAPPED})
    return with_evidence(read.model_copy(update={"defaults": defaults}))
