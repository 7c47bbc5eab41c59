"""A first codebook from a text: its frequent words in two groups, with sentences of it, for a person to define."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.analyser import tokenize
from analysis.codebook.load import loads
from analysis.codebook.match import find
from analysis.errors import OptionError, RefusalError
from analysis.files.texts_on_disk import TextById
from analysis.lexicon.stopwords import stopwords
from analysis.lexicon.suggest import suggest
from analysis.matcher.arrays import edges, view
from analysis.matcher.sequences import Patterns, Sequences
from analysis.messages import message

_HANGUL = re.compile("[가-힣]{2,}")
_MOST = 16  # terms of both frames
_SPARE = 16  # words and names in comments
_FEWEST = 4  # words from which two groups can be made
_OFTEN = 2  # occurrences from which a word is frequent, if there are enough such words
_EXAMPLES, _COUNTEREXAMPLES = 3, 2
_SHORTEST, _LONGEST = 8, 200  # characters of an example
_LEAST = 4  # a group has a quarter of the words at least
_NEXT = 0.5  # of a sentence counts for its neighbours
_ROUNDS = 20
# Nouns that say when, or nothing in particular; frequent in any text.
_PALE = frozenset(
    "사람 문제 경우 오늘 내일 어제 올해 지난해 작년 내년 이번 최근 지금 현재 당시 이후 이전 동안 이상 이하 미만 부분 "
    "상황 사실 생각 모두 자체 결과 내용 방법 시간 시작 처음 마지막 나중 이날 하루 오전 오후 아침 저녁 정도 앞서 차례 "
    "기자 사진 제공 우리 자신 누구 여기 거기 무엇 하나 마음 얘기 이야기 때문".split()
)

_HEAD = """\
# 코드북 {id}: {docs}에서 단어를 뽑은 초안이다. 정의는 아직 없다.
# 두 묶음은 함께 나온 단어끼리 모은 것일 뿐 프레임이 아니다. 할 일:
#   1. 묶음마다 이름(id, label)과 정의(definition)를 적고, 뜻이 맞지 않는 단어는 옮기거나 지운다.
#   2. 예는 0보다 커야 하고 반례는 0이어야 한다. 글에서 가져온 문장이니 알맞은 것으로 바꾼다.
#   3. 고칠 때마다: python -m analysis codebook check {id}.yaml
schema: kfa-codebook/1       # 형식의 이름. 고치지 않는다
id: {name}
version: "0.1.0"             # 용어나 정의를 고치면 올린다
status: unvalidated          # unvalidated(검증 안 됨) | piloted | validated
title: {{ko: {title}, en: {title}}}
unit: sentence               # 사람이 코딩할 단위: sentence(문장) | paragraph(문단)
multi_label: true            # 한 단위에 여러 프레임이 있을 수 있으면 true
compare: [group1, group2]    # 비교할 두 프레임의 id. 비교하지 않으면 이 줄을 지운다
defaults:
  weight: 1.0
  tier: core
  cap_per_sentence: 1        # 한 문장에서 한 용어를 몇 번까지 셀지
  support_scope: paragraph   # 보조 용어는 이 안에 중심 용어가 있을 때만 센다
  nested_scope: codebook     # 겹친 말은 긴 것만 센다
provenance:
  author: "이름을 적는다"
  basis: "{docs}에서 자주 나온 단어를 함께 나온 것끼리 둘로 나눈 초안"
  tuned_on: {tuned}   # 단어를 뽑은 글. 검증에는 쓸 수 없다
  licence: "이용허락을 적는다"
changelog:
- {{version: "0.1.0", note: "글에서 뽑은 초안"}}
frames:
"""
_FRAME = """\
- id: group{number}
  label: {{ko: {label}, en: "group {number}"}}   # 프레임의 이름으로 바꾼다
  colour: {colour}
  definition: "정의를 적는다: 이 프레임은 일을 어떤 문제로 다루는가"
  present_if: ["이 프레임이 있다고 볼 때를 적는다"]
  absent_if: ["같은 단어가 있어도 없다고 볼 때를 적는다"]
  questions: ["코더가 예나 아니요로 답할 물음을 적는다"]
