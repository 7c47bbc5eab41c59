"""Reading codebooks: format, consistency of ids, references and patterns, and errors in one sentence."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from analysis import paths
from analysis.codebook.evidence_file import ENDING, beside, load
from analysis.codebook.foreign import from_liwc, from_polarity, from_quanteda, open_text, pairs
from analysis.codebook.khcoder import from_khcoder, is_rules
from analysis.codebook.models import (
    PART_KINDS,
    Axis,
    Change,
    Codebook,
    Defaults,
    Elements,
    Frame,
    Label,
    Provenance,
    Rule,
    Term,
)
from analysis.codebook.parties import states
from analysis.codebook.term_rules import circle, wider
from analysis.errors import CodebookError, MissingError
from analysis.files.yaml import line_of, parse, shown
from analysis.matcher.pattern import SPECIAL, expand

_SET_BY_READER = ("path", "sha256", "evidence", "lost")
_TOP_KEY = re.compile(r"^['\"]?([^\s#'\":\[{-][^'\":]*)['\"]?\s*:", re.MULTILINE)
_YAML = (".yaml", ".yml")
_LISTED = (".tsv", ".csv", ".json", ".txt")
_MOST = 0.5  # of the lines of a list hold a word and a number
_AS_AN_ID = re.compile(r"[A-Za-z0-9_-]+")
_LIKE_AN_ID = 0.75  # al1 is like al01; ai is not like ai01
_LONGEST_PATH = 300  # characters; what is longer is a text rather than a path
_LISTS = {"frames": "frame", "terms": "term", "axes": "axis"}
_MODELS: dict[str, type[BaseModel]] = {
    "frames": Frame,
    "terms": Term,
    "axes": Axis,
    "defaults": Defaults,
    "provenance": Provenance,
    "changelog": Change,
    "label": Label,
    "title": Label,
    "elements": Elements,
    **dict.fromkeys(("rule", "all", "any", "none"), Rule),
}


def read(path: str | Path) -> Codebook:
    """Read a codebook file and check it.

    Parameters
    ----------
    path : str or Path
        YAML file in the format `kfa-codebook/1`, utf-8, or what `find` takes for it. A .dic file goes to
        `from_liwc`; a YAML file with neither schema nor frames goes to `from_quanteda`; .txt, .tsv, .csv and .json
        go to `from_polarity`, but a .txt that begins with a code (*일자리) to `from_khcoder`.

    Returns
    -------
    Codebook
        With `path`, and `sha256` of the file's bytes. `status` and `evidence` are those of the validation file
        beside it; if there is none, or the codebook was changed since, it is unvalidated and `lost` says why.

    Raises
    ------
    MissingError
        If there is no such file.
    CodebookError
        If the file is not utf-8, not YAML, or not a codebook; names the frame, term and field. If the
        validation file beside it cannot be read, or the name stands for two files.
    SealError
        If the validation file beside it is not what `validation.record` wrote; one without a seal is read with an
        `UnsealedWarning`.
    """
    file = find(path)
    if file.suffix.lower() == ".dic":
        return from_liwc(file)
    if file.suffix.lower() == ".txt" and _is_of_khcoder(file):
        return from_khcoder(file)
    if file.suffix.lower() in _LISTED:
        return from_polarity(file)
    raw = file.read_bytes()
    if _is_dictionary(raw.decode("utf-8-sig", "replace")):
        return from_quanteda(file)
    return _with_evidence(_build(raw, name=file.name, path=str(file), sha256=hashlib.sha256(raw).hexdigest()))


def find(name: str | Path, *, folder: str | Path | None = None) -> Path:
    """Find the file of a codebook by its path, by the name of the file, or by the id of the codebook.

    Parameters
    ----------
    name : str or Path
        The path of a file, whatever its ending; or the name of a file in the current folder or among the kit's
        codebooks, with or without .yaml or .yml; or the id of one of the kit's codebooks. The first that fits counts,
        in this order.
    folder : str or Path, optional
        Where the kit's codebooks are; default is ``seeds/codebooks``.

    Returns
    -------
    Path
        A file that is there; a path is given back as it is.

    Raises
    ------
    MissingError
        If nothing fits; names what is spelt most like it, and the kit's codebooks.
    CodebookError
        If a name without ending stands for a .yaml and a .yml file of one folder, or an id for two codebooks.

    Examples
    --------
    >>> find("alliance-startup").name
    'alliance-startup.yaml'
    >>> find("rok-us-alliance-vs-startup").name
    'alliance-startup.yaml'
    """
    given, kit = str(name), Path(folder or paths.CODEBOOKS)
    if given and _is_file(Path(name)):
        return Path(name)
    for place in (Path(), kit) if given else ():
        found = [file for ending in ("", *_YAML) if _is_file(file := place / f"{given}{ending}")]
        if found := [file for file in found if not file.name.endswith(ENDING)]:
            return _require_one(found, given)
    ids = {file: _id(file) for file in codebooks_in(kit)}
    if found := [file for file, identifier in ids.items() if given and identifier == given]:
        return _require_one(found, given)
    known = [file.stem for file in ids]
    near = get_close_matches(given, [*known, *filter(None, ids.values())], n=1)
    meant = f" (did you mean {near[0]}?)" if near else ""
    shown = given if len(given) <= _LONGEST_PATH else f"{given[:40]}…"
    msg = f"no codebook {shown!r}{meant}; name a file, or one of the kit's: {', '.join(known) or 'none is there'}"
    raise MissingError(msg)


def codebooks_in(folder: Path) -> list[Path]:
    """List the codebook files of a folder by name; validation files are none."""
    files = (file for ending in _YAML for file in folder.glob(f"*{ending}"))
    return sorted(file for file in files if not file.name.endswith(ENDING))


def loads(text: str, *, name: str) -> Codebook:
    """Read a codebook from text.

    Parameters
    ----------
    text : str
        YAML in the format `kfa-codebook/1`.
    name : str
        What errors call it.

    Returns
    -------
    Codebook
        With `sha256` of the text as utf-8, and an empty `path`.

    Raises
    ------
    CodebookError
        As `read`.
    """
    return _build(text, name=name, path="", sha256=hashlib.sha256(text.encode("utf-8")).hexdigest())


def _is_file(path: Path) -> bool:
    """Return whether a file is there; what is no name of a file, such as a whole text, is none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _id(file: Path) -> str | None:
    """Return the id that a codebook file states; None where it cannot be read."""
    with suppress(OSError, CodebookError):
        data = parse(file.read_bytes())
        return data["id"] if isinstance(data, dict) and isinstance(data.get("id"), str) else None
    return None


