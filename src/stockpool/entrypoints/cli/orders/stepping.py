"""A step of a fulfillment order through a lane of this process; servers may run beside it."""

from __future__ import annotations

import asyncio
from decimal import Decimal, InvalidOperation

import msgspec

from stockpool.bootstrap import Application
from stockpool.entrypoints.cli.session import Session
from stockpool.kernel.idempotency import fingerprint, key_digest
from stockpool.kernel.ids import is_uuid, new_uuid7
from stockpool.kernel.refusals import Refused
from stockpool.orders.api import get_code, new_pickup_code, parse_fulfillment_order_id
from stockpool.orders.messages import AdvanceFulfillment, FulfillmentAdvanced, FulfillmentStep, PickedQuantity

ACTOR = "cli"
STEPS = tuple([step for step in FulfillmentStep if step is not FulfillmentStep.GIVE_UP])


class Said(msgspec.Struct, frozen=True):
    """What the user says beside the step."""

    picked: tuple[str, ...] | None = None
    code: str | None = None
    reason: str | None = None
    carrier: str | None = None
    tracking: str | None = None


class StepTaken(msgspec.Struct, frozen=True, omit_defaults=True):
    """How things stand after a step; the pickup code is for the customer alone."""

    taken: FulfillmentAdvanced
    pickup_code: str | None = None


def command_of(name: str, step: str, said: Said) -> AdvanceFulfillment | str:
    """The command, or what is wrong with the words of the user."""
    named = parse_fulfillment_order_id(name)
    if named is None or not is_uuid(named[0]):
        return f"{name!r} is not the id of a fulfillment order, which is the order's with a number: ORDER-1"
    if step not in STEPS:
        return f"{step!r} is none of {', '.join(STEPS)}"
    picked = _picked(said.picked) if said.picked is not None else None
    if isinstance(picked, str):
        return picked
    fits = {"picked": FulfillmentStep.PICK, "code": FulfillmentStep.HAND_OVER, "reason": FulfillmentStep.REJECT}
    fits |= dict.fromkeys(("carrier", "tracking"), FulfillmentStep.SHIP)
    for option, of in fits.items():
        if getattr(said, option) is not None and step != of:
            return f"--{option} is for the step {of}"
    makes_ready = step in {FulfillmentStep.READY, FulfillmentStep.ARRIVE}
    return AdvanceFulfillment(
        key=key_digest(ACTOR, new_uuid7()),
        fingerprint=fingerprint((name, step, said)),
        actor=ACTOR,
        order_id=named[0],
        number=named[1],
        step=FulfillmentStep(step),
        picked=picked,
        code=said.code,
        reason=said.reason,
        carrier=said.carrier,
        tracking=said.tracking,
        new_code=new_pickup_code() if makes_ready else None,
    )


def _picked(words: tuple[str, ...]) -> tuple[PickedQuantity, ...] | str:
    picked: list[PickedQuantity] = []
    for word in words:
        sku, _, text = word.rpartition("=")
        try:
            picked.append(PickedQuantity(sku, Decimal(text)))
        except InvalidOperation:
            sku = ""
        if not sku:
            return f"--picked {word!r} must be SKU=N"
    return tuple(picked)


def take_step(opened: Session, command: AdvanceFulfillment) -> StepTaken | Refused:
    """Have the step decided and committed."""
    return asyncio.run(_take(opened, command))


async def _take(opened: Session, command: AdvanceFulfillment) -> StepTaken | Refused:
    application = Application(msgspec.structs.replace(opened.settings, lanes=1), opened.url)
    await application.start()
    try:
        reply = await application.lanes.submit(command)
        if isinstance(reply, Refused):
            return reply
        assert isinstance(reply, FulfillmentAdvanced)
        if command.new_code is None:
            return StepTaken(reply)
        async with application.database.read() as connection:
            return StepTaken(reply, await get_code(connection, command.order_id, command.number))
    finally:
        await application.close()
