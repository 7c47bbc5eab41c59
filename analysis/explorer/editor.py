"""A codebook at work: its terms with what they find, changes tried at once, and a new version of its file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from analysis import codebook as books
from analysis import validation
from analysis.codebook import Codebook, rewrite
from analysis.codebook.diff import found_by
from analysis.codebook.start import require_own
from analysis.corpus import Corpus
from analysis.errors import CodebookError, OptionError, RefusalError
from analysis.explorer.drafts import Draft, compare_drafts, require_unchanged
from analysis.explorer.editor_panel import EditorPanel
from analysis.explorer.places import copied_line
from analysis.explorer.preview import MOST, Preview, failures, paragraphs, self_test, table
from analysis.files import atomic
from analysis.files.texts_on_disk import TextById
from analysis.matcher.pattern import base_tag
from analysis.messages import message
from analysis.options import meant
from analysis.schema import NOUN_TAGS
from analysis.schema.reasons import status_shown
from analysis.tokens import Tokens, segment

_AROUND = 14  # characters on each side of a hit
_VERSION = re.compile(r"(\d+)\.(\d+)(?:\.(\d+))?")
_COPIED = {"문서": "doc", "문단": "paragraph", "문장": "sentence", "시작": "start", "끝": "end"}  # by the linked view
_PREDICATES = {"VV", "VA", "VX"}


def edit(codebook: Codebook | str | Path, *, corpus: Corpus, tokens: Tokens | None = None) -> Editor:
    """Work on a codebook with a text beside it: change a term, see at once what is gained and lost, save a new version.

    Parameters
    ----------
    codebook : Codebook, str or Path
        A codebook in a YAML file of the kit's format, or what `codebook.find` takes for one.
    corpus : Corpus
        The texts to try it on, not redacted.
    tokens : Tokens, optional
        Morpheme layer of the corpus; `segment(corpus)` by default.

    Returns
    -------
    Editor
        Shows itself in a notebook: terms with their hits, precision where coders have coded, the self-test. Its methods
        change a draft: `add`, `drop`, `counterexample`, `undo`; `try_` only looks; `save` writes the file.

    Raises
    ------
    RefusalError
        If the texts are redacted.
    CodebookError
        If the codebook is in no YAML file of the kit's format, or its file was changed since it was read.

    Examples
    --------
    >>> import analysis as da, tempfile
    >>> corpus = da.Corpus.from_texts({"d": "협동조합이 문을 열었다. 품앗이로 벼를 베었다."})
    >>> editor = edit(da.codebook.start("mine", folder=tempfile.mkdtemp()), corpus=corpus)
    >>> editor.add("품앗이", frame="together").changes[["surface", "change"]].values.tolist()
    [['품앗이', 'gained']]
    """
    book = codebook if isinstance(codebook, Codebook) else books.read(codebook)
    if corpus.redacted or (tokens is not None and tokens.redacted):
        msg = message("edit shows the places of terms, but the text is redacted; put the article into seeds/private")
        raise RefusalError.redacted(msg)
    return Editor(book, corpus, segment(corpus) if tokens is None else tokens)


class _Line(NamedTuple):
    """A sentence, or a place in one, that somebody pointed at."""

    doc: str
    sentence: int
    start: int | None = None
    end: int | None = None
    frame: str = ""


class Editor:
    """A draft of a codebook beside a text. Every method that changes the draft says what that does to the hits."""

    def __init__(self, book: Codebook, corpus: Corpus, tokens: Tokens) -> None:
        self._corpus, self._tokens = corpus, tokens
        self._open(book)

    @property
    def codebook(self) -> Codebook:
        """The draft as it stands now."""
        return self._drafts[-1].book

    @property
    def corpus(self) -> Corpus:
        """The texts."""
        return self._corpus

    @property
    def tokens(self) -> Tokens:
        """The tokens of the texts."""
        return self._tokens

    @property
    def changes(self) -> int:
        """How many changes are not saved."""
        return len(self._drafts) - 1

    def text_of(self, doc: str) -> str:
        """Return the text of a document.

        Parameters
        ----------
        doc : str
            Its id.

        Returns
        -------
        str
            The text, as the corpus holds it.
        """
        return self._texts[doc]

    @property
    def hits(self) -> pd.DataFrame:
        """Hits of the draft in the texts, columns `schema.HITS`."""
        return self._drafts[-1].hits.copy()

    @property
    def check(self) -> pd.DataFrame:
        """Self-test of the draft, as `framing.check` gives it."""
        return self._drafts[-1].check.copy()

    def add(self, what: Any, *, frame: str, id: str | None = None, **fields: Any) -> Preview:  # noqa: A002
        """Put a term into a frame.

        Parameters
        ----------
        what : str or row
            A pattern (docs/codebooks.md), or a row of hits or of a concordance, whose words become the pattern.
        frame : str
            Id of a frame, or its Korean label.
        id : str, optional
            Id of the term; by default the next number behind the ids of the frame.
        **fields
            Other fields of a term, such as ``not_after=["조합"]``, ``tier="support"``, ``weight=0.5``.

        Returns
        -------
        Preview
            What it does to the hits and the self-test.

        Raises
        ------
        OptionError
            If the frame is unknown, or the row points at no place of the texts.
        CodebookError
            If the draft would be no codebook, such as by an unknown field or a pattern that does not parse. Then the
            draft stays as it was, as after every error.
        """
        step, what_said = self._added(what, frame, id, fields)
        return self._keep(step, [message("{term} was put into {frame}.", **what_said)])

    def try_(self, what: Any, *, frame: str, **fields: Any) -> Preview:
        """Look at what `add` would do, and leave the draft as it is; parameters and errors are those of `add`."""
        step, what_said = self._added(what, frame, fields.pop("id", None), fields)
        told = message("This is what {term} would do in {frame}. To put it there, use add.", **what_said)
        return self._preview(step, [told])

    def drop(self, term: str) -> Preview:
        """Take a term out, by its id; with its last term a frame keeps its questions and has no score.

        Parameters
        ----------
        term : str
            Id of a term.

        Returns
        -------
        Preview
            What it does to the hits and the self-test.

        Raises
        ------
        OptionError
            If there is no such term.
        CodebookError
            If the draft would be no codebook, such as when a rule names the term.
        """
        places = {
            t.id: (("frames", i, "terms", j), t)
            for i, frame in enumerate(self.codebook.frames)
            for j, t in enumerate(frame.terms)
        }
        if term not in places:
            msg = message(
                "the codebook has no term {term!r}{meant}; it has {some}",
                term=term,
                meant=meant(term, places),
                some=_some(list(places)),
            )
            raise OptionError(msg)
        place, known = places[term]
        text = rewrite.remove(self._drafts[-1].text, place)
        told = message("{term} was dropped.", term=f"‘{found_by(known)}’({term})")
        return self._keep(self._draft(text, terms=True), [told])

    def counterexample(self, where: Any, *, frame: str | None = None) -> Preview:
        """Put a sentence of the texts among the counterexamples of a frame, where its score must be 0.

        A sentence that was an example of the frame is one no longer.

        Parameters
        ----------
        where : row, tuple or str
            A row of hits or of a concordance, or a line that the linked view copied as CSV; (document, sentence); or
            both in one text, such as ``"energy-cost 16"``.
        frame : str, optional
            Id of the frame; that of the row of hits by default, or the only one with hits in the sentence.

        Returns
        -------
        Preview
            No hit changes by this; `failed` shows which sentences score all the same, and `says` which terms do it.

        Raises
        ------
        OptionError
            If there is no such sentence, no or more than one frame it can be for, or it is a counterexample already.
        """
        line = self._line(where)
        found = self._hits_of(line)
        number = self._frame_number(frame or line.frame or self._only_frame(found))
        name = self.codebook.frame_ids[number]
        text, of_frame = self._sentence(line), self.codebook.frames[number]
        if text in of_frame.counterexamples:
            msg = message("this sentence is a counterexample of frame {name!r} already; choose another line", name=name)
            raise OptionError(msg)
        changed, moved = self._drafts[-1].text, text in of_frame.examples
        if moved:
            changed = rewrite.remove(changed, ("frames", number, "examples", of_frame.examples.index(text)))
        changed = rewrite.append(changed, ("frames", number, "counterexamples"), text)
        by = found[found["frame"].astype(str) == name]
        which = ", ".join(dict.fromkeys(f"{t}(‘{s}’)" for t, s in zip(by["term"], by["surface"], strict=True)))
        named = {"text": text, "frame": of_frame.label.ko}
        if moved:
            says = [message("‘{text}’ is no example of {frame} any longer, but a counterexample.", **named)]
        else:
            says = [message("‘{text}’ is a counterexample of {frame} now.", **named)]
        if which:
            told = message(
                "It is found by {which}. Drop that, or put it in again with not_after, not_near or not_as.", which=which
            )
            says.append(told)
        return self._keep(self._draft(changed, docs=(line.doc,), sentences=True), says)

    def undo(self) -> Preview:
        """Take the last change back.

        Returns
        -------
        Preview
            What that does to the hits.

        Raises
        ------
        OptionError
            If nothing was changed since the file was read or saved.
        """
        if len(self._drafts) == 1:
            msg = message("nothing was changed; there is nothing to take back")
            raise OptionError(msg)
        last = self._drafts.pop()
        return compare_drafts(self, last, self._drafts[-1], [message("The last change was taken back.")])

    def save(self, path: str | Path | None = None, *, version: str | None = None, note: str | None = None) -> Path:
        """Write the draft as a new version, with a line in its changelog, and go on from there.

        Comments and order of the file stay; with a term that was dropped go its lines and the comments in them.
        Documents whose lines were taken as counterexamples or terms are added to `provenance.tuned_on`.

        Parameters
        ----------
        path : str or Path, optional
            A new file; by default the codebook's own, in place of the version before.
        version : str, optional
            By default the second number goes up where terms changed (0.1.0, 0.2.0), else the third.
        note : str, optional
            What the changelog says; by default the ids that came and went.

        Returns
        -------
        Path
            The file. A validation file beside it is about the version before, and `codebook.read` says so.

        Raises
        ------
        OptionError
            If nothing was changed, or the version is the old one or follows no number.
        CodebookError
            If another program changed the file meanwhile, `path` is there already, or sentences of a text would come
            into a folder of the kit that is published.
        """
        if len(self._drafts) == 1:
            msg = message("nothing was changed; add or drop a term, or name a counterexample, before saving")
            raise OptionError(msg)
        own, target = Path(self._file), Path(path or self._file)
        if any(draft.sentences for draft in self._drafts):
            require_own(target)
        new = version or self._next_version()
        if new == self._drafts[0].book.version:
            msg = message("version {new} is the one before; name a later one", new=new)
            raise OptionError(msg)
        text = self._with_version(new, note or self._note())
        if target == own:
            require_unchanged(own, self._sha256)
            atomic.save(target, text.encode("utf-8"), error=CodebookError)
        elif not atomic.create(target, text.encode("utf-8")):
            msg = message("there is a file {target} already; choose another name", target=target)
            raise CodebookError(msg)
        self._open(books.read(target))
        return target

    def _open(self, book: Codebook) -> None:
        """Begin with the file of a codebook."""
        file = Path(book.path)
        if not book.path or file.suffix.lower() not in (".yaml", ".yml"):
            msg = message(
                "edit changes a codebook in a YAML file; write one with codebook.start, or save this one as .yaml"
            )
            raise CodebookError(msg)
        require_unchanged(file, book.sha256)
        text = file.read_bytes().decode("utf-8")
        self._file, self._sha256, self._read = book.path, book.sha256, book
        self._drafts = [Draft(self, text, books.loads(text, name=file.name))]

    def _draft(self, text: str, **told: Any) -> Draft:
        """Read a changed text, which must be a codebook."""
        return Draft(self, text, books.loads(text, name=message("the draft")), **told)

    def _keep(self, draft: Draft, says: Sequence[str]) -> Preview:
        """Go on with a draft, and say what it changes."""
        preview = self._preview(draft, says)
        self._drafts.append(draft)
        return preview

    def _preview(self, draft: Draft, says: Sequence[str]) -> Preview:
        """Compare a draft with the one before."""
        return compare_drafts(self, self._drafts[-1], draft, says)

    def _added(
        self, what: Any, frame: str, name: str | None, fields: Mapping[str, Any]
    ) -> tuple[Draft, dict[str, str]]:
        """Write a term into the draft, and name both."""
        number = self._frame_number(frame)
        line = None if isinstance(what, str) else self._line(what)
        match = what if line is None else self._pattern(line)
        term = {"id": name or self._next_id(number), "match": match, **fields}
        text = rewrite.append(self._drafts[-1].text, ("frames", number, "terms"), term)
        docs = () if line is None else (line.doc,)
        label = self.codebook.frames[number].label.ko
        named = f"‘{match}’({term['id']})"
        return self._draft(text, terms=True, docs=docs), {"term": named, "frame": label}

    def _next_id(self, number: int) -> str:
        """Make the id behind those of a frame."""
        # to01, to02 -> to03
        ids = {term.id for _, term in self.codebook.terms()}
        own = [term.id for term in self.codebook.frames[number].terms]
        found = re.fullmatch(r"(.*?)(\d+)", own[-1]) if own else None
        stem, width = (found[1], len(found[2])) if found else (self.codebook.frames[number].id, 2)
        numbers = (f"{stem}{n:0{width}d}" for n in range(1, len(ids) + 2))
        last = int(found[2]) if found else 0
        later = (f"{stem}{n:0{width}d}" for n in range(last + 1, last + len(ids) + 2))
        return next(name for name in (*later, *numbers) if name not in ids)

    def _frame_number(self, name: str) -> int:
        """Find a frame, or say which there are."""
        ids = self.codebook.frame_ids
        labels = [frame.label.ko for frame in self.codebook.frames]
        if name not in ids and labels.count(name) == 1:
            return labels.index(name)
        if name not in ids:
            msg = message(
                "the codebook has no frame {name!r}{meant}; it has {some}",
                name=name,
                meant=meant(str(name), ids),
                some=_some(ids),
            )
            raise OptionError(msg)
        return ids.index(name)

    def _line(self, where: Any) -> _Line:
        """Read a row, a pair or a text as a place of the texts."""
        if isinstance(where, pd.DataFrame) and len(where) == 1:
            where = where.iloc[0]
        row = where._asdict() if hasattr(where, "_asdict") else where
        if isinstance(row, str):
            row = copied_line(row)
        if isinstance(row, Mapping | pd.Series):
            row = {_COPIED.get(str(key), str(key)): value for key, value in row.items()}
        if isinstance(row, tuple) and len(row) == 2:
            row = {"doc": row[0], "sentence": row[1]}
        if not isinstance(row, Mapping | pd.Series) or "doc" not in row or "sentence" not in row:
            msg = message("no line of the texts; give a row of hits or of a concordance, or (document, sentence)")
            raise OptionError(msg)
        start, end = (int(row[key]) if key in row else None for key in ("start", "end"))
        line = _Line(str(row["doc"]), int(row["sentence"]), start, end, str(row.get("frame", "")))
        docs = list(self._corpus.documents["doc"].astype(str))
        if line.doc not in docs:
            msg = message(
                "the texts have no document {doc!r}{meant}; they have {some}",
                doc=line.doc,
                meant=meant(line.doc, docs),
                some=_some(docs),
            )
            raise OptionError(msg)
        if self._rows(line).empty:
            msg = message(
                "document {doc} has no sentence {sentence}; sentences are counted from 1",
                doc=line.doc,
                sentence=line.sentence,
            )
            raise OptionError(msg)
        return line

    def _rows(self, line: _Line) -> pd.DataFrame:
        """Morphemes of the sentence of a line."""
        rows = self._tokens.table
        return rows[(rows["doc"].astype(str) == line.doc) & (rows["sentence"] == line.sentence)]

    def _sentence(self, line: _Line) -> str:
        """Cut the sentence of a line out of its text."""
        rows = self._rows(line)
        text = self._texts[line.doc][int(rows["start"].min()) : int(rows["end"].max())]
        return " ".join(text.split())

    def _pattern(self, line: _Line) -> str:
        """Write the words at a place as a pattern: nouns in a row, or the stem of a predicate with its tag."""
        # 전기요금이 -> 전기 요금; 올랐다 -> 오르/VV
        rows = self._rows(line)
        if line.start is not None and line.end is not None:
            rows = rows[(rows["start"] < line.end) & (rows["end"] > line.start)]
            tags = [base_tag(str(tag)) for tag in rows["tag"]]
            nouns = [str(s) for s, tag in zip(rows["surface"], tags, strict=True) if tag in (*NOUN_TAGS, "XPN", "XSN")]
            if nouns:
                return " ".join(nouns)
            for form, tag in zip(rows["form"], tags, strict=True):
                if tag in _PREDICATES:
                    return f"{form}/{tag}"
        msg = message(
            "the line points at no noun and no predicate; write the pattern as text, such as add('품앗이', frame=...)"
        )
        raise OptionError(msg)

    def _hits_of(self, line: _Line) -> pd.DataFrame:
        """Hits of the draft in a sentence."""
        found = self._drafts[-1].hits
        return found[(found["doc"].astype(str) == line.doc) & (found["sentence"] == line.sentence)]

    def _only_frame(self, found: pd.DataFrame) -> str:
        """Return the only frame with hits in a sentence."""
        frames = list(dict.fromkeys(found["frame"].astype(str)))
        if len(frames) != 1:
            held = message("hits of {frames}", frames=", ".join(frames)) if frames else message("no hit")
            msg = message(
                "the sentence has {held}; say for which frame it is a counterexample, such as frame={first!r}",
                held=held,
                first=self.codebook.frame_ids[0],
            )
            raise OptionError(msg)
        return frames[0]

    @cached_property
    def _texts(self) -> TextById:
        """Texts of the documents."""
        return TextById(self._corpus.documents)

    def _next_version(self) -> str:
        """Count the version up."""
        before = self._drafts[0].book.version
        found = _VERSION.fullmatch(before)
        if found is None:
            msg = message("version {before!r} has no number that follows it; name one with version=", before=before)
            raise OptionError(msg)
        major, minor, patch = found[1], int(found[2]), int(found[3] or 0)
        if any(draft.terms for draft in self._drafts):
            return f"{major}.{minor + 1}.0"
        return f"{major}.{minor}.{patch + 1}"

    def _note(self) -> str:
        """Write what came and went."""
        old, new = self._drafts[0].book, self.codebook
        before, after = ({t.id: t for _, t in book.terms()} for book in (old, new))
        came = [f"{name}({found_by(t)})" for name, t in after.items() if name not in before]
        went = [f"{name}({found_by(t)})" for name, t in before.items() if name not in after]
        other = [name for name, t in after.items() if name in before and before[name] != t]
        more = sum(len(f.counterexamples) for f in new.frames) - sum(len(f.counterexamples) for f in old.frames)
        parts = (
            (message("added: "), came),
            (message("dropped: "), went),
            (message("mended: "), other),
            (message("counterexamples: "), [str(more)] if more else []),
        )
        return "; ".join(f"{head}{', '.join(some)}" for head, some in parts if some) or message("nothing changed")

    def _with_version(self, version: str, note: str) -> str:
        """Write the version, its line in the changelog and the documents that were read for it."""
        text = rewrite.put(self._drafts[-1].text, ("version",), version)
        text = rewrite.append(text, ("changelog",), {"version": version, "note": note})
        known = set(self.codebook.provenance.tuned_on)
        for doc in dict.fromkeys(doc for draft in self._drafts for doc in draft.docs):
            if doc not in known:
                text = rewrite.append(text, ("provenance", "tuned_on"), doc)
        books.loads(text, name=message("the draft"))
        return text

    def _ipython_display_(self) -> None:
        """Show the draft, which stays in a saved notebook, and below it the lines with their buttons."""
        from IPython.display import display  # in Jupyter alone

        summary = display(_html(self), display_id=True)  # type: ignore[no-untyped-call]
        if find_spec("anywidget"):
            screen = EditorPanel(self).widget(lambda: summary.update(_html(self)))
            made = screen._repr_mimebundle_()
            data, about = made if isinstance(made, tuple) else (made, {})
            data.pop("text/plain", None)  # pages without widgets have the summary
            display(data, metadata=about, raw=True)  # type: ignore[no-untyped-call]

    def _repr_html_(self) -> str:
        """Show the draft with what its terms find, what fails and what to do next."""
        draft, first = self._drafts[-1], self._drafts[0].book
        changed = message(", {n} change(s) that are not saved", n=self.changes) if self.changes else ""
        counts, status = draft.hits["term"].astype(str).value_counts(), status_shown(self._read.status)
        found = message("{n:,} hit(s) in {texts:,} text(s).", n=len(draft.hits), texts=len(self._texts))
        told = message("Codebook {id} {version} ({status})", id=first.id, version=first.version, status=status)
        says = [f"{told}{changed}. {found}"]
        measured = {row["term"]: row for row in validation.term_precision(self._read).to_dict("records")}
        old = {term.id: term for _, term in first.terms()}
        tables = []
        for frame in draft.book.frames:
            rows = []
            for term in sorted(frame.terms, key=lambda t: -int(counts.get(t.id, 0)))[:MOST]:
                known = measured[term.id] if old.get(term.id) == term else None
                shown = message("unknown")
                if known and known["n"]:
                    shown = f"{known['precision']:.2f} ({known['true_positive']}/{known['n']})"
                n, where = f"{counts.get(term.id, 0):,}", self._where(draft, term.id)
                rows.append((term.id, found_by(term), n, shown, where))
            n_for, against = len(frame.examples), len(frame.counterexamples)
            said = message("examples: {n}, counterexamples: {against}", n=n_for, against=against)
            heads = [message("term"), message("pattern"), message("hits"), message("precision"), message("a line")]
            tables.append(table(f"{frame.label.ko}({frame.id}) · {said}", heads, rows, len(frame.terms)))
        failed = draft.check[~draft.check["passed"]]
        nexts = message(
            "Read the lines and mend with counterexample(line), add(words, frame=…), drop(term). try_ only looks, and "
            "save writes a new version."
        )
        return (
            paragraphs(says)
            + "".join(tables)
            + paragraphs([self_test(draft.check)])
            + failures(failed)
            + paragraphs([nexts])
        )

    def _where(self, draft: Draft, term: str) -> str:
        """Write the first place of a term with what is around it."""
        found = draft.hits[draft.hits["term"].astype(str) == term]
        if found.empty:
            return ""
        row = found.iloc[0]
        text, start, end = self._texts[str(row["doc"])], int(row["start"]), int(row["end"])
        left = text[max(start - _AROUND, 0) : start].rpartition("\n")[2]
        right = text[end : end + _AROUND].partition("\n")[0]
        return f"{row['doc']} {row['sentence']}: {left}[{text[start:end]}]{right}"

    def __repr__(self) -> str:
        book, number = self._drafts[0].book, len(self._drafts) - 1
        return f"Editor({book.id} {book.version}, {number} change(s) that are not saved)"


def _html(editor: Editor) -> Any:
    """Hold what an editor shows, as a piece of HTML for IPython."""
    from IPython.display import HTML  # in Jupyter alone

    return HTML(editor._repr_html_())  # type: ignore[no-untyped-call]


def _some(names: Sequence[str]) -> str:
    """Write the first names of a list."""
    return ", ".join(names[:MOST]) + (", ..." if len(names) > MOST else "")
