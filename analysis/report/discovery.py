"""Discovery: what is shown of a text that no codebook fits."""

from __future__ import annotations

from collections.abc import Sequence

from analysis import paths, stats
from analysis.codebook import read as read_codebook
from analysis.codebook.draft import draft
from analysis.codebook.load import codebooks_in, loads
from analysis.errors import KitError, RefusalError
from analysis.files.file_names import file_name
from analysis.report.article_frames import is_questions
from analysis.report.article_words import FALLBACK, runs
from analysis.report.facts import Compared, Discovery, Group, Label, Pair, Question, Word
from analysis.report.prepared import Prepared
from analysis.schema import NOUN_TAGS
from analysis.stats.kit_reference import read as read_reference

_MOST_COMPARED, _MOST_PAIRED = 10, 12
_SPARE = "어느 묶음에도 넣지 않은 단어"  # how codebook.draft names the words that it left over


def discover(text: Prepared, words: Sequence[Word]) -> Discovery:
    """Collect what needs no codebook: runs of words, comparison, pairs, a codebook to begin with, questions."""
    compared, reference = _compared(text)
    pairs = _pairs(words)
    yaml = _yaml(text)
    return Discovery(runs(text), compared, reference, pairs, _clusters(pairs), _groups(yaml), _questions(), yaml)


def _compared(text: Prepared) -> tuple[tuple[Compared, ...], str]:
    """List the words that are relatively more frequent than in the kit's reference, and say what that is made of."""
    kit = read_reference(NOUN_TAGS)
    try:
        table = stats.keyness(text.tokens, "kit", minimum=FALLBACK + 1, stop=text.stop)
    except KitError:  # tokens that were cut in another way, or redacted ones
        return (), ""
    table = table[(table["log_ratio"] > 0) & (table["n"] > FALLBACK)].head(_MOST_COMPARED)
    columns = ("term", "tag", "n", "per_10k", "per_10k_reference", "log_ratio")
    rows = zip(*(table[name].tolist() for name in columns), strict=True)
    return tuple(Compared(*row) for row in rows), "·".join(kit.labels)


def _pairs(words: Sequence[Word]) -> tuple[Pair, ...]:
    """List pairs of the frequent words that stand together in two sentences or more."""
    shown = words[:_MOST_PAIRED]
    held = {word.term: {place.sentence for place in word.places} for word in shown}
    terms = list(held)
    found = [
        Pair(a, b, together)
        for n, a in enumerate(terms)
        for b in terms[n + 1 :]
        if (together := len(held[a] & held[b])) >= FALLBACK
    ]
    return tuple(sorted(found, key=lambda pair: (-pair.sentences, terms.index(pair.source), terms.index(pair.target))))


def _clusters(pairs: Sequence[Pair]) -> tuple[tuple[str, ...], ...]:
    """Put words that pairs join into one cluster, and part large ones by greedy modularity."""
    # Source: Clauset, Newman & Moore (2004), Finding community structure in very large networks, Physical Review E 70.
    if not pairs:
        return ()
    import networkx as nx  # slow to load

    graph: nx.Graph[str] = nx.Graph()
    graph.add_weighted_edges_from((pair.source, pair.target, pair.sentences) for pair in pairs)
    order = {term: at for at, term in enumerate(graph.nodes)}
    found = nx.community.greedy_modularity_communities(graph, weight="weight")
    listed = [tuple(sorted(one, key=order.__getitem__)) for one in found if len(one) > 1]
    return tuple(sorted(listed, key=lambda one: (-len(one), order[one[0]])))


def _yaml(text: Prepared) -> str:
    """Begin a codebook from the text; empty where it has too few words."""
    if text.redacted:
        return ""
    try:
        return draft(file_name(text.document.doc), text.corpus, text.tokens)
    except RefusalError:
        return ""


def _groups(yaml: str) -> tuple[Group, ...]:
    """Read the two frames of a codebook that was begun, with the words that it left over."""
    if not yaml:
        return ()
    spare = next((line for line in yaml.splitlines() if line.startswith(f"# {_SPARE}: ")), "").partition(": ")[2]
    more = tuple(word.rpartition(" ")[0] for word in spare.split(", ") if word)
    frames = loads(yaml, name="draft").frames
    half = (len(more) + 1) // 2
    left = (more[:half], more[half:])
    return tuple(
        Group(tuple(str(term.match) for term in frame.terms), rest)
        for frame, rest in zip(frames, (*left, *[()] * len(frames)), strict=False)
    )


def _questions() -> tuple[Question, ...]:
    """List what coders are asked about the general frames."""
    books = (read_codebook(file) for file in codebooks_in(paths.CODEBOOKS))
    return tuple(
        Question(Label(frame.label.ko, frame.label.en), frame.definition, frame.questions)
        for book in books
        if is_questions(book)
        for frame in book.frames
        if frame.questions
    )
