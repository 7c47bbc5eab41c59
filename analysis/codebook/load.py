"""Reading codebooks: format, consistency of ids, references and patterns, and errors in one sentence."""

from __future__ import annotations

import hashlib
import re
from contextlib import suppress
from pathlib import Path
from typing import Any

from analysis import paths
from analysis.codebook.complaints import judge
from analysis.codebook.evidence_file import ENDING, beside, load
from analysis.codebook.foreign import from_liwc, from_polarity, from_quanteda, open_text, pairs
from analysis.codebook.khcoder import from_khcoder, is_rules
from analysis.codebook.models import Codebook
from analysis.errors import CodebookError, MissingError
from analysis.files.yaml import lines_of, parse
from analysis.messages import both, message
from analysis.options import meant

_TOP_KEY = re.compile(r"^['\"]?([^\s#'\":\[{-][^'\":]*)['\"]?\s*:", re.MULTILINE)
_YAML = (".yaml", ".yml")
_LISTED = (".tsv", ".csv", ".json", ".txt")
_MOST = 0.5  # of the lines of a list hold a word and a number
_PRIVATE = paths.PRIVATE / "codebooks"  # where `start` puts a codebook with sentences of a text
_LONGEST_PATH = 300  # characters; what is longer is a text rather than a path


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
    return with_evidence(_build(raw, name=file.name, path=str(file), sha256=hashlib.sha256(raw).hexdigest()))


def find(name: str | Path, *, folder: str | Path | None = None) -> Path:
    """Find the file of a codebook by its path, by the name of the file, or by the id of the codebook.

    Parameters
    ----------
    name : str or Path
        The path of a file, whatever its ending; or the name of a file in the current folder, among the kit's
        codebooks or in seeds/private/codebooks, with or without .yaml or .yml; or the id of one of the kit's codebooks.
        The first that fits counts,
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
    for place in (Path(), kit, *([_PRIVATE] if folder is None else [])) if given else ():
        found = [file for ending in ("", *_YAML) if _is_file(file := place / f"{given}{ending}")]
        if found := [file for file in found if not file.name.endswith(ENDING)]:
            return _require_one(found, given)
    ids = {file: _id(file) for file in codebooks_in(kit)}
    if found := [file for file, identifier in ids.items() if given and identifier == given]:
        return _require_one(found, given)
    known = [file.stem for file in ids]
    shown = given if len(given) <= _LONGEST_PATH else f"{given[:40]}…"
    near = meant(given, [*known, *filter(None, ids.values())])
    msg = message(
        "no codebook {shown!r}{near}; name a file, or one of the kit's: {known}",
        shown=shown,
        near=near,
        known=", ".join(known) or message("none is there"),
    )
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
    msg = message(
        "codebook {name!r} stands for {files}; name one of these files", name=name, files=both(map(str, files))
    )
    raise CodebookError(msg)


def with_evidence(codebook: Codebook) -> Codebook:
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
        msg = message(
            "{file} holds neither words with a number each nor coding rules of KH Coder, which begin with "
            "a line such as *일자리; save what it holds as one of these, or as .yaml or .dic",
            file=file.name,
        )
        raise CodebookError(msg)
    return False


def _build(text: str | bytes, *, name: str, path: str, sha256: str) -> Codebook:
    """Parse, validate and check, with the file's name before every complaint."""
    try:
        data = _mapping(text)
    except CodebookError as error:
        msg = message("codebook {name}: {error}", name=name, error=error)
        raise CodebookError(msg) from error
    codebook, found = judge(data, {"path": path, "sha256": sha256})
    if codebook is not None and not found:
        return codebook
    lines = lines_of(text, [complaint.place for complaint in found])
    said = [
        (line, message("line {line}: {text}", line=line, text=complaint.text))
        for line, complaint in zip(lines, found, strict=True)
    ]
    in_order = [text for _, text in sorted(said, key=lambda one: one[0])]
    msg = message("codebook {name}: {error}", name=name, error=said[0][1])
    raise CodebookError.of_all(msg, in_order)


def _mapping(text: str | bytes) -> dict[str, Any]:
    """Parse YAML whose top level must be a mapping with text keys."""
    data = parse(text)
    if data is None:
        msg = message("the file is empty; start it with 'schema: kfa-codebook/1'")
        raise CodebookError(msg)
    if not isinstance(data, dict):
        msg = message("the top level is no mapping; start the file with 'schema: kfa-codebook/1'")
        raise CodebookError(msg)
    return data
