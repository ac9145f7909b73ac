"""What is printed, over HTTP: labels and packing slips as PDF or ZPL, pick lists and daily reports as PDF."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

import msgspec

from stockpool.entrypoints.http.answers import Answer
from stockpool.entrypoints.http.authentication import node_problem
from stockpool.entrypoints.http.endpoints import Call, Endpoint
from stockpool.entrypoints.http.fulfillment_calls import unknown_fulfillment_order
from stockpool.entrypoints.http.picking_calls import Names, tasks_of
from stockpool.entrypoints.http.shelf_calls import READS
from stockpool.entrypoints.http.wire_types import Id
from stockpool.kernel.refusals import Reason, Refused
from stockpool.orders.messages import FulfillmentTask
from stockpool.warehouse.api import Format, Language
from stockpool.workflows.picking_desk import PickingDesk
from stockpool.workflows.print_desk import PrintDesk

ONE = "/v1/fulfillment-orders/{fulfillment_order_id}"

MEDIA_TYPES = {Format.PDF: "application/pdf", Format.ZPL: "application/zpl"}

Words = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]


class LabelQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """For which printer and in which language; carrier and tracking number where the order does not know them yet."""

    format: Format = Format.PDF
    lang: Language = Language.ENGLISH
    carrier: Words | None = None
    tracking: Words | None = None


class SlipQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """For which printer and in which language."""

    format: Format = Format.PDF
    lang: Language = Language.ENGLISH


class PickSheetQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """For which fulfillment orders of one node, and in which language."""

    fulfillment_order: Names
    lang: Language = Language.ENGLISH


class ReportQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Of which node and which day of its clock, today where it is left out, and in which language."""

    node: Id
    day: date | None = None
    lang: Language = Language.ENGLISH


@dataclass(frozen=True, slots=True)
class PrintCalls:
    """The calls that answer with something to print."""

    printing: PrintDesk
    picking: PickingDesk

    def endpoints(self) -> list[Endpoint]:
        """Their declarations."""
        pdf, zpl = MEDIA_TYPES[Format.PDF], MEDIA_TYPES[Format.ZPL]
        return [
            Endpoint(
                method="GET", path=f"{ONE}/label", summary="Print the label of a parcel or a bag", scopes=READS,
                respond=self.label, query=LabelQuery, reply=None, media_type=pdf,
                more_types=(zpl,),
                refusals=(Reason.UNKNOWN_FULFILLMENT_ORDER,),
            ),
            Endpoint(
                method="GET", path=f"{ONE}/packing-slip", summary="Print what goes with the goods", scopes=READS,
                respond=self.packing_slip, query=SlipQuery, reply=None, media_type=pdf,
                more_types=(zpl,),
                refusals=(Reason.UNKNOWN_FULFILLMENT_ORDER,),
            ),
            Endpoint(
                method="GET", path="/v1/warehouse/pick-list.pdf", summary="Print a pick list", scopes=READS,
                respond=self.pick_list, query=PickSheetQuery, reply=None, media_type=pdf,
                refusals=(Reason.UNKNOWN_FULFILLMENT_ORDER,),
            ),
            Endpoint(
                method="GET", path="/v1/warehouse/daily-report.pdf", summary="Print what a node did on a day",
                scopes=READS, respond=self.daily_report, query=ReportQuery, reply=None, media_type=pdf,
                refusals=(Reason.UNKNOWN_NODE,),
            ),
        ]  # fmt: skip

    async def label(self, call: Call[None, LabelQuery]) -> Answer | Refused:
        """The label, for who may work where the goods are or are collected."""
        task, query = await self._task(call), call.query
        if not isinstance(task, FulfillmentTask):
            return task
        made = await self.printing.label(task, query.format, query.lang, query.carrier, query.tracking)
        return _printed(made, f"label-{task.id}", query.format)

    async def packing_slip(self, call: Call[None, SlipQuery]) -> Answer | Refused:
        """The packing slip, for who may work where the goods are or are collected."""
        task, query = await self._task(call), call.query
        if not isinstance(task, FulfillmentTask):
            return task
        made = await self.printing.packing_slip(task, query.format, query.lang)
        return _printed(made, f"packing-slip-{task.id}", query.format)

    async def pick_list(self, call: Call[None, PickSheetQuery]) -> Answer | Refused:
        """One walk past the shelves, on paper."""
        tasks = await tasks_of(self.picking, call, call.query.fulfillment_order)
        if not isinstance(tasks, list):
            return tasks
        walk = await self.picking.pick_list(tasks)
        if isinstance(walk, Refused):
            return walk
        return _printed(await self.printing.pick_list(walk, call.query.lang), "pick-list", Format.PDF)

    async def daily_report(self, call: Call[None, ReportQuery]) -> Answer | Refused:
        """What a node that the caller may see did on a day."""
        query = call.query
        if denied := node_problem(call.caller, [("node", query.node)]):
            return denied
        made = await self.printing.daily_report(query.node, query.day, query.lang)
        if isinstance(made, Refused):
            return made
        return _printed(made, f"daily-report-{query.day or 'today'}", Format.PDF)

    async def _task(self, call: Call[Any, Any]) -> FulfillmentTask | Answer | Refused:
        (name,) = call.path
        found = await self.picking.tasks([name])
        if isinstance(found, Refused):
            return unknown_fulfillment_order(name)
        (task,) = found
        if task.pickup_node is not None and call.caller.may_act_on(task.pickup_node):
            return task
        return node_problem(call.caller, [("node", task.node)]) or task


def _printed(made: bytes, name: str, form: Format) -> Answer:
    """A sheet as an answer, with a name for whoever saves it."""
    disposition = f'inline; filename="{name}.{form}"'.encode()
    headers = ((b"content-type", MEDIA_TYPES[form].encode()), (b"content-disposition", disposition))
    return Answer(200, made, headers)
