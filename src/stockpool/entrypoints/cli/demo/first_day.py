"""What planners have done before the demo opens: a sourcing policy acts, outlooks stand, and an ERP is compared."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

from stockpool.kernel.refusals import Refused
from stockpool.reconciliation.messages import Source
from stockpool.runtime.database import Database
from stockpool.simulation.traffic.opening import OTHER_SYSTEM
from stockpool.sourcing.api import ActivatePolicy, PutPolicy
from stockpool.workflows.outlook_desk import OutlookDesk
from stockpool.workflows.policy_desk import PolicyDesk
from stockpool.workflows.reconciliation_desk import ReconciliationDesk

PLANNER = "pia"
OUTLOOK_DAYS = 28

POLICY = """\
# The example `balanced-stores`, with the work of stores dearer than that of the centers, and less of it at once.
policy: balanced-stores
about: Stores near the customer serve online orders without being sold out for their own customers or being overrun.
currency: EUR
rules:
  - name: collected
    when: {methods: [pickup]}
    costs:
      - labor: {per_order: 1.20, per_unit: 0.30}
    otherwise: [backorder]
  - name: balanced
    filters:
      - backlog: {hours_max: 0.4, kinds: [store]}
      - keep_for_walk_ins: {days: 1}
    costs:
      - distance: {per_km: 0.005}
      - labor: {per_order: 0.80, per_unit: 0.20, of: {store: {per_order: 1.10, per_unit: 0.25}}}
      - lost_margin: {margin_share: 0.35}
      - congestion: {per_hour: 5.00, from_hours: 0.1, kinds: [store]}
      - parcel: {further: 3.00}
    limits: {nodes_max: 3}
    otherwise: [split, backorder]
"""


async def plan_first_day(database: Database) -> None:
    """Put the policy in force unless one acts, and work out what stores sell by themselves."""
    desk, now = PolicyDesk(database), datetime.now(UTC)
    if await desk.last() is None:
        await OutlookDesk(database).work_out(OUTLOOK_DAYS, now)
        put = await desk.put(PutPolicy(POLICY, note="Stores share the work"), now, PLANNER)
        assert not isinstance(put, Refused), put
        acts = await desk.activate(
            ActivatePolicy(put.policy.name, put.policy.version, "Opening of the demo"), now, PLANNER
        )
        assert not isinstance(acts, Refused), acts
    erp = Source(id=OTHER_SYSTEM, name="ERP of the head office")
    (stored,) = await ReconciliationDesk(database, lambda: str(uuid4()), None).put_sources([erp])
    assert not isinstance(stored, Refused), stored
