"""Pieces on the workers of a Dask cluster: the panel is sent once, and what is lost with a worker is done again."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import Any

from stockpool.forecasting.asked import Tell
from stockpool.forecasting.engines.role import threads
from stockpool.forecasting.messages import ForecastRefused, Where
from stockpool.forecasting.panel import Matrix, Panel
from stockpool.forecasting.pieces import Piece

CONNECT_SECONDS = 10
WORKERS_SECONDS = 30
"""So long a cluster may take until its first worker is there."""
NEEDED = ("stockpool", "lightgbm")
"""What makes the numbers, of the same version everywhere."""
TRIES = 4
"""So often in a row the panel is sent again without any piece done, when all workers that had it died."""
PAUSE_SECONDS = 0.7
"""Time for workers to start again, and for the scheduler to hear of those that died."""
_one_at_a_time = threading.Lock()
"""A worker with many threads carries out one piece with all of them: two would take twice the memory."""


@contextmanager
def open_dask(where: Where) -> Iterator[DaskEngine]:
    """A cluster that is there, or one of this machine's own processes."""
    if find_spec("distributed") is None:
        raise ForecastRefused("engine: dask needs the extra scale; install stockpool[scale]")
    import distributed

    if where.scheduler is None:
        cores = len(os.sched_getaffinity(0))
        count = where.workers or cores
        with (
            distributed.LocalCluster(
                n_workers=count,
                threads_per_worker=max(cores // count, 1),
                dashboard_address=":0",  # any free port: it cannot be left out
                silence_logs=logging.CRITICAL,
            ) as cluster,
            distributed.Client(cluster, set_as_default=False) as client,
        ):
            yield DaskEngine(client)
        return
    try:
        client = distributed.Client(where.scheduler, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ForecastRefused(
            f"scheduler: {where.scheduler} cannot be reached; start it with `dask scheduler`, or leave --scheduler out"
        ) from error
    with client:
        yield DaskEngine(client)


class DaskEngine:
    """The engine of many processes."""

    def __init__(self, client: Any) -> None:  # noqa: ANN401 -- Dask has no types
        self._client = client

    def run(self, panel: Panel, pieces: Sequence[Piece], tell: Tell) -> list[Matrix]:
        """As the role says."""
        found: dict[int, Matrix] = {}
        tries = TRIES
        while True:
            left = [number for number in range(len(pieces)) if number not in found]
            self._await_workers()
            self._run_some(panel, pieces, left, found, tell)
            if len(found) == len(pieces):
                return [found[number] for number in range(len(pieces))]
            tries = tries - 1 if len(pieces) - len(found) == len(left) else TRIES
            if tries == 0:
                raise ForecastRefused(
                    f"engine: all workers died, {TRIES} times; give them more memory, or take fewer of this machine"
                )
            time.sleep(PAUSE_SECONDS)

    def _await_workers(self) -> None:
        """Workers that are there have what they need: one that cannot read a piece dies of it without a word."""
        address = self._client.scheduler.address
        try:
            self._client.wait_for_workers(1, timeout=WORKERS_SECONDS)
        except TimeoutError as error:
            raise ForecastRefused(f"scheduler: {address} has no workers; start some with `dask worker`") from error
        for name in NEEDED:
            own = _installed(name)
            for worker, there in self._client.run(version, name, on_error="return").items() if own else ():
                lacks = isinstance(there, PackageNotFoundError)
                if lacks or (isinstance(there, str) and there != own):  # any other answer is of one that is dying
                    has = f"no {name}" if lacks else f"{name} {there}"
                    raise ForecastRefused(f"engine: worker {worker} has {has}; install {own} there, as it is here")

    def _run_some(
        self, panel: Panel, pieces: Sequence[Piece], left: Sequence[int], found: dict[int, Matrix], tell: Tell
    ) -> None:
        """Carry out what is left, until it is done or the panel was lost with the last worker that had it."""
        import distributed

        try:
            sent = self._client.scatter(panel, broadcast=True)
        except OSError:  # they died meanwhile
            return
        numbers = {self._client.submit(_carry_out, sent, pieces[at], pure=False): at for at in left}
        try:
            for future in distributed.as_completed(list(numbers), loop=self._client.loop):
                what = pieces[numbers[future]].what
                try:
                    found[numbers[future]] = future.result()
                except distributed.KilledWorker as killed:
                    raise ForecastRefused(
                        f"engine: {what}: workers died of it; give them more memory, or take fewer of this machine"
                    ) from killed
                tell(what, len(found), len(pieces))
        except distributed.CancelledError:
            return
        finally:
            self._client.cancel(list(numbers))


def _installed(name: str) -> str | None:
    return version(name) if find_spec(name) else None


def _carry_out(panel: Panel, piece: Piece) -> Matrix:
    """Carry out a piece, on a worker."""
    import distributed

    with _one_at_a_time:
        before = threads.set(distributed.get_worker().state.nthreads)
        try:
            return piece.of(panel)
        finally:
            threads.reset(before)