"""


class HasDocuments(Protocol):
    """Anything with documents, such as a Corpus, which stands on a higher layer."""

    @property
    def documents(self) -> pd.DataFrame:
        """Documents with their text."""

    @property
    def redacted(self) -> bool:
        """Whether the text is absent."""


class HasMorphemes(Protocol):
    """Anything with a token table and its recipe, such as Tokens, which stand on a higher layer."""

    @property
    def table(self) -> pd.DataFrame:
        """A token table."""

    @property
    def redacted(self) -> bool:
        """Whether words are blank."""

    @property
    def recipe(self) -> Any:
        """How it was made."""


class _Word(NamedTuple):
    """A word or a compound to begin with, and in which sentences it stands."""

    match: str
    n: int
    sentences: frozenset[int]

    @property
    def letters(self) -> str:
        """The word without spaces."""
        return self.match.replace(" ", "")


@dataclass(frozen=True)
class _Group:
    """The words of one frame and its sentences."""

    words: list[_Word]
    examples: list[str]
    counterexamples: list[str]


def draft(name: str, corpus: HasDocuments, tokens: HasMorphemes) -> str:
    """Write a codebook from a text: the words it repeats, in two groups, with sentences as examples."""
    if corpus.redacted or tokens.redacted:
        msg = message(
            "codebook.start takes words and sentences from the text, which is redacted; put it into seeds/private"
        )
        raise RefusalError.redacted(msg)
    if tokens.recipe.layer != "morphs":
        msg = message("codebook.start needs the morpheme layer; use segment(corpus) without units")
        raise OptionError(msg)
    table = tokens.table
    texts = TextById(corpus.documents)
    if not set(table["doc"].astype(str)) <= set(texts):
        msg = message("the tokens are not of this corpus; write tokens=da.segment(corpus)")
        raise OptionError(msg)
    words, spare = _words(tokens)
    sentences = _sentences(table, texts)
    groups = _with_sentences(_split(words, len(sentences)), sentences)
    docs = list(dict.fromkeys(table["doc"].astype(str)))
    left = (spare, _names(table))
    counts = _counts(_written(name, docs, groups, {}, left), table)
    kept = [_Group([w for w in g.words if counts[w.match]], g.examples, g.counterexamples) for g in groups]
    return _written(name, docs, kept, counts, left)


def _words(tokens: HasMorphemes) -> tuple[list[_Word], list[_Word]]:
    """Choose the words and compounds to begin with, and the next ones; refuse a text with too few."""
    table = tokens.table
    stop = {lemma for lemma, _ in stopwords().pairs} | _PALE
    nouns = table.loc[table["tag"].astype(str) == "NNG", "lemma"].astype(str)
    counts = nouns[nouns.str.fullmatch(_HANGUL) & ~nouns.isin(stop)].value_counts()
    found = suggest(tokens, minimum=_OFTEN, top=_MOST)
    compounds = [
        unit
        for unit, tag, g2 in zip(found["spaced"], found["tag"], found["g2"], strict=True)
        if tag == "NNG" and g2 > 0 and _HANGUL.fullmatch(unit.replace(" ", "")) and not set(unit.split()) & stop
    ]
    sequences = Sequences(view(table), Patterns(view(table).vocabulary))
    taken: set[int] = set()
    listed: list[_Word] = []
    for match in (*sorted(compounds[: _MOST // 3], key=lambda unit: -len(unit)), *counts.index):
        places = [(low, high) for low, high in sequences.find_pattern(match) if low not in taken]
        if " " in match:
            taken.update(row for low, high in places for row in range(low, high + 1))
        here = frozenset(int(sequences.rows.sentence[low]) for low, _ in places)
        listed.append(_Word(match, len(places), here))
    listed = sorted((w for w in listed if w.n), key=lambda w: (-w.n, min(w.sentences), w.match))
    often = [word for word in listed if word.n >= _OFTEN]
    chosen = (often if len(often) >= 2 * _FEWEST else listed)[:_MOST]
    if len(chosen) < _FEWEST:
        msg = message(
            "the text has {n_chosen} noun(s) of two letters or more, too few to begin a codebook with; "
            "give a longer text, or leave it out for the template",
            n_chosen=len(chosen),
        )
        raise RefusalError(msg)
    return chosen, [word for word in listed if word not in chosen][:_SPARE]


def _names(table: pd.DataFrame) -> list[_Word]:
    """List the most frequent names."""
    names = table.loc[table["tag"].astype(str) == "NNP", "lemma"].astype(str)
    counts = names[names.str.fullmatch(_HANGUL)].value_counts(sort=False)
    ordered = sorted(counts.items(), key=lambda pair: -pair[1])
    return [_Word(str(name), int(n), frozenset()) for name, n in ordered[:_SPARE]]


def _split(words: Sequence[_Word], sentences: int) -> tuple[list[_Word], list[_Word]]:
    """Part words into two groups by the sentences in which they stand."""
    # 요금 and 고지서 in sentences 1 to 3, 탄소 and 기후 in 7 to 9: [요금, 고지서] and [탄소, 기후]
    vectors = np.zeros((len(words), sentences + 2))
    for row, word in enumerate(words):
        for at in word.sentences:
            vectors[row, at : at + 3] += (_NEXT, 1.0, _NEXT)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    n = np.array([word.n for word in words], dtype=float)
    apart = (1.0 - vectors @ vectors.T) * np.sqrt(np.outer(n, n))
    first, second = divmod(int(np.triu(apart, 1).argmax()), len(words))
    centres = vectors[[first, second]]
    side = np.full(len(words), -1)
    for _ in range(_ROUNDS):
        before, side = side, _sides(vectors @ centres[1] - vectors @ centres[0])
        if np.array_equal(before, side):
            break
        centres = np.stack([_mean(vectors[side == k]) for k in (0, 1)])
    groups = [[word for word, k in zip(words, side.tolist(), strict=True) if k == which] for which in (0, 1)]
    return groups[0], groups[1]


def _sides(nearer: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """Give each word the group it is nearer to, a quarter of the words to each at least."""
    # .9, .1, .2, .3 are all nearer to the second: the least near of them, .1, makes the first
    least = max(len(nearer) // _LEAST, 1)
    order = np.argsort(nearer, kind="stable")
    cut = min(max(int((nearer <= 0).sum()), least), len(nearer) - least)
    side = np.zeros(len(nearer), np.int64)
    side[order[cut:]] = 1
    return side


def _mean(vectors: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the direction of the mean."""
    mean: npt.NDArray[np.float64] = vectors.mean(axis=0)
    return mean / np.linalg.norm(mean)


