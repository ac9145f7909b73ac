"""All engines by name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from stockpool.forecasting.engines.local import LOCAL
from stockpool.forecasting.engines.role import Engine
from stockpool.forecasting.messages import ForecastRefused, Where

ENGINES = ("dask", "local", "ray")


@contextmanager
def engine_at(where: Where) -> Iterator[Engine]:
    """The engine that is asked for, as long as it is needed; raises `ForecastRefused` where there is none."""
    if where.engine not in ENGINES:
        raise ForecastRefused(f"engine: there is no {where.engine!r}; there are {', '.join(ENGINES)}")
    if where.engine == "local":
        if where.scheduler is not None or where.workers is not None:
            raise ForecastRefused("engine: local has no scheduler and no workers; name --engine dask")
        yield LOCAL
        return
    if where.scheduler is not None and where.workers is not None:
        raise ForecastRefused("workers: a scheduler has its own; leave out --workers or --scheduler")
    with _cluster(where) as engine:
        yield engine


def _cluster(where: Where) -> AbstractContextManager[Engine]:
    if where.engine == "ray":
        from stockpool.forecasting.engines.ray import open_ray

        return open_ray(where)
    from stockpool.forecasting.engines.dask import open_dask

    return open_dask(where)
