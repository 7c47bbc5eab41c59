"""Shared fixtures: the op-ed where it is present, and toy tokens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import analysis as da
from analysis.tokens import cache as caching

OPED = Path(__file__).resolve().parents[2] / "shared" / "seeds" / "donga-2023-05-04.txt"


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the user's cache of analysed documents out of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(caching.VARIABLE, str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def oped_path() -> Path:
    """The page dump of the op-ed, which is not in the repository."""
    if not OPED.is_file():
        pytest.skip(f"the op-ed is not at {OPED}; its notice forbids redistribution")
    return OPED


@pytest.fixture(scope="session")
def oped(oped_path: Path) -> da.Corpus:
    """The op-ed, read from its page dump."""
    return da.read(oped_path)


@pytest.fixture(scope="session")
def oped_tokens(oped: da.Corpus) -> da.Tokens:
    """The op-ed on the morpheme layer."""
    return da.segment(oped)
