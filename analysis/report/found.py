"""The report of a text that no codebook fits: words that stand together, sentences that hold many, a codebook begun."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from analysis.report.facts import ArticleFacts, Discovery, Pair, Word
from analysis.report.prose import Prose
from analysis.report.sides import name

_MOST_NODES, _MOST_PAIRS, _MOST_KEY, _MOST_MORE = 12, 3, 5, 6
_FEWEST_NODES = 3  # below which a sentence says it


@dataclass(frozen=True)
class _Node:
    """A word in the picture of pairs."""

    key: str
    label: str
    n: int
    x: float
    y: float


@dataclass(frozen=True)
class _Graph:
    """Words as dots in rows, one row a cluster, and the pairs between them as lines or arcs."""

    width: int
    height: int
    nodes: tuple[_Node, ...]
    paths: tuple[str, ...]
    left_out: int


@dataclass(frozen=True)
class _Chip:
    """A word that can be put into the codebook or taken out."""

    word: str
    n: int
    on: bool


@dataclass(frozen=True)
class _Draft:
    """The box that begins a codebook: its frames with their words, and the file line by line."""

    groups: tuple[tuple[_Chip, ...], ...]
    lines: tuple[dict[str, object], ...]  # t: text, k: kind, g: frame, w: word
    command: str


def key_sentences(facts: ArticleFacts) -> list[tuple[int, int]]:
    """List the sentences with most different frequent words: number and how many, from two on."""
    held = sorted(
        (sentence for sentence in facts.sentences if sentence.key >= 2), key=lambda one: (-one.key, one.number)
    )
    return [(sentence.number, sentence.key) for sentence in held[:_MOST_KEY]]


def head(found: Discovery, prose: Prose) -> str:
    """Name what comes again."""
    if not found.runs:
        return prose.say("found.runs_head_none")
    first = prose.quoted(found.runs[0].term)
    if len(found.runs) == 1:
        return prose.say("found.runs_head_one", first=first)
    return prose.say("found.runs_head_two", first=first, second=prose.quoted(found.runs[1].term))


def graph(facts: ArticleFacts, *, width: int) -> _Graph | None:
    """Lay out the pairs of two sentences or more, in at most twelve words; None where a sentence says it."""
    found = facts.discovery
    if found is None:
        return None
    pairs = [pair for pair in found.pairs if pair.sentences >= 2]
    rows = _rows(found.clusters, pairs)
    words = [word for row in rows for word in row]
    if len(words) < _FEWEST_NODES:
        return None
    counts = {word.term: word.n for word in facts.words}
    listed = {word.term for word in facts.words}
    place: dict[str, _Node] = {}
    for r, row in enumerate(rows):
        step = width / max(len(row), 3)
        for i, word in enumerate(row):
            key = f"w={word}" if word in listed else ""
            place[word] = _Node(key, word, counts.get(word, 0), step * (i + 0.5), 52 + 92 * r)
    drawn = [pair for pair in pairs if pair.source in place and pair.target in place]
    paths = tuple(_path(place[pair.source], place[pair.target], rows) for pair in drawn)
    return _Graph(width, 92 * len(rows) + 8, tuple(place.values()), paths, len(pairs) - len(drawn))


def _rows(clusters: Sequence[tuple[str, ...]], pairs: Sequence[Pair]) -> list[list[str]]:
    """Order the words of every cluster so that paired ones stand side by side, twelve words in all."""
    # Example: pairs a-b and b-c give the row a, b, c
    near: dict[str, list[str]] = {}
    for pair in pairs:
        near.setdefault(pair.source, []).append(pair.target)
        near.setdefault(pair.target, []).append(pair.source)
    rows: list[list[str]] = []
    room = _MOST_NODES
    for cluster in clusters:
        words = [word for word in cluster if word in near]
        if not 2 <= len(words) <= room:
            continue
        row = [min(words, key=lambda word: (len(near[word]), word))]
        while len(row) < len(words):
            last = [word for word in near[row[-1]] if word in words and word not in row]
            rest = [word for word in words if word not in row]
            row.append((last or rest)[0])
        rows += [row[at : at + 6] for at in range(0, len(row), 6)]
        room -= len(words)
    return rows


def _path(one: _Node, other: _Node, rows: list[list[str]]) -> str:
    """Draw a pair: a line between neighbours and rows, an arc over what stands between."""
    row = next((row for row in rows if one.label in row and other.label in row), None)
    if row is None or abs(row.index(one.label) - row.index(other.label)) == 1:
        return f"M{one.x:.0f} {one.y:.0f}L{other.x:.0f} {other.y:.0f}"
    lift = one.y - 40
    return f"M{one.x:.0f} {one.y:.0f}C{one.x:.0f} {lift:.0f} {other.x:.0f} {lift:.0f} {other.x:.0f} {other.y:.0f}"


def pairs_line(found: Discovery, prose: Prose) -> str:
    """Say in a sentence which words stand together, where there are too few for a picture."""
    pairs = [pair for pair in found.pairs if pair.sentences >= 2]
    if not pairs:
        return prose.say("found.no_pairs")
    told = [
        prose.say("found.pair", source=pair.source, target=pair.target, n=pair.sentences)
        for pair in pairs[:_MOST_PAIRS]
    ]
    return prose.say("found.few_pairs", list=prose.list(told))


def compared(found: Discovery, prose: Prose) -> list[tuple[str, str]]:
    """List the words that stand out against the reference: word, and its rates."""
    return [
        (
            one.term,
            prose.say("found.compared_n", n=one.n, here=f"{one.per_10k:.0f}", there=f"{one.reference_per_10k:.1f}"),
        )
        for one in found.compared[:6]
    ]


def questions(found: Discovery, prose: Prose) -> list[tuple[str, str, tuple[str, ...]]]:
    """List what coders are asked: frame, definition and questions, both in Korean."""
    return [(name(one.frame, prose.lang), one.definition, one.ask) for one in found.questions]


def draft(facts: ArticleFacts, prose: Prose, *, stem: str) -> _Draft | None:
    """Split the codebook into lines that belong to its words; None where there are too few words for one."""
    found = facts.discovery
    if found is None or not found.yaml or not found.groups:
        return None
    counts = _counts(facts.words, found.yaml)
    groups = tuple(
        (*(_Chip(word, counts.get(word, 0), on=True) for word in group.words),
         *(_Chip(word, counts.get(word, 0), on=False) for word in group.more[:_MOST_MORE]))
        for group in found.groups
    )  # fmt: skip
    return _Draft(groups, tuple(_lines(found)), prose.say("found.command_text", file=f"{stem}.yaml"))


def _counts(words: Sequence[Word], yaml: str) -> Mapping[str, int]:
    """Count the words of a codebook: as listed, or as the file notes it."""
    found: dict[str, int] = {}
    last = next((line for line in yaml.splitlines() if line.startswith("# 어느 묶음에도")), "")
    for part in last.partition(": ")[2].split(", "):
        word, _, n = part.rpartition(" ")
        if n.isdigit():
            found[word] = int(n)
    for line in yaml.splitlines():
        word = line.partition('match: "')[2].partition('"')[0]
        n = line.partition('note: "')[2].partition('"')[0].removeprefix("글에 ").removesuffix("번")
        if word and n.isdigit():
            found[word] = int(n)
    return found | {word.term: word.n for word in words}


def _lines(found: Discovery) -> list[dict[str, object]]:
    """Say of every line of the file what it belongs to, and add lines for the words that may be taken in."""
    lines: list[dict[str, object]] = []
    group, part = -1, ""
    for line in found.yaml.rstrip("\n").split("\n"):
        if line.startswith("- id: "):
            group, part = group + 1, ""
        elif line.startswith("  ") and not line.startswith(("  -", "   ")):
            part = line.strip().partition(":")[0]
        elif group >= 0 and part == "terms" and not line.startswith("  "):
            part = ""
        kind = {"terms": "term", "examples": "example", "counterexamples": "counter"}.get(part, "")
        told: dict[str, object] = {"t": line}
        if group >= 0 and line.startswith("  - ") and kind:
            told |= {"k": kind, "g": group}
            if kind == "term":
                told["w"] = line.partition('match: "')[2].partition('"')[0]
        elif group >= 0 and part == "label":
            told |= {"k": "label", "g": group}
        lines.append(told)
    for g, held in enumerate(found.groups):
        last = max((i for i, told in enumerate(lines) if told.get("k") == "term" and told.get("g") == g), default=-1)
        if last >= 0:
            own = [
                {"t": f'  - {{id: {"abcdefgh"[g % 8]}{50 + i}, match: "{word}"}}', "k": "term", "g": g, "w": word}
                for i, word in enumerate(held.more[:_MOST_MORE])
            ]
            lines[last + 1 : last + 1] = own
    return lines


def marked_key(text: str, words: Sequence[Word], sentence: tuple[int, int, int]) -> Markup:
    """Write a sentence with its frequent words underlined; `sentence` is its number, start and end."""
    number, start, end = sentence
    places = sorted({(p.start, p.end, w.term) for w in words for p in w.places if p.sentence == number})
    html, at = Markup(), start
    for low, high, term in places:
        if low >= at:
            html += Markup('{}<u data-k="w={}">{}</u>').format(text[at:low], term, text[low:high])
            at = high
    return html + Markup.escape(text[at:end])
