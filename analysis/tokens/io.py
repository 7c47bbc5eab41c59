"""Token tables on disk: a CSV that people and other programs can read, and beside it the recipe with its seal."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd

from analysis import paths, schema
from analysis.errors import KitError, MissingError, OptionError, SchemaError, SealError
from analysis.files import atomic, sealed
from analysis.lexicon import MERGED
from analysis.messages import later, message
from analysis.messages.libraries import told
from analysis.tokens.recipe import Recipe, Step
from analysis.tokens.shape import shape

_TABLE, _RECIPE = "damron-tokens/1", "damron-recipe/1"
_MEND = later("write it again with Tokens.save, or pass verify=False if it was changed on purpose")
_LARGEST = 2**31 - 1


def save(table: pd.DataFrame, recipe: Recipe, merged: pd.DataFrame, *, path: Path) -> Path:
    """Write a table and its recipe, both or neither."""
    atomic.save_all(contents(table, recipe, merged, path=path))
    return path


def save_parts(pieces: Iterable[tuple[bytes, int]], recipe: Recipe, merged: pd.DataFrame, *, path: Path) -> Path:
    """Write the rows of parts, as `written` gives them, one after the other: the files of one table, to the byte."""
    _require_csv(path)
    digest, rows = hashlib.sha256(), 0

    def counted() -> Iterator[bytes]:
        nonlocal rows
        for number, (piece, n) in enumerate(pieces):
            content = piece if number == 0 else piece.partition(b"\n")[2]  # one line of names
            rows += n
            digest.update(content)
            yield content

    with atomic.pieced(path, counted()) as draft:
        seal = sealed.stamp_of(digest.hexdigest(), schema=_TABLE, rows=rows)
        atomic.save_all({path.with_suffix(".json"): _head(recipe, merged, seal, rows), path: draft})
    return path


def written(table: pd.DataFrame) -> tuple[bytes, int]:
    """Write rows as CSV, and count them."""
    buffer = io.StringIO()
    table.to_csv(buffer, index=False, lineterminator="\n")
    return buffer.getvalue().encode("utf-8"), len(table)


def contents(table: pd.DataFrame, recipe: Recipe, merged: pd.DataFrame, *, path: Path) -> dict[Path, bytes]:
    """Return the files of a table: its recipe, and the CSV of the path."""
    _require_csv(path)
    content, rows = written(table)
    seal = sealed.stamp(content, schema=_TABLE, rows=rows)
    return {path.with_suffix(".json"): _head(recipe, merged, seal, rows), path: content}


def _require_csv(path: Path) -> None:
    """Refuse a name with another ending."""
    if path.suffix.lower() != ".csv":
        msg = message(
            "tokens are saved as .csv, not {ending}; rename {path}",
            ending=path.suffix or message("without ending"),
            path=path.name,
        )
        raise OptionError(msg)


def _head(recipe: Recipe, merged: pd.DataFrame, seal: str, rows: int) -> bytes:
    """Write a recipe with the seal of its table."""
    # The seal of the table stands in the recipe, so that the CSV is plain, and a table beside the recipe of another is
    # found out.
    about = recipe.to_dict() | {"merged": merged.to_dict("records"), "table": seal}
    return sealed.to_json(about, schema=_RECIPE, rows=rows)


def read(path: Path, *, verify: bool) -> tuple[pd.DataFrame, Recipe, pd.DataFrame | None]:
    """Read a table and its recipe; without `verify` as they stand, which becomes a step of the recipe."""
    recipe_path = path.with_suffix(".json")
    for file in (path, recipe_path):
        if not paths.is_file(file):
            msg = message(
                "no file {file}; a saved table is a .csv with its recipe in a .json of the same name", file=file
            )
            raise MissingError(msg)
    about = sealed.read_json(recipe_path, schema=_RECIPE, mend=message(_MEND), verify=verify)
    about.pop("schema", None)
    about.pop("seal", None)
    seal = about.pop("table", None)
    try:
        checked = verify and seal is not None
        content = (
            sealed.require_beside(path, seal, schema=_TABLE, mend=message(_MEND)) if checked else path.read_bytes()
        )
        merged = pd.DataFrame(about.pop("merged", None) or [], columns=[c.name for c in MERGED])
        recipe = Recipe.from_dict(about)
        table = shape(_table(content, recipe, path.name))
    except KitError:
        raise
    except (OSError, ValueError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        msg = message(
            "{path} or its recipe is damaged ({short}); {mend}",
            path=path.name,
            short=told(_first_line(error)),
            mend=message(_MEND),
        )
        raise SealError(msg) from error
    if not verify:
        rows = str(seal).partition("rows=")[2].partition(" ")[0]
        before = int(rows) if rows.isdecimal() and len(rows) < 12 else len(table)
        steps = (*recipe.steps, Step("unverified", "read as it stands, not as it was saved", before, len(table)))
        recipe = replace(recipe, steps=steps)
    return table, recipe, merged if len(merged) else None


def _table(content: bytes, recipe: Recipe, name: str) -> pd.DataFrame:
    """Parse the CSV of a token table; refuse columns, numbers and tags that no table of the kit has."""
    frame = pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False, na_filter=False, encoding="utf-8-sig")
    lacking = [c.name for c in schema.TOKENS if c.name not in frame.columns]
    if lacking:
        msg = message(
            "{name}: missing column(s) {lacking}; it is not a token table of this kit",
            name=name,
            lacking=", ".join(lacking),
        )
        raise SchemaError(msg)
    numbers = {c.name: frame[c.name].map(int) for c in schema.TOKENS if c.kind == "int"}
    frame = frame.assign(**{at: values.astype("int64") for at, values in numbers.items()})
    whole = {at: ((values < 0) | (values > _LARGEST)) for at, values in numbers.items()}
    wrong = pd.DataFrame(whole).any(axis=1) | (frame["end"].astype("int64") < frame["start"].astype("int64"))
    if recipe.layer != "terms":
        wrong |= ~frame["tag"].str.partition("-")[0].isin([*schema.TAGS, schema.PAD])
    if wrong.any():
        row = int(wrong.to_numpy().argmax())
        msg = message(
            "{name}, row {row}: a number or a tag that no token has; {mend}",
            name=name,
            row=row + 2,
            mend=message(_MEND),
        )
        raise SealError(msg)
    return frame


def _first_line(error: Exception) -> str:
    """Return the first line of what went wrong."""
    return str(error).partition("\n")[0][:120]
