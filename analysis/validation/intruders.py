"""Word and topic intrusion: whether people see in a topic model what it is said to hold."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import measures, schema
from analysis.corpus import Corpus
from analysis.errors import OptionError, ReadError, RefusalError
from analysis.files import atomic, csv
from analysis.files.texts_on_disk import TextById
from analysis.files.xlsx import Sheet, workbook
from analysis.messages import message
from analysis.options import require_whole
from analysis.reading.filled import read_filled
from analysis.topics import Topics

_WHAT = "validation.intrusion"
_WORDS = 5  # of the topic, beside which the intruder stands
_NEAR = 50  # words of a topic from which no intruder of it comes
_TOPICS = 3  # of the document
_SHOWN = 8  # words by which a topic is shown
_TO_NAME = 10
_LETTERS = 400
_MOST = 6  # choices of a task
_SIGN = "|"
_SHEET = "침입 과제"
_ASKED = {
    "word": "나머지와 어울리지 않는 단어는 몇 번인가",
    "topic": "이 글에서 다루지 않는 것은 몇 번인가(보기마다 주제 하나의 단어)",
    "label": "이 단어들의 주제에 이름을 붙인다",
}
_COLUMNS = ("과제", "코더", "물음", "글이나 단어", *(f"보기 {k}" for k in range(1, _MOST + 1)), "답")


@dataclass(frozen=True)
class _Task:
    """One task with its key."""

    unit: str
    task: str
    topic: int
    doc: str
    text: str
    choices: tuple[str, ...]
    answer: int
    topics: tuple[int, ...] = ()
    shares: tuple[float, ...] = ()


def intrusion(topics: Topics, corpus: Corpus, *, coders: int = 2, seed: int = 1) -> pd.DataFrame:
    """Make tasks that show whether people see the topics of a model, by what does not belong to them.

    Of every topic five words stand with one that is improbable in it and among the first of another (word intrusion);
    of every topic a document of which it is the largest stands with the words of its three largest topics and of one
    that it hardly has (topic intrusion); and every topic is to be named. The table holds the key: give coders the
    sheets that `intrusion_sheet` writes.

    Parameters
    ----------
    topics : Topics
        A model.
    corpus : Corpus
        The texts, not redacted.
    coders : int
        How many people read, each in an order of their own.
    seed : int
        Of intruders, documents and orders.

    Returns
    -------
    DataFrame
        Columns schema.INTRUSION, a row a task and coder. Below four topics there are no topic tasks, and a topic that
        is the largest of no document has none; `caution` says so.

    Raises
    ------
    OptionError
        If there are no coders, or the corpus lacks a document of the model.
    RefusalError
        If the corpus is redacted, or no word can be an intruder.

    References
    ----------
    Chang, J., Boyd-Graber, J., Gerrish, S., Wang, C. & Blei, D. M. (2009), NIPS; Ying, L., Montgomery, J. M. & Stewart,
    B. M. (2021), Political Analysis 30, on labels.
    """
    require_whole(f"{_WHAT}: coders", coders, least=1)
    if corpus.redacted:
        raise RefusalError.redacted(message("{what} shows texts, and this corpus is redacted", what=_WHAT))
    dice = np.random.default_rng(seed)
    tasks = [*_word_tasks(topics, dice), *_topic_tasks(topics, corpus, dice), *_label_tasks(topics)]
    rows = [
        (task.unit, str(coder), place + 1, task.task, task.topic, task.doc, task.text, _SIGN.join(task.choices),
         task.answer, _SIGN.join(map(str, task.topics)), _SIGN.join(map(repr, task.shares)))
        for coder in range(1, coders + 1)
        for place, task in enumerate(tasks[k] for k in np.random.default_rng([seed, coder]).permutation(len(tasks)))
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=[c.name for c in schema.INTRUSION])
    table = table.astype({c.name: "str" for c in schema.INTRUSION if c.kind == "text"})
    lost = topics.k - sum(task.task == "topic" for task in tasks)
    said = f"주제 {lost}개에는 주제 침입 과제가 없다(가장 큰 주제인 글이 없거나 주제가 넷보다 적다)" if lost else ""
    about = schema.About(seed=seed, model=topics.recipe.tokens, tentative=topics.recipe.tentative,
                         caution=(said,) if said else None)  # fmt: skip
    return schema.check(schema.describe(table, about, source=topics.recipe), schema.INTRUSION, what=_WHAT)


def _word_tasks(topics: Topics, dice: np.random.Generator) -> list[_Task]:
    """Set a word of another topic among the first words of each."""
    order = np.argsort(-topics.phi, axis=1, kind="stable")
    words = topics.terms["term"].astype(str).to_numpy()
    found = []
    for k in range(topics.k):
        own, near = order[k][:_WORDS], set(order[k][: min(_NEAR, topics.phi.shape[1] // 2)].tolist())
        low = topics.phi[k] <= np.median(topics.phi[k])
        others = sorted({int(w) for j in range(topics.k) if j != k for w in order[j][:_WORDS]} - near)
        pool = [w for w in others if low[w]] or others
        if not pool:
            raise RefusalError.alone(
                message("{what}: topic {topic} has the first words of all others; there is no intruder", what=_WHAT,
                        topic=k + 1)
            )  # fmt: skip
        shown = [*own.tolist(), pool[int(dice.integers(len(pool)))]]
        turned = dice.permutation(len(shown))
        choices = tuple(str(words[shown[at]]) for at in turned)
        answer = int(np.flatnonzero(turned == len(shown) - 1)[0]) + 1
        found.append(_Task(_unit(topics, "word", k, ""), "word", k + 1, "", "", choices, answer))
    return found


def _topic_tasks(topics: Topics, corpus: Corpus, dice: np.random.Generator) -> list[_Task]:
    """Set a topic that a document hardly has among its three largest."""
    if topics.k <= _TOPICS:
        return []
    texts = TextById(corpus.documents)
    lost = [doc for doc in topics.docs if doc not in texts]
    if lost:
        raise OptionError(message("{what}: the corpus has no document {doc!r} of the model", what=_WHAT, doc=lost[0]))
    shown = [_first_words(topics, k, _SHOWN) for k in range(topics.k)]
    largest = topics.theta.argmax(axis=1)
    found = []
    for k in range(topics.k):
        rows = np.flatnonzero(largest == k)
        if not len(rows):
            continue
        row = int(rows[dice.integers(len(rows))])
        theta = topics.theta[row]
        order = np.argsort(-theta, kind="stable")
        small = order[max(_TOPICS, topics.k // 2) :]
        chosen = [*order[:_TOPICS].tolist(), int(small[dice.integers(len(small))])]
        turned = [chosen[at] for at in dice.permutation(len(chosen))]
        doc, text = topics.docs[row], " ".join(texts[topics.docs[row]].split())
        text = text if len(text) <= _LETTERS else f"{text[:_LETTERS]}…"
        found.append(
            _Task(
                _unit(topics, "topic", k, doc), "topic", k + 1, doc, text, tuple(shown[one] for one in turned),
                turned.index(chosen[-1]) + 1, tuple(one + 1 for one in turned),
                tuple(float(theta[one]) for one in turned),
            )
        )  # fmt: skip
    return found


def _label_tasks(topics: Topics) -> list[_Task]:
    """Ask for a name of every topic."""
    frex = measures.frex(topics.phi)
    words = topics.terms["term"].astype(str).to_numpy()
    found = []
    for k in range(topics.k):
        first = ", ".join(words[np.argsort(-frex[k], kind="stable")[:_TO_NAME]])
        text = f"{_first_words(topics, k, _TO_NAME)} / {first}"
        found.append(_Task(_unit(topics, "label", k, ""), "label", k + 1, "", text, (), 0))
    return found


def _first_words(topics: Topics, topic: int, n: int) -> str:
    """Write the most probable words of a topic."""
    order = np.argsort(-topics.phi[topic], kind="stable")[:n]
    return ", ".join(topics.terms["term"].astype(str).to_numpy()[order])


def _unit(topics: Topics, task: str, topic: int, doc: str) -> str:
    """Give a task an id that says nothing of its key."""
    digest = hashlib.sha256(f"{topics.recipe.tokens} {topics.recipe.seed} {task} {topic} {doc}".encode()).hexdigest()
    return f"i{digest[:12]}"


def intrusion_sheet(tasks: pd.DataFrame, *, coder: str, path: str | Path) -> Path:
    """Write the sheet that one coder fills in, without the key.

    Parameters
    ----------
    tasks : DataFrame
        As `intrusion` gave them.
    coder : str
        Number of the coder among them, such as "1".
    path : str or Path
        A name ending in .xlsx, in which the answer is chosen from a list, or in .csv.

    Returns
    -------
    Path
        The file. The same tasks give the same bytes.

    Raises
    ------
    OptionError
        If there is no such coder, or the ending is another one.
    """
    schema.check(tasks, schema.INTRUSION, what="validation.intrusion_sheet")
    path = Path(path)
    own = tasks[tasks["coder"] == coder].sort_values("position", kind="stable")
    if own.empty:
        known = ", ".join(sorted(tasks["coder"].unique()))
        raise OptionError(message("validation.intrusion_sheet: there is no coder {coder!r}; they are {known}",
                                  coder=coder, known=known))  # fmt: skip
    rows = []
    for row in own.to_dict("records"):
        choices = str(row["choices"]).split(_SIGN) if row["choices"] else []
        filled = [*choices, *[""] * (_MOST - len(choices))]
        rows.append([row["unit"], coder, _ASKED[row["task"]], row["text"], *filled, ""])
    if path.suffix.lower() == ".csv":
        return atomic.save(path, csv.to_csv(pd.DataFrame(rows, columns=list(_COLUMNS))))
    if path.suffix.lower() != ".xlsx":
        raise OptionError(message("validation.intrusion_sheet: {path} ends in neither .xlsx nor .csv; rename it",
                                  path=path.name))  # fmt: skip
    sheet = Sheet(_SHEET, [_COLUMNS, *rows], formatted=True, writable=(len(_COLUMNS) - 1,))
    return atomic.save(path, workbook([sheet]))


def read_intrusion(paths: str | Path | Iterable[str | Path]) -> pd.DataFrame:
    """Read the sheets that coders filled in.

    Parameters
    ----------
    paths : str, Path or iterable of them
        Files ending in .xlsx or .csv.

    Returns
    -------
    DataFrame
        `unit`, `coder`, `value` (the number that was chosen, or the name of a topic), a row an answer; cells that are
        empty are left out.

    Raises
    ------
    MissingError
        If a file is not there.
    ReadError
        If it is no sheet of `intrusion_sheet`.
    """
    parts = [_read(Path(path)) for path in ([paths] if isinstance(paths, str | Path) else paths)]
    table = pd.concat([pd.DataFrame(columns=["unit", "coder", "value"]), *parts], ignore_index=True).astype("str")
    return schema.mark(table)


def _read(path: Path) -> pd.DataFrame:
    """Read one sheet."""
    table = read_filled(path, sheet=_SHEET)
    if not {"과제", "코더", "답"} <= set(table.columns):
        raise ReadError(message("{path} is no sheet of validation.intrusion_sheet; it has {columns}", path=path.name,
                                columns=", ".join(map(str, table.columns))))  # fmt: skip
    table = table.rename(columns={"과제": "unit", "코더": "coder", "답": "value"})[["unit", "coder", "value"]]
    filled: pd.DataFrame = table[(table["value"] != "") & (table["unit"] != "")]
    return filled


def intrusion_results(tasks: pd.DataFrame, answers: pd.DataFrame) -> pd.DataFrame:
    """Say how often coders found the intruder, how far they were off, and whether they call the topics alike.

    Parameters
    ----------
    tasks : DataFrame
        As `intrusion` gave them.
    answers : DataFrame
        `unit`, `coder`, `value`, as `read_intrusion` gives them.

    Returns
    -------
    DataFrame
        Columns schema.INTRUSION_RESULTS: of word and topic tasks a row for all topics (topic 0) and a row each, with
        `model_precision` (share of the answers that found the intruder) in Wilson's 95% interval; of labels one row
        with Krippendorff's alpha, names compared without spaces and case. An interval takes answers as independent,
        which those of one coder are not quite.

    Raises
    ------
    SchemaError
        If a column is missing.
    OptionError
        If an answer is to no task, two of one coder are to the same, or a number is none of the choices.

    References
    ----------
    Chang, J. et al. (2009), NIPS: model precision and topic log odds; Wilson, E. B. (1927); Krippendorff, K. (2011).
    """
    what = "validation.intrusion_results"
    schema.check(tasks, schema.INTRUSION, what=what)
    key = tasks.drop_duplicates("unit").set_index("unit")
    given = _checked(answers, key, what)
    rows = []
    for task in ("word", "topic"):
        some = given[given["task"] == task]
        wanted = sorted(key.loc[key["task"] == task, "topic"].unique())
        if wanted:
            rows += [_row(task, topic, some if not topic else some[some["topic"] == topic]) for topic in (0, *wanted)]
    labels = given[given["task"] == "label"]
    alpha, reason = _alpha(labels)
    rows.append(("label", 0, len(labels), 0, np.nan, np.nan, np.nan, np.nan, alpha, reason))
    names = [c.name for c in schema.INTRUSION_RESULTS if c.name != "label"]
    table = pd.DataFrame(rows, columns=names)
    table.insert(2, "label", [f"주제 {topic}" if topic else "" for topic in table["topic"]])
    table = table.astype({"task": "str", "label": "str", "reason": "str"})
    coders = tuple(sorted(given["coder"].unique()))
    base = f"코더 {len(coders)}명의 답 {len(given):,}개"
    schema.describe(table, schema.About(base=base, coders=coders), source=tasks)
    return schema.check(table, schema.INTRUSION_RESULTS, what=what)


def _checked(answers: pd.DataFrame, key: pd.DataFrame, what: str) -> pd.DataFrame:
    """Join answers to their tasks; refuse what answers none."""
    schema.check(answers, (schema.Column("unit", "text", "", ""), schema.Column("coder", "text", "", "")), what=what)
    given = answers.assign(value=answers["value"].astype(str).str.strip())
    given = given[given["value"] != ""].astype({"unit": "str", "coder": "str"})
    unknown = given.loc[~given["unit"].isin(key.index), "unit"]
    if len(unknown):
        raise OptionError(message("{what}: {unit!r} is no task; pass the tasks that the sheets were written from",
                                  what=what, unit=unknown.iloc[0]))  # fmt: skip
    twice = given[given.duplicated(["unit", "coder"])]
    if len(twice):
        raise OptionError(message("{what}: coder {coder} answered {unit!r} twice; keep one answer", what=what,
                                  coder=twice["coder"].iloc[0], unit=twice["unit"].iloc[0]))  # fmt: skip
    given = given.join(key[["task", "topic", "choices", "answer", "shares"]], on="unit")
    chosen = []
    for row in given.to_dict("records"):
        choices = str(row["choices"]).split(_SIGN) if row["choices"] else []
        value = str(row["value"]).removesuffix(".0")
        if row["task"] != "label" and not (value.isdecimal() and 1 <= int(value) <= len(choices)):
            raise OptionError(message("{what}: the answer {value!r} to {unit!r} is no number from 1 to {n}", what=what,
                                      value=row["value"], unit=row["unit"], n=len(choices)))  # fmt: skip
        chosen.append(int(value) if row["task"] != "label" else 0)
    return given.assign(chosen=np.array(chosen, dtype=np.int64))


def _row(task: str, topic: int, given: pd.DataFrame) -> tuple[object, ...]:
    """Sum up the answers to the tasks of a topic, or of all."""
    right = int((given["chosen"] == given["answer"]).sum())
    low, high = measures.wilson(right, n=len(given))
    odds = [
        measures.topic_log_odds([float(share) for share in str(row["shares"]).split(_SIGN)],
                                intruder=int(row["answer"]) - 1, chosen=[int(row["chosen"]) - 1])
        for row in given.to_dict("records") if task == "topic"
    ]  # fmt: skip
    return (
        task, topic, len(given), right, right / len(given) if len(given) else np.nan, float(low), float(high),
        float(np.mean(odds)) if odds else np.nan, np.nan, "" if len(given) else "답이 없다",
    )  # fmt: skip


def _alpha(given: pd.DataFrame) -> tuple[float, str]:
    """Say how far coders call topics alike."""
    if given["coder"].nunique() < 2:
        return float("nan"), "이름을 붙인 사람이 둘이 안 된다"
    plain = given["value"].map(lambda name: unicodedata.normalize("NFC", "".join(name.split())).casefold())
    names = {name: k for k, name in enumerate(sorted(plain.unique()))}
    wide = given.assign(code=plain.map(names).astype("float64")).pivot_table(
        index="topic", columns="coder", values="code", aggfunc="first"
    )
    ratings: npt.NDArray[np.float64] = wide.to_numpy(dtype=np.float64)
    alpha = measures.krippendorff_alpha(ratings)
    return alpha, "" if not np.isnan(alpha) else "두 사람이 함께 이름을 붙인 주제가 없거나 이름이 하나뿐이다"
