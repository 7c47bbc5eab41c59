"""Token tables on disk: a CSV that people can read, and the recipe beside it."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pandas as pd

from analysis import schema
from analysis.errors import MissingError, OptionError, SchemaError
from analysis.files import atomic
from analysis.lexicon import MERGED
from analysis.tokens.recipe import Recipe
from analysis.tokens.shape import shape


def save(table: pd.DataFrame, recipe: Recipe, merged: pd.DataFrame, *, path: Path) -> Path:
    """Write a table and its recipe, each whole or not at all."""
    if path.suffix != ".csv":
        msg = f"tokens are saved as .csv, not {path.suffix or 'without ending'}; rename {path.name}"
        raise OptionError(msg)
    path.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.StringIO()
    table.to_csv(buffer, index=False, lineterminator="\n")
    atomic.write(path, buffer.getvalue().encode("utf-8"))
    about = recipe.to_dict() | {"merged": merged.to_dict("records")}
    recipe_text = json.dumps(about, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    atomic.write(path.with_suffix(".json"), recipe_text.encode("utf-8"))
    return path


def read(path: Path) -> tuple[pd.DataFrame, Recipe, pd.DataFrame | None]:
    """Read a table and its recipe."""
    recipe_path = path.with_suffix(".json")
    for file in (path, recipe_path):
        if not file.is_file():
            msg = f"no file {file}; a saved table is a .csv with its recipe in a .json of the same name"
            raise MissingError(msg)
    frame = pd.read_csv(path, dtype=str, keep_default_na=False, na_filter=False, encoding="utf-8")
    lacking = [c.name for c in schema.TOKENS if c.name not in frame.columns]
    if lacking:
        msg = f"{path.name}: missing column(s) {', '.join(lacking)}; it is not a token table of this kit"
        raise SchemaError(msg)
    try:
        numbers = {c.name: frame[c.name].astype("int32") for c in schema.TOKENS if c.kind == "int"}
        about = json.loads(recipe_path.read_text(encoding="utf-8"))
        merged = pd.DataFrame(about.pop("merged", None) or [], columns=[c.name for c in MERGED])
        recipe = Recipe.from_dict(about)
    except (ValueError, AttributeError) as error:
        msg = f"{path.name} or its recipe is damaged ({error}); write it again with Tokens.save"
        raise SchemaError(msg) from error
    return shape(frame.assign(**numbers)), recipe, merged if len(merged) else None