def _require_one(files: list[Path], name: str) -> Path:
    """Return the one file, or the one that is called exactly so; refuse several."""
    if len(files) == 1 or files[0].name == Path(name).name:
        return files[0]
    msg = f"codebook {name!r} stands for {' and '.join(map(str, files))}; name one of these files"
    raise CodebookError(msg)


def _with_evidence(codebook: Codebook) -> Codebook:
    """Give a codebook the status that its validation file grants, and the reason where there is none that fits."""
    file = beside(codebook.path)
    found = load(file) if _is_file(file) else None
    if found and found.codebook.sha256 == codebook.sha256:
        return codebook.model_copy(update={"status": found.granted, "evidence": found})
    lost = f"there is no {file.name} beside it"
    if found:
        lost = f"{file.name} is about version {found.codebook.version}, and the codebook was changed since"
    return codebook.model_copy(update={"status": "unvalidated", "lost": lost})


def _is_dictionary(text: str) -> bool:
    """Whether a YAML file is quanteda's: keys at the left margin, none of them a key of this format."""
    keys = set(_TOP_KEY.findall(text))
    return bool(keys) and not keys & {f.alias or n for n, f in Codebook.model_fields.items()}


def _is_of_khcoder(file: Path) -> bool:
    """Whether a .txt file holds coding rules, or words with numbers; refuse what is neither."""
    # "*일자리\n고용 | 취업" holds rules; "*^^*\t2\n좋다\t1" is a list of words, the first an emoticon
    text = open_text(file)[1]
    if is_rules(text):
        return pairs(text) <= _MOST
    if not pairs(text):
        msg = (
            f"{file.name} holds neither words with a number each nor coding rules of KH Coder, which begin with a line "
            "such as *일자리; save what it holds as one of these, or as .yaml or .dic"
        )
        raise CodebookError(msg)
    return False


