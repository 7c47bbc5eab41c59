"""Morphemes of other analysers: tags brought to the kit's, lemmas, and places within a word."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate, pairwise

from analysis import schema
from analysis.errors import OptionError, ReadError

# Tags of other sets that mean one of ours: mecab-ko-dic, the 21st century Sejong corpus, 모두의 말뭉치.
ALIASES = {
    "NNBC": "NNB", "SC": "SP", "SY": "SW", "UNKNOWN": "UN", "NF": "UN", "NV": "UN", "NA": "UN",
    "MMA": "MM", "MMD": "MM", "MMN": "MM",
}  # fmt: skip

_STEMS = {"VV", "VA", "VX", "VCP", "VCN"}
_CONSONANTS = "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
_FINALS = {sign: chr(0x11A8 + i) for i, sign in enumerate(_CONSONANTS)}


@dataclass(frozen=True)
class Word:
    """What stands between two white spaces: its characters, its morphemes, and what follows it.

    `morphs` are forms and tags; `spans` their places in `text`, empty where they have to be found.
    """

    text: str
    morphs: tuple[tuple[str, str], ...]
    spans: tuple[tuple[int, int], ...] = ()
    after: str = " "


@dataclass(frozen=True)
class Mark:
    """What stands between sentences: a new "doc" with its id, a new "paragraph", or the "layer" of the table."""

    kind: str
    value: str = ""


class Tagset:
    """Tags of a file, as tags of the kit.

    Parameters
    ----------
    name : str
        File name, for errors.
    tags : mapping of str to str
        Tags of the file to tags of `schema.TAGS`, beside `ALIASES`.

    Raises
    ------
    OptionError
        If one of them is mapped to a tag that there is not.
    """

    def __init__(self, name: str, tags: Mapping[str, str]) -> None:
        self.name = name
        self._known = {tag: tag for tag in schema.TAGS} | ALIASES | dict(tags)
        if foreign := sorted(set(self._known.values()) - set(schema.TAGS)):
            msg = f"tags: {foreign[0]!r} is not a tag of the kit; the tags are {', '.join(schema.TAGS)}"
            raise OptionError(msg)

    def morph(self, form: str, tag: str, number: int) -> tuple[str, str]:
        """Bring a morpheme to the kit's tags, and its final consonant to the letters the kit's endings have.

        Parameters
        ----------
        form, tag : str
            As the file has them.
        number : int
            Line of the file, for errors.

        Returns
        -------
        (str, str)
            Form and tag.

        Raises
        ------
        ReadError
            If the tag is unknown.
        """
        base, dash, suffix = tag.partition("-")
        known = self._known.get(tag) or self._known.get(base)
        if known is None:
            msg = (
                f"{self.name}, line {number}: unknown tag {tag!r} of {form!r}; "
                f'map it by tags={{"{tag}": "..."}} to one of {", ".join(schema.TAGS)}'
            )
            raise ReadError(msg)
        if known[0] in "EJ" and form[0] in _FINALS:
            form = _FINALS[form[0]] + form[1:]
        return form, known + dash + suffix if known == base else known


def lemma(form: str, tag: str) -> str:
    """Write the dictionary form of a morpheme as the kit's own analyser does.

    Parameters
    ----------
    form, tag : str
        Stem and Sejong tag.

    Returns
    -------
    str
        Predicates, auxiliaries and copulas with 다; everything else as it is.
    """
    return form + "다" if tag.partition("-")[0] in _STEMS else form


def spans(word: str, morphs: Sequence[tuple[str, str]]) -> list[tuple[int, int]]:
    """Find the places of morphemes in their word by the letters (jamo) they share, in order.

    Parameters
    ----------
    word : str
        Its characters.
    morphs : sequence of (str, str)
        Forms and tags.

    Returns
    -------
    list of (int, int)
        Spans may overlap (갔 holds 가 and 었). A copula that is not written has an empty span; any other
        morpheme without a letter of its own has the character before it.

    Examples
    --------
    >>> spans("갔다", [("가", "VV"), ("았", "EP"), ("다", "EF")])
    [(0, 1), (0, 1), (1, 2)]
    """
    if "".join(form for form, _ in morphs) == word:
        ends = list(accumulate(len(form) for form, _ in morphs))
        return list(pairwise([0, *ends]))
    place = [i for i, sign in enumerate(word) for _ in unicodedata.normalize("NFD", sign)]
    owner = [i for i, (form, _) in enumerate(morphs) for _ in unicodedata.normalize("NFD", form)]
    whole, parts = unicodedata.normalize("NFD", word), "".join(unicodedata.normalize("NFD", f) for f, _ in morphs)
    hits: dict[int, list[int]] = {}
    for block in SequenceMatcher(None, whole, parts, autojunk=False).get_matching_blocks():
        for step in range(block.size):
            hits.setdefault(owner[block.b + step], []).append(place[block.a + step])
    found: list[tuple[int, int]] = []
    for i, (_, tag) in enumerate(morphs):
        last = found[-1][1] if found else 0
        if i in hits:
            found.append((min(hits[i]), max(hits[i]) + 1))
        else:
            found.append((last, last) if tag == "VCP" else (max(last - 1, 0), max(last, 1)))
    return found


def joined(morphs: Sequence[tuple[str, str]]) -> str:
    """Write a word from its morphemes.

    Parameters
    ----------
    morphs : sequence of (str, str)
        Forms and tags.

    Returns
    -------
    str
        The joined forms; a final stands under an open syllable before it, nothing else is contracted.
    """
    return unicodedata.normalize("NFC", "".join(form for form, _ in morphs))
