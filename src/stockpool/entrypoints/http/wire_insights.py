"""Questions about figures on the wire."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from stockpool.entrypoints.http.wire_stock import Named
from stockpool.entrypoints.http.wire_types import Id, Moment
from stockpool.insights.messages import Measure


class TimesQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which hours, the last 24 where nothing is said."""

    from_: Moment | None = msgspec.field(name="from", default=None)
    until: Moment | None = None


class PlacesQuery(TimesQuery, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """As above, at which nodes."""

    node: Named = ()


class SpanQuery(PlacesQuery, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """As above, of which channel; of all nodes and channels where none is named."""

    channel: Id | None = None


class SeriesQuery(SpanQuery, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One figure, by hour or by day of UTC."""

    measure: Measure
    by: Literal["hour", "day"] = "hour"


class NodesQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which nodes; all where none is named."""

    node: Named = ()


class SearchQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody typed."""

    q: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
