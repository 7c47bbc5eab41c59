"""Tokens in parts on the workers of a Dask cluster: the same tables to the byte, one sentence for what goes wrong."""

from __future__ import annotations

import os
import pickle
import shutil
import signal
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import analysis as da
from analysis.errors import OptionError
from analysis.tokens import workers
from analysis.tokens.over_parts import over_parts
from analysis.tokens.workers import TextNeededError, Workers

distributed = pytest.importorskip("distributed", reason="Dask is not installed (pip install damron[cluster])")

SENTENCES = (
    "정부는 한미 동맹을 강화해야 한다.", "강가에 나무를 심었다.", "시장이 창업을 돕는다고 말했다.",
    "韓美 동맹이 길을 연다.", "업무 협약을 맺었다.",
)  # fmt: skip
CORPUS = da.Corpus.from_texts({f"글{n}": f"{SENTENCES[n % 5]} {SENTENCES[(n * 3 + 1) % 5]}" for n in range(9)})
BOOK = da.codebook.read(da.paths.CODEBOOKS / "alliance-startup.yaml")
TABLES: dict[str, Callable[[da.Tokens], pd.DataFrame]] = {
    "counts": lambda tokens: tokens.counts().astype({"term": "str", "tag": "str", "doc": "str"}),
    "frequency": da.stats.frequency,
    "ngrams": lambda tokens: da.stats.ngrams(tokens, minimum=1),
    "collocates": lambda tokens: da.stats.collocates(tokens, "동맹", minimum=1),
    "cooccurrence": lambda tokens: da.stats.cooccurrence(tokens, minimum=1),
    "lines": lambda tokens: da.stats.concordance(CORPUS, tokens, "업무 협약"),
    "hits": lambda tokens: da.framing.hits(tokens, BOOK),
    "scores": lambda tokens: da.framing.score(da.framing.hits(tokens, BOOK), tokens, by="document"),
    "positions": lambda tokens: da.stats.positions(tokens, ["동맹", "업무 협약"]),
    "quotations": da.stats.quotations,
    "bridges": lambda tokens: da.framing.bridges(da.framing.hits(tokens, BOOK), tokens, minimum=1),
    "kept": lambda tokens: da.stats.frequency(tokens.keep(tags=["NNG"])),
}


class Future:
    """What a client gives for work: done when it is asked for."""

    def __init__(self, made: Any, error: Exception | None) -> None:
        self.made, self.error, self.status = made, error, "error" if error else "finished"

    def exception(self) -> Exception | None:
        return self.error

    def result(self) -> Any:
        if self.error:
            raise self.error
        return self.made


class Client:
    """A client whose one worker is this process; what goes there and back is pickled."""

    def __init__(self) -> None:
        self.texts = 0

    def scheduler_info(self) -> dict[str, Any]:
        return {}

    def run(self, call: Callable[[], Any]) -> dict[str, Any]:
        return {"tcp://one": call()}

    def submit(self, call: Callable[..., Any], *given: Any, pure: bool) -> Future:
        assert not pure
        given = tuple([one.result() for one in each] if isinstance(each, list) else each for each in given)
        sent = pickle.dumps((call, given))
        self.texts += SENTENCES[1].encode() in sent
        call, given = pickle.loads(sent)
        try:
            return Future(pickle.loads(pickle.dumps(call(*given))), None)
        except Exception as error:
            return Future(None, error)


