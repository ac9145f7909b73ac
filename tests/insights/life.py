"""A made-up day of a shop, and the figures that follow from what the shop was answered."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from random import Random
from typing import Any

from stockpool.inventory.messages import FactKind
from stockpool.kernel.ids import new_uuid7
from stockpool.kernel.refusals import Refused
from stockpool.orders.messages import (
    AdvanceFulfillment,
    Cause,
    ConfirmPayment,
    FulfillmentAdvanced,
    FulfillmentOrder,
    FulfillmentStatus,
    FulfillmentStep,
    OrderChanged,
    OrderLine,
    OrderPlaced,
    Outcome,
    PickedQuantity,
)
from tests.orders.shop import Shop, order, stamped

PRICE = 250
STEPS = (FulfillmentStep.RELEASE, FulfillmentStep.ACCEPT, FulfillmentStep.PICK, FulfillmentStep.SHIP)


class Day:
    """Orders, tills and nodes at work; `told` is what they would count by themselves."""

    def __init__(self, shop: Shop, seed: int) -> None:
        self.shop, self.random = shop, Random(seed)
        self.told: Counter[str] = Counter()
        self.of_nodes: Counter[tuple[str, str]] = Counter()

    async def begin(self) -> None:
        await self.shop.receive({"tea": {"berlin": 40, "munich": 30}, "cup": {"leipzig": 25, "munich": 10}})

    async def live(self, rounds: int) -> None:
        for _ in range(rounds):
            await self.random.choice((self.sell, self.place, self.place, self.place))()

    async def sell(self) -> None:
        await self.shop.fact(FactKind.SELL, "tea", "berlin", 2)
        self.count("sales_units", 2, "berlin")

    async def place(self) -> None:
        draw = self.random
        lines = {sku: draw.randint(1, 4) for sku in draw.sample(["tea", "cup"], draw.randint(1, 2))}
        priced = tuple(OrderLine(sku, quantity, unit_price=PRICE) for sku, quantity in lines.items())
        more: dict[str, Any] = {"lines": priced, "currency": "EUR", "shortage": draw.choice(["refuse", "backorder"])}
        pending = draw.random() < 0.2
        if pending:
            more |= {"payment": "pending", "payment_hold_id": new_uuid7()}
        placed = await self.shop.submit(order(lines, **more))
        if isinstance(placed, Refused):
            self.count("promises_refused", 1)
            return
        assert isinstance(placed, OrderPlaced), placed
        self.count_placed(placed)
        sold: OrderPlaced | OrderChanged = placed
        if pending:
            paid = await self.shop.submit(ConfirmPayment(**stamped(None), order_id=placed.order_id))
            assert isinstance(paid, OrderChanged), paid
            sold = paid
        self.count_sold(sold)
        for each in sold.fulfillment_orders:
            await self.work(placed.order_id, each)

    def count(self, measure: str, amount: int | Decimal, *nodes: str) -> None:
        self.told[measure] += amount  # type: ignore[assignment]
        for node in nodes:
            self.of_nodes[node, measure] += amount  # type: ignore[assignment]

    def count_placed(self, placed: OrderPlaced) -> None:
        nodes = {each.node for each in placed.fulfillment_orders}
        ordered = sum(int(line.quantity) for line in placed.lines)
        self.count("orders", 1, *nodes)
        self.count("ordered_units", ordered, *nodes)
        self.count("allocated_units", ordered - sum(int(line.short + line.cancelled) for line in placed.lines), *nodes)

    def count_sold(self, sold: OrderPlaced | OrderChanged) -> None:
        nodes = {each.node for each in sold.fulfillment_orders}
        units = sum(int(line.quantity - line.cancelled) for line in sold.lines)
        self.count("sales_units", units)
        self.count("sales_money", units * PRICE)
        for each in sold.fulfillment_orders:
            served = sum(int(line.quantity) for line in each.lines)
            self.of_nodes[each.node, "sales_units"] += served
            self.of_nodes[each.node, "sales_money"] += served * PRICE
        if units > 1 and nodes:
            self.count("orders_that_could_split", 1, *nodes)
            if len(nodes) > 1:
                self.count("orders_split", 1, *nodes)

    async def work(self, order_id: str, each: FulfillmentOrder) -> None:
        for step in STEPS[: self.random.randint(0, len(STEPS))]:
            if not await self.take(order_id, each, step):
                break

    async def take(self, order_id: str, each: FulfillmentOrder, step: FulfillmentStep) -> bool:
        number, picked = int(each.id.rpartition("-")[2]), None
        if step is FulfillmentStep.ACCEPT and self.random.random() < 0.2:
            step = FulfillmentStep.REJECT
        if step is FulfillmentStep.PICK and self.random.random() < 0.3:
            picked = tuple(PickedQuantity(line.sku, max(int(line.quantity) - 1, 0)) for line in each.lines)
        command = AdvanceFulfillment(
            **stamped(None), order_id=order_id, number=number, step=step, picked=picked, reason=None
        )
        done = await self.shop.submit(command)
        assert isinstance(done, FulfillmentAdvanced), done
        self.count_step(done)
        return done.fulfillment_order.status is not FulfillmentStatus.REJECTED

    def count_step(self, done: FulfillmentAdvanced) -> None:
        work, node = done.fulfillment_order, done.fulfillment_order.node
        if done.step is FulfillmentStep.ACCEPT:
            self.count("accepted", 1, node)
        elif done.step is FulfillmentStep.REJECT:
            self.count("rejected", 1, node)
        elif done.step is FulfillmentStep.PICK:
            short = sum(int(each.quantity) for each in done.repairs if each.cause is Cause.SHORT_PICK)
            picked = 0 if work.status is FulfillmentStatus.REJECTED else sum(int(each.quantity) for each in work.lines)
            for measure, amount in (("picked_units", picked), ("short_units", short), ("shorts", int(short > 0))):
                self.count(measure, amount, node)
        if any(each.outcome in {Outcome.MOVED, Outcome.TRANSFERRED} for each in done.repairs):
            self.count("found_elsewhere", 1, node)