def _build(text: str | bytes, *, name: str, path: str, sha256: str) -> Codebook:
    """Parse, validate and check, with the file's name before every complaint."""
    try:
        data = _mapping(text)
        codebook = _with_parties(Codebook.model_validate({**data, "path": path, "sha256": sha256}))
        _require_consistent(codebook)
    except ValidationError as error:
        first, more = _first(error)
        line = line_of(text, first["loc"])
        msg = f"codebook {name}: line {line}: {_where(first['loc'], data)}{_complaint(first)}{more}"
        raise CodebookError(msg) from error
    except CodebookError as error:
        msg = f"codebook {name}: {error}"
        raise CodebookError(msg) from error
    return codebook


def _mapping(text: str | bytes) -> dict[str, Any]:
    """Parse YAML whose top level must be a mapping with text keys."""
    data = parse(text)
    if data is None:
        msg = "the file is empty; start it with 'schema: kfa-codebook/1'"
        raise CodebookError(msg)
    if not isinstance(data, dict):
        msg = "the top level is no mapping; start the file with 'schema: kfa-codebook/1'"
        raise CodebookError(msg)
    for key in data:
        if key in _SET_BY_READER or not isinstance(key, str):
            msg = f"line {line_of(text, [str(key)])}: unknown key {shown(key)}; take it out"
            raise CodebookError(msg)
    return data


def _first(error: ValidationError) -> tuple[Any, str]:
    """Return the first complaint, and how many more there are in words."""
    errors = error.errors(include_url=False)
    for found in errors:
        found["loc"] = tuple(step for step in found["loc"] if step not in PART_KINDS)
    first, *rest = sorted(errors, key=lambda e: e["type"] != "extra_forbidden")  # a misspelt key explains a missing one
    more = f" (and {len(rest)} more to mend)" if rest else ""
    return first, more


def _where(loc: tuple[int | str, ...], data: object) -> str:
    """Name frame, term and field of a complaint by their ids, not by their numbers."""
    # Example: ("frames", 0, "terms", 2, "pos", 1) gives "frame 'together', term 'to03', field 'pos[2]': "
    parts: list[str] = []
    at: Any = data
    field = ""
    for step, before in zip(loc, (None, *loc), strict=False):
        at = _step(at, step)
        if isinstance(step, int) and before in _LISTS:
            name = at.get("id") if isinstance(at, dict) else None
            parts.append(f"{_LISTS[str(before)]} {name!r}" if name else f"{_LISTS[str(before)]} no. {step + 1}")
            field = ""
        elif isinstance(step, int):
            field += f"[{step + 1}]"
        else:
            field = f"{field}.{step}" if field and step not in _LISTS else str(step)
    if field:
        parts.append(f"field {field!r}")
    return ", ".join(parts) + ": " if parts else ""


def _step(at: Any, step: int | str) -> Any:
    """Return what stands at a key or index of the data as written, or None."""
    if isinstance(at, dict):
        return at.get(step)
    return at[step] if isinstance(at, list) and isinstance(step, int) and step < len(at) else None


def _complaint(details: Any) -> str:
    """Word one error of pydantic: what is wrong and what to do."""
    kind, value = details["type"], shown(details["input"])
    sentences = {
        "missing": "is missing; add it",
        "string_type": f"{value} is not text; put it in quotes",
        "tuple_type": f"{value} is no list; write it as [{value.strip(chr(39))}]",
        "too_short": "is empty; put at least one into it",
    }
    if kind == "extra_forbidden":
        return _misspelt(details["loc"])
    if kind == "literal_error":
        return f"{value} is not allowed; use {details['ctx']['expected']}"
    if kind == "value_error":
        return str(details["ctx"]["error"])
    message = str(details["msg"])
    return sentences.get(kind, f"{value} does not fit: {message[:1].lower()}{message[1:]}; correct it")