def same(got: pd.DataFrame, wanted: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(got, wanted, check_exact=True)
    assert got.to_csv(index=False).encode() == wanted.to_csv(index=False).encode()
    assert got.attrs == wanted.attrs


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(workers, "_address", lambda: "tcp://one")
    return Client()


def test_tables_from_workers_are_those_of_one_table(client: Client, tmp_path: Path) -> None:
    whole = da.segment(CORPUS, cache=None)
    tokens = da.segment(CORPUS, store=tmp_path, documents_per_part=2, workers=client)
    assert (len(tokens), tokens.recipe) == (len(whole), whole.recipe)
    assert client.texts
    client.texts = 0
    for name in ("counts", "ngrams", "collocates", "hits", "scores", "kept"):
        same(TABLES[name](tokens), TABLES[name](whole))
    assert not client.texts  # the parts are in the store
    da.segment(CORPUS, store=tmp_path, documents_per_part=2, workers=client)
    assert not client.texts


def test_texts_are_sent_where_the_store_lost_them(client: Client, tmp_path: Path) -> None:
    tokens = da.segment(CORPUS, store=tmp_path, documents_per_part=2, workers=client)
    wanted = da.stats.ngrams(tokens, minimum=1)
    lost = sorted(path.parent for path in tmp_path.glob("*/*.part/columns.parquet"))
    shutil.rmtree(lost[1])
    same(da.stats.ngrams(tokens, minimum=1), wanted)
    for part in tmp_path.glob("*/*.part"):
        shutil.rmtree(part)
    same(da.framing.hits(tokens, BOOK), da.framing.hits(da.segment(CORPUS, cache=None), BOOK))


def test_a_worker_with_other_versions_is_refused_by_name(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = workers._versions()
    client.run = lambda _: {"tcp://a": ours, "tcp://b": ours | {"kiwipiepy_model": "0.1"}}  # type: ignore[method-assign]
    said = rf"worker tcp://b has kiwipiepy_model 0\.1, and here is kiwipiepy_model {ours['kiwipiepy_model']}"
    with pytest.raises(OptionError, match=said):
        Workers(client).require_alike()
    client.run = Client.run.__get__(client)  # type: ignore[method-assign]
    monkeypatch.setattr(workers, "_versions", lambda: ours)
    future = client.submit(workers._checked, str, ours | {"damron": "9"}, pure=False)  # one that came later
    with pytest.raises(OptionError, match=r"worker tcp://one has damron .*, and here is damron 9"):
        future.result()


def test_a_part_that_kills_its_workers_is_told(client: Client) -> None:
    class KilledWorker(Exception):  # noqa: N818 - as Dask names it
        last_worker = None

    client.submit = lambda *_, **__: Future(None, KilledWorker())  # type: ignore[method-assign]
    with pytest.raises(OptionError, match="every worker that was given one part of the documents died"):
        list(Workers(client).results([lambda _: int]))


def test_text_that_is_needed_is_no_error_of_the_kit() -> None:
    assert not issubclass(TextNeededError, da.errors.KitError)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as local,
        distributed.Client(local) as here,
    ):
        yield here


@pytest.mark.long
@pytest.mark.filterwarnings("ignore")
def test_two_processes_give_the_same_bytes(cluster: Any, tmp_path: Path) -> None:
    whole = da.segment(CORPUS, cache=None)
    tokens = da.segment(CORPUS, store=tmp_path, documents_per_part=2, workers=cluster)
    for make in TABLES.values():
        same(make(tokens), make(whole))


def slow_or_dead(part: da.Tokens, folder: Path) -> int:
    """Count the rows of a part; the first to come to the third part kills its process."""
    first = folder / f"{len(list(folder.iterdir()))}-{os.getpid()}"
    first.touch()
    if "글4" in set(part.table["doc"]) and not (folder / "killed").exists():
        (folder / "killed").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return len(part)


@pytest.mark.long
@pytest.mark.filterwarnings("ignore")
def test_a_killed_worker_costs_its_part(cluster: Any, tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    seen.mkdir()
    tokens = da.segment(CORPUS, store=tmp_path / "store", documents_per_part=2, workers=cluster)
    before = set((tmp_path / "store").glob("*/*.part"))
    rows = list(over_parts(tokens, partial(slow_or_dead, folder=seen)))
    assert rows == [len(part) for part in tokens.parts()]
    assert (seen / "killed").exists()
    assert set((tmp_path / "store").glob("*/*.part")) == before  # nothing was analysed again
    same(TABLES["frequency"](tokens), TABLES["frequency"](da.segment(CORPUS, cache=None)))
