"""What really became of the orders, beside what the model says of the same ones."""

from __future__ import annotations

import msgspec

from stockpool.simulation.backtest.playing import luck_of
from stockpool.simulation.compare.carrier import Carrier
from stockpool.simulation.compare.olist import Record


class Reality(msgspec.Struct, frozen=True):
    """What was really paid for the orders and how long they really took, beside what the model says of the same."""

    orders: int
    days_mean: float
    days_p90: float
    freight_mean: float
    model_days_mean: float
    model_days_p90: float
    model_freight_mean: float


def reality_of(record: Record, carrier: Carrier, orders: set[str]) -> Reality:
    """Of orders that arrived; an order's parcels are paid together and complete with the last."""
    import numpy as np

    rows: dict[str, list[float]] = {}
    for each in record.sent:
        if each.days is None or each.order_id not in orders:
            continue
        luck = luck_of(each.order_id, 1)
        row = rows.setdefault(each.order_id, [0.0, 0.0, 0.0, 0.0])
        row[0], row[1] = max(row[0], each.days), row[1] + each.freight
        row[2] = max(row[2], carrier.days.at(each.km, luck) or 0.0)
        row[3] += carrier.freight(each.km, record.grams(each))
    days, paid, model_days, model_paid = np.array(list(rows.values())).T
    return Reality(
        len(rows),
        float(days.mean()),
        float(np.quantile(days, 0.9)),
        float(paid.mean()),
        float(model_days.mean()),
        float(np.quantile(model_days, 0.9)),
        float(model_paid.mean()),
    )
