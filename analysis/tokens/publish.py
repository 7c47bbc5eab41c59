"""Publishing an article without its text: redacted token tables and the facts about the document."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from analysis import whole
from analysis.codebook import Codebook
from analysis.corpus import Corpus
from analysis.errors import ReadError
from analysis.lexicon import Units
from analysis.tokens.segmenter import segment


def publish(
    corpus: Corpus, *, folder: Path, units: Units, codebooks: Sequence[Codebook], min_count: int = 2
) -> list[Path]:
    """Write what lets others recompute the figures of an article whose text may not be passed on.

    Parameters
    ----------
    corpus : Corpus
        One document with its text.
    folder : Path
        Where the files go, `seeds/tokens/` for articles of the kit.
    units : Units
        Unit list for the second layer.
    codebooks : sequence of Codebook
        Their hits stay readable on the morpheme layer.
    min_count : int
        Content words that occur at least this often stay readable.

    Returns
    -------
    list of Path
        `<doc>.json` (metadata, text hash, removed lines by number and kind), `<doc>.morphs.csv` and
        `<doc>.units.csv`, each table with its recipe in a .json beside it. No text is in any of them.

    Raises
    ------
    ReadError
        If the corpus has no text, or not exactly one document.
    """
    if corpus.redacted or len(corpus) != 1:
        msg = f"only one document with its text can be published, not {corpus!r}"
        raise ReadError(msg)
    doc = str(corpus.documents["doc"].iloc[0])
    facts = {
        "documents": corpus.documents.assign(text="").to_dict("records"),
        "removed": corpus.removed.assign(text="").to_dict("records"),
    }
    about = folder / f"{doc}.json"
    morphs = segment(corpus).redact(codebook=codebooks, min_count=min_count)
    merged = segment(corpus, units=units).redact(min_count=min_count)
    folder.mkdir(parents=True, exist_ok=True)
    whole.write(about, (json.dumps(facts, ensure_ascii=False, indent=1) + "\n").encode("utf-8"))
    return [about, morphs.save(folder / f"{doc}.morphs.csv"), merged.save(folder / f"{doc}.units.csv")]