def _misspelt(loc: tuple[int | str, ...]) -> str:
    """Word the complaint about an unknown key, with the known key it resembles."""
    owner = next((s for s in reversed(loc[:-1]) if isinstance(s, str)), None)
    model = _MODELS.get(owner, Codebook) if owner else Codebook
    known = [f.alias or n for n, f in model.model_fields.items() if n not in _SET_BY_READER]
    near = get_close_matches(str(loc[-1]), known, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"the known keys are {', '.join(known)}"
    return f"unknown key; {hint}"


def _with_parties(codebook: Codebook) -> Codebook:
    """Add the kit's list of states to the parties of a codebook whose terms need parties."""
    if not any(term.parties for _, term in codebook.terms()):
        return codebook
    return codebook.model_copy(update={"parties": states() | codebook.parties})


def _require_consistent(codebook: Codebook) -> None:
    """Refuse a codebook with a repeated id, an unknown reference or a pattern that does not parse."""
    _require_unique([f.id for f in codebook.frames], "frame")
    _require_unique([t.id for _, t in codebook.terms()], "term")
    _require_unique([a.id for a in codebook.axes], "axis")
    if codebook.compare is not None:
        scored = [frame.id for frame in codebook.scored]
        _require_known(codebook.compare, scored, "field 'compare'", "frame with terms")
        if codebook.compare[0] == codebook.compare[1]:
            msg = "field 'compare' names the same frame twice; name two frames"
            raise CodebookError(msg)
    ids = [t.id for _, t in codebook.terms()]
    _require_rules(codebook)
    for axis in codebook.axes:
        _require_known((*axis.minus, *axis.plus), ids, f"axis {axis.id!r}", "term")
    _require_patterns(codebook)


def _require_rules(codebook: Codebook) -> None:
    """Refuse rules that name each other in a circle, need a wider unit than their own, or hold no patterns."""
    if names := circle(codebook):
        msg = f"the rules of the terms {' -> '.join(names)} name each other in a circle; take one of these names out"
        raise CodebookError(msg)
    if complaint := wider(codebook):
        raise CodebookError(complaint)
    ids = {term.id for _, term in codebook.terms()}
    for frame, term in codebook.terms():
        for pattern in term.rule.texts() if term.rule else ():
            if pattern in ids:
                continue
            where = f"frame {frame.id!r}, term {term.id!r}, field 'rule'"
            _require_pattern(pattern, codebook, where)
            near = get_close_matches(pattern, ids, n=1, cutoff=_LIKE_AN_ID) if _AS_AN_ID.fullmatch(pattern) else []
            if near:
                msg = (
                    f"{where} names {pattern!r}, which is no term; did you mean {near[0]!r}? "
                    f"Write ({pattern}) for a word"
                )
                raise CodebookError(msg)


def _require_unique(ids: list[str], what: str) -> None:
    """Refuse an id that stands twice."""
    twice = next((i for i, n in Counter(ids).items() if n > 1), None)
    if twice is not None:
        msg = f"{what} id {twice!r} stands twice; give every {what} its own id"
        raise CodebookError(msg)


def _require_known(named: tuple[str, ...], known: list[str] | tuple[str, ...], where: str, what: str) -> None:
    """Refuse a reference to something that is not there."""
    there = set(known)
    unknown = [n for n in named if n not in there]
    if unknown:
        shown = ", ".join(known[:12]) + (", ..." if len(known) > 12 else "")
        msg = f"{where} names the unknown {what} {unknown[0]!r}; the codebook has {shown}"
        raise CodebookError(msg)


def _require_patterns(codebook: Codebook) -> None:
    """Refuse variants, masks, terms and neighbours that are no patterns."""
    for key, values in codebook.variants.items():
        bad = [v for v in (key, *values) if any(c in SPECIAL for c in v)]
        if bad:
            msg = f"field 'variants' has {bad[0]!r}; write plain words there, without {SPECIAL}"
            raise CodebookError(msg)
    for mask in codebook.mask:
        _require_pattern(mask, codebook, "field 'mask'")
    for frame, term in codebook.terms():
        where = f"frame {frame.id!r}, term {term.id!r}"
        if term.match is not None:
            _require_pattern(term.match, codebook, f"{where}, field 'match'")
        for name in ("not_near", "require_near"):
            for pattern in getattr(term, name):
                _require_pattern(pattern, codebook, f"{where}, field {name!r}")
        _require_known(term.parties, list(codebook.parties), f"{where}, field 'parties'", "party")
    for party, names in codebook.parties.items():
        for pattern in names:
            _require_pattern(pattern, codebook, f"field 'parties', {party!r}")


def _require_pattern(pattern: str, codebook: Codebook, where: str) -> None:
    """Refuse a pattern that does not parse, and name its place."""
    try:
        expand(pattern, variants=codebook.variants)
    except CodebookError as error:
        msg = f"{where}: {error}"
        raise CodebookError(msg) from error
