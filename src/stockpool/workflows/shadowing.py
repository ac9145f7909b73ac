"""A policy that decides beside the one that acts while an order is placed: on the same picture, and without acting."""

from __future__ import annotations

from datetime import UTC
from functools import partial

import structlog

from stockpool.runtime import telemetry
from stockpool.sourcing import api as sourcing
from stockpool.sourcing.api import Compared, Near, PolicyPlanner, Question, ShadowDecision
from stockpool.sourcing.messages import SourcingPlan
from stockpool.workflows.snapshot import NamedPlanner, NetworkView
from stockpool.workflows.task import View

log = structlog.get_logger(__name__)

TAKEN = "other orders took the stock that it had looked at"
"""Nothing is wrong; it would have had to look again, which only the policy that acts does."""

FAILURE_MAX = 200
"""Characters of a failure that are kept."""


class Shadowing:
    """What the shadow says of one order."""

    def __init__(self, shadow: NamedPlanner, active: PolicyPlanner | None) -> None:
        """`active` is None where the built-in routing acts."""
        self.near: Near | None = None
        """What it made of the nodes around the destination, where only their stock was looked at."""
        self._shadow, self._active = shadow, active
        self._active_policy: str | None = None
        self._compared: list[Compared] = []
        self._failed: str | None = None

    def beside(self, question: Question, plan: SourcingPlan) -> None:
        """Plan the same demand; whatever goes wrong with that is no matter of the order's."""
        self._active_policy = plan.explanation.policy
        if self._failed is not None:
            return
        try:
            compared = sourcing.compare(question, plan, self._shadow.planner, self._active, self.near)
        except Exception as error:  # noqa: BLE001 -- strategies of other packages may raise anything
            self._failed = repr(error)[:FAILURE_MAX]
            telemetry.shadow_failed()
            log.warning("the shadow policy failed", policy=self._shadow.name, cause=self._failed)
            return
        if compared is None:
            self._failed = TAKEN
        else:
            self._compared.append(compared)

    def record(self, order_id: str, view: View) -> tuple[ShadowDecision, ...]:
        """The row to keep with the order; none where nothing was sourced."""
        day = view.now.astimezone(UTC).date()
        kept = partial(ShadowDecision, day, order_id, self._shadow.name, self._active_policy)
        if self._failed is not None:
            return (kept(same=False, failed=self._failed),)
        if not self._compared:
            return ()
        both = sourcing.summed(self._compared)
        return (kept(same=both.same, units=both.units, shadow=both.shadow, active=both.active),)


def shadowing_of(network: NetworkView) -> Shadowing | None:
    """For one order; None where no policy decides beside the one that acts."""
    return Shadowing(network.shadow, network.policy) if network.shadow is not None else None
