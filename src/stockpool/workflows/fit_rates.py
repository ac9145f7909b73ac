"""Fitting a rate table to the shipments of a file, and storing it with its error."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from stockpool.connectors.api import ShipmentRow
from stockpool.kernel.geography import great_circle_km
from stockpool.kernel.refusals import Refused
from stockpool.network import api as network
from stockpool.network.api import FittedRates, RateSource, Shipment, fit_rates
from stockpool.runtime.database import Database
from stockpool.workflows.rates_desk import tell_of_rates


async def fit_and_store(
    database: Database, rows: Sequence[ShipmentRow], *, name: str, currency: str, carrier: str, before: datetime | None
) -> FittedRates | Refused:
    """The fitted table, stored under its name; a table that was given is not replaced by a fitted one."""
    fitted = fit_rates([_shipment(row) for row in rows], name=name, currency=currency, carrier=carrier, before=before)
    if isinstance(fitted, Refused):
        return fitted
    async with database.transaction() as connection:
        result = await tell_of_rates(
            connection, await network.put_rates(connection, fitted.rates, source=RateSource.FITTED)
        )
    return result if isinstance(result, Refused) else fitted


def _shipment(row: ShipmentRow) -> Shipment:
    km = great_circle_km(*row.places) if row.places is not None else row.km
    assert km is not None, "the check lets no row through without a distance"
    return Shipment(row.shipped_at, km, row.grams, row.freight, row.days)