def _sentences(table: pd.DataFrame, texts: Mapping[str, str]) -> list[str]:
    """Cut the sentences out of the texts, in the order of the table."""
    rows = view(table)
    at = edges(rows.sentence).tolist()
    docs = rows.strings("doc", np.array(at[:-1], dtype=np.int64))
    found = []
    for doc, low, high in zip(docs, at[:-1], at[1:], strict=True):
        found.append(texts[doc][int(rows.start[low:high].min()) : int(rows.end[low:high].max())].strip())
    return found


def _with_sentences(groups: tuple[list[_Word], list[_Word]], sentences: Sequence[str]) -> list[_Group]:
    """Give each group sentences that hold its words and none of the other's, and the other's as counterexamples."""
    fitting = [n for n, text in enumerate(sentences) if _SHORTEST <= len(text) <= _LONGEST and "\n" not in text]
    alone = dict(zip(fitting, tokenize([sentences[n] for n in fitting]), strict=True))
    found: list[tuple[list[str], list[str]]] = []  # of each group: with none of the other's words, and all
    for words, others in (groups, groups[::-1]):
        clear: list[tuple[int, int]] = []
        mixed: list[tuple[int, int]] = []
        for n, morphs in alone.items():
            letters = sentences[n].replace(" ", "")
            forms = [morph.form for morph in morphs]
            held = [w for w in words if n in w.sentences and _holds(forms, w.letters)]
            if held:
                (mixed if any(w.letters in letters for w in others) else clear).append((-len(held), n))
        texts = [list(dict.fromkeys(sentences[n] for _, n in sorted(ranked))) for ranked in (clear, mixed)]
        found.append((texts[0], texts[0] or texts[1]))
    return [
        _Group(words, found[k][1][:_EXAMPLES], (found[1 - k][0][_EXAMPLES:] or found[1 - k][0])[:_COUNTEREXAMPLES])
        for k, words in enumerate(groups)
    ]


