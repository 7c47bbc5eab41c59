"""Stop words: words that swamp a Korean table of nouns without saying what a text is about.

A list is YAML: `schema: damron-stopwords/1`, `id`, `version` and `stopwords`, each with `lemma`, `tag` and the `reason`
why it says little. Nothing is taken out of any table unless a call asks for it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from analysis.errors import CodebookError
from analysis.files.yaml import shown
from analysis.lexicon.loading import load, require_choice
from analysis.messages import message
from analysis.paths import LEXICONS
from analysis.schema import CONTENT_TAGS, TAGS

STOP_TAGS = tuple(sorted({*CONTENT_TAGS, "NNB", "NP", "NR", "VX", "MM", "MAJ", "MAG"}))
_KEYS = {"lemma", "tag", "reason"}


@dataclass(frozen=True)
class StopWord:
    """One word to leave out: its lemma, its tag, and why."""

    lemma: str
    tag: str
    reason: str


@dataclass(frozen=True)
class StopWords:
    """A stop list: where it came from and its words in the order of the file."""

    id: str
    version: str
    sha256: str
    words: tuple[StopWord, ...]

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """Lemma and tag of every word, as a table of tokens has them."""
        return frozenset((word.lemma, word.tag) for word in self.words)

    def plus(self, words: Iterable[str]) -> StopWords:
        """Add words of your own.

        Parameters
        ----------
        words : iterable of str
            Lemmas, under any tag or with one: ``["곳", "말/NNG"]``.

        Returns
        -------
        StopWords
            This list, if there are none; else a new value whose id and version name how many were added.

        Examples
        --------
        >>> stopwords().plus(["곳", "말/NNG"]).version.endswith("+2")
        True
        """
        parted = ((word, word.rpartition("/")) for word in words)
        own = tuple(
            StopWord(lemma, tag, "given") if lemma and tag in TAGS else StopWord(word, "", "given")
            for word, (lemma, _, tag) in parted
        )
        if not own:
            return self
        digest = hashlib.sha256(repr((self.sha256, own)).encode("utf-8")).hexdigest()
        return StopWords(f"{self.id}+given", f"{self.version}+{len(own)}", digest, (*self.words, *own))


def stopwords(path: str | Path | None = None) -> StopWords:
    """Read a stop list.

    Parameters
    ----------
    path : str or Path, optional
        A YAML file of `schema: damron-stopwords/1`; by default the kit's own.

    Returns
    -------
    StopWords
        Frozen, with the hash of the file's bytes.

    Raises
    ------
    MissingError
        If there is no such file.
    CodebookError
        If it is not YAML, lacks a key, has an unknown one, or lists a word with the same tag twice; the message names
        the file and the entry.

    Examples
    --------
    >>> ("것", "NNB") in stopwords().pairs
    True
    """
    file = Path(path or LEXICONS / "stopwords.yaml")
    source = load(file, schema="damron-stopwords/1", key="stopwords", what=message("stop list"))
    words = tuple(_word(entry, where) for entry, where in source.numbered())
    pairs = [(word.lemma, word.tag) for word in words]
    if twice := [pair for n, pair in enumerate(pairs) if pair in pairs[:n]]:
        msg = message(
            "{source}: {twice!r} stands twice with the tag {twice_2}; keep one of the entries",
            source=source.name,
            twice=twice[0][0],
            twice_2=twice[0][1],
        )
        raise CodebookError(msg)
    return StopWords(source.id, source.version, source.sha256, words)


def _word(entry: object, where: str) -> StopWord:
    """Return one entry as a StopWord; refuse one that is malformed."""
    if not isinstance(entry, dict) or set(entry) != _KEYS:
        msg = message("{where}: an entry has lemma, tag and reason; got {entry}", where=where, entry=shown(entry))
        raise CodebookError(msg)
    for key in ("lemma", "reason"):
        if not isinstance(entry[key], str) or not entry[key].strip():
            msg = message(
                "{where}: {key} must be a text that is not empty, not {entry}",
                where=where,
                key=key,
                entry=shown(entry[key]),
            )
            raise CodebookError(msg)
    tag = require_choice(entry["tag"], STOP_TAGS, where=where, field="tag")
    return StopWord(entry["lemma"].strip(), tag, " ".join(entry["reason"].split()))
