"""Sourcing on a snapshot: stock less buffers in, positions out, and the snapshot less what was placed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from stockpool.inventory.api import Ledger, PositionKey
from stockpool.kernel.refusals import Problem, Reason, Refused
from stockpool.network.api import Network
from stockpool.sourcing.api import plan_sourcing
from stockpool.sourcing.messages import Candidate, Destination, Method, SourcingDemand, SourcingPlan
from stockpool.workflows.requests import SkuDemand
from stockpool.workflows.task import View
