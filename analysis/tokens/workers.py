"""Parts on the workers of a Dask cluster: what is sent, what comes back, and which workers are refused.

A worker takes a part from the shared store. Its texts are not sent, but where the store has lost them. What a worker
had made when it died is in the store; Dask gives what it was at to another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, TypeVar

from analysis._version import __version__
from analysis.errors import KindError, OptionError
from analysis.messages import message

_T = TypeVar("_T")
_NAMES = ("damron", "kiwipiepy", "kiwipiepy_model")
_JOINED = 8  # pieces that a worker joins at once
Job = Callable[[bool], Callable[[], _T]]  # makes what a worker does with a part, with its text or without


class TextNeededError(Exception):
    """The store has lost documents whose text was not sent."""


@dataclass(frozen=True)
class Workers:
    """A Dask client."""

    client: Any

    def require_alike(self) -> None:
        """Refuse what is no client, and workers with another kit, analyser or model."""
        if not all(hasattr(self.client, name) for name in ("submit", "run", "scheduler_info")):
            msg = message(
                "workers must be a client of Dask, such as distributed.Client(), not {kind}",
                kind=type(self.client).__name__,
            )
            raise KindError(msg)
        for address, theirs in sorted(self.client.run(_versions).items()):
            _require_alike(address, theirs, _versions())

    def results(self, jobs: Sequence[Job[_T]]) -> Iterator[_T]:
        """Give what the jobs give, in their order."""
        futures = [self._submit(job(False)) for job in jobs]
        for n in range(len(jobs)):
            self._give_texts(futures, jobs, n)
            yield self._told(futures[n])
            futures[n] = None  # what is held nowhere leaves the workers' memory

    def reduced(self, jobs: Sequence[Job[_T]], join: Callable[[Iterable[_T]], _T]) -> _T:
        """Join what the jobs give, on the workers, some pieces at once."""
        futures = [self._submit(job(False)) for job in jobs]
        for n in range(len(jobs)):
            self._give_texts(futures, jobs, n)
        while len(futures) > 1:
            some = (futures[at : at + _JOINED] for at in range(0, len(futures), _JOINED))
            futures = [self.client.submit(join, pieces, pure=False) for pieces in some]
        joined: _T = self._told(futures[0])
        return joined

    def _submit(self, call: Callable[[], _T]) -> Any:
        return self.client.submit(_checked, call, _versions(), pure=False)

    def _give_texts(self, futures: list[Any], jobs: Sequence[Job[_T]], first: int) -> None:
        """Wait for a job; where the store had lost its part, do it again with the text, and so the others behind it."""
        if not isinstance(futures[first].exception(), TextNeededError):
            return
        for n in range(first, len(jobs)):
            if futures[n].status == "error" and isinstance(futures[n].exception(), TextNeededError):
                futures[n] = self._submit(jobs[n](True))

    def _told(self, future: Any) -> Any:
        """Wait for a result; a part that killed every worker it was given to is told in one sentence."""
        try:
            return future.result()
        except Exception as error:
            if type(error).__name__ != "KilledWorker":
                raise
            last = getattr(error, "last_worker", None)
            msg = message(
                "every worker that was given one part of the documents died, the last at {address}, most likely for "
                "want of memory; give a smaller documents_per_part, or workers more memory",
                address=getattr(last, "address", "?"),
            )
            raise OptionError(msg) from error


def _versions() -> dict[str, str]:
    """Name the versions that make one analysis another."""
    return {name: __version__ if name == "damron" else version(name) for name in _NAMES}


def _checked(call: Callable[[], _T], ours: dict[str, str]) -> _T:
    """Do a job on a worker, unless it came to the cluster with other versions."""
    _require_alike(_address(), _versions(), ours)
    return call()


def _address() -> str:
    """Name this worker."""
    from distributed import get_worker

    return str(get_worker().address)


def _require_alike(address: str, theirs: dict[str, str], ours: dict[str, str]) -> None:
    """Refuse a worker with other versions by its name."""
    if wrong := [name for name in _NAMES if theirs[name] != ours[name]]:
        msg = message(
            "the worker {address} has {theirs}, and here is {ours}; their numbers would differ, so install the same "
            "on every worker",
            address=address,
            theirs=", ".join(f"{name} {theirs[name]}" for name in wrong),
            ours=", ".join(f"{name} {ours[name]}" for name in wrong),
        )
        raise OptionError(msg)