def _holds(forms: Sequence[str], letters: str) -> bool:
    """Whether some morphemes in a row are a word."""
    # [전기, 요금, 이, 오르, 었, 다] hold 전기요금 and 요금
    for at in range(len(forms)):
        written = ""
        for form in forms[at:]:
            written += form
            if written == letters:
                return True
            if not letters.startswith(written):
                break
    return False


def _counts(text: str, table: pd.DataFrame) -> dict[str, int]:
    """Count the hits of the terms as the matcher does, where the longer of two words counts."""
    book = loads(text, name=message("the draft"))
    hits = find(view(table), book).hits["term"].value_counts()
    return {str(term.match): int(hits.get(term.id, 0)) for _, term in book.terms()}


def _written(
    name: str,
    docs: Sequence[str],
    groups: Sequence[_Group],
    counts: Mapping[str, int],
    left: tuple[Sequence[_Word], Sequence[_Word]],
) -> str:
    """Write the file."""
    said = _comment(docs[0]) if len(docs) == 1 else f"글 {len(docs):,}편"
    title = json.dumps(f"{name} 프레임 코드북(초안)", ensure_ascii=False)
    head = _HEAD.format(id=name, name=json.dumps(name), docs=said, title=title, tuned=_listed(docs))
    parts = [head.replace(json.dumps(name), json.dumps(name, ensure_ascii=False))]
    for number, (group, colour) in enumerate(zip(groups, ("blue", "orange"), strict=True), start=1):
        label = json.dumps("·".join(w.match for w in group.words[:2]) + " 묶음", ensure_ascii=False)
        parts.append(_FRAME.format(number=number, label=label, colour=colour))
        parts.append(_items("examples", group.examples, "이 문장들은 0보다 커야 한다"))
        parts.append(
            _items("counterexamples", group.counterexamples, "이 문장들은 0이어야 한다. 지금은 다른 묶음의 문장이다")
        )
        parts.append("  terms:                     # 띄어쓰기는 자유. note는 이 글에서 찾은 횟수\n")
        for order, word in enumerate(group.words, start=1):
            note = f', note: "글에 {counts[word.match]}번"' if word.match in counts else ""
            parts.append(f'  - {{id: {"ab"[number - 1]}{order:02d}, match: "{word.match}"{note}}}\n')
    for what, words in zip(("어느 묶음에도 넣지 않은 단어", "글에 나온 이름"), left, strict=True):
        if words:
            parts.append(f"# {what}: {', '.join(f'{w.match} {w.n}' for w in words)}\n")
    return "".join(parts)


def _items(key: str, sentences: Sequence[str], said: str) -> str:
    """Write sentences as a list under a key; an empty one stays to be filled."""
    lines = "".join(f"  - {json.dumps(text, ensure_ascii=False)}\n" for text in sentences)
    head = f"{key}:" if sentences else f"{key}: []"
    return f"  {head:<25}  # {said}\n{lines}"


def _listed(texts: Sequence[str]) -> str:
    """Write texts as a list in one line."""
    return f"[{', '.join(json.dumps(text, ensure_ascii=False) for text in texts)}]"


def _comment(text: str) -> str:
    """Write a name so that it can stand in a comment and between quotation marks."""
    return " ".join(text.split()).replace('"', "'").replace("\\", "/")
