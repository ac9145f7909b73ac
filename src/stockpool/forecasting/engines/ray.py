"""Pieces as tasks of Ray: each takes one core, and is done again elsewhere where its process dies."""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec

from stockpool.forecasting.asked import Tell
from stockpool.forecasting.engines.role import threads
from stockpool.forecasting.messages import ForecastRefused, Where
from stockpool.forecasting.panel import Matrix, Panel
from stockpool.forecasting.pieces import Piece

CONNECT_SECONDS = 10
RETRIES = 3
SETTINGS = {
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",  # else each start warns of what a later version will do
    "RAY_USAGE_STATS_ENABLED": "0",  # a forecast tells nobody that it was made
}


@contextmanager
def open_ray(where: Where) -> Iterator[RayEngine]:
    """A cluster that is there, or processes of this machine."""
    if find_spec("ray") is None:
        raise ForecastRefused("engine: ray needs the extra ray; install stockpool[ray]")
    if where.scheduler is not None:
        _knock(where.scheduler)
    for name, value in SETTINGS.items():
        os.environ.setdefault(name, value)
    import ray

    try:
        ray.init(
            address=where.scheduler or "local",
            num_cpus=where.workers,
            include_dashboard=False if where.scheduler is None else None,
            log_to_driver=False,
            logging_level=logging.CRITICAL,
        )
    except (ConnectionError, ValueError, RuntimeError) as error:
        raise ForecastRefused(f"scheduler: {where.scheduler} does not let us in: {error}") from error
    try:
        yield RayEngine()
    finally:
        ray.shutdown()


def _knock(address: str) -> None:
    """Ray itself tries for minutes."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    try:
        socket.create_connection((host, int(port)), CONNECT_SECONDS).close()
    except (OSError, ValueError, OverflowError) as error:
        raise ForecastRefused(
            f"scheduler: {address} cannot be reached; start it with `ray start --head`, or leave --scheduler out"
        ) from error


class RayEngine:
    """The engine of Ray's tasks."""

    def run(self, panel: Panel, pieces: Sequence[Piece], tell: Tell) -> list[Matrix]:
        """As the role says."""
        import ray

        task = ray.remote(num_cpus=1, max_retries=RETRIES)(_carry_out)
        sent = ray.put(panel)
        made = [task.remote(sent, piece) for piece in pieces]
        numbers = {each: number for number, each in enumerate(made)}
        left = list(made)
        try:
            while left:
                (done, *_), left = ray.wait(left)
                ray.get(done)
                tell(pieces[numbers[done]].what, len(made) - len(left), len(made))
            return [each.copy() for each in ray.get(made)]  # what Ray gives cannot be written to
        except ray.exceptions.RayError as error:
            raise ForecastRefused(f"engine: ray could not do it: {str(error).splitlines()[-1]}") from error


def _carry_out(panel: Panel, piece: Piece) -> Matrix:
    """Carry out a piece, in a process of one core."""
    threads.set(1)
    return piece.of(panel)
