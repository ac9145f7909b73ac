"""Case 8: a SKU or node goes out of use only when nobody was promised anything of it."""

from __future__ import annotations

import pytest

from stockpool.catalog.messages import SkuInput
from stockpool.inventory.messages import PlaceHold, ReleaseHold, Uncommit
from stockpool.kernel.refusals import Refused
from stockpool.network.messages import NodeInput, NodeKind
from stockpool.workflows.edit_master_data import NodeDesk, SkuDesk
from tests.inventory.asking import asked, lines
from tests.inventory.yard import Wanted, Yard, refused

EAST: Wanted = {("cloth", "east"): 1}


async def remove(yard: Yard, what: str) -> Refused | None:
    """Take the cloth or the east node out of use; why not."""
    if what == "sku":
        sku = SkuInput("cloth", "Cloth", decimals=2, active=False)
        result = (await SkuDesk(yard.database).upsert([sku], {}))[0]
    else:
        node = NodeInput("east", "east", NodeKind.STORE, 50.0, 10.0, active=False)
        result = (await NodeDesk(yard.database).upsert([node], {}))[0]  # type: ignore[assignment] # the same to us
    return result if isinstance(result, Refused) else None


@pytest.mark.parametrize("what", ["sku", "node"])
@pytest.mark.parametrize("promise", ["hold", "commitment"])
async def test_what_is_promised_stays_in_use_until_it_is_given_back(yard: Yard, what: str, promise: str) -> None:
    await yard.receive(cloth=5)
    if promise == "hold":
        back = asked(ReleaseHold, hold_id=(await yard.hold(EAST)).hold_id)
        assert refused(await remove(yard, what)) == "in-use"
        await yard.say(back)
    else:
        committed = await yard.commit(EAST)
        assert refused(await remove(yard, what)) == "in-use"
        await yard.say(asked(Uncommit, commitment_id=committed.commitment_id))
    assert await yard.position("cloth") == (500, 0, 0)
    assert await remove(yard, what) is None
    assert isinstance(await yard.say(asked(PlaceHold, channel="web", lines=lines(EAST), ttl_seconds=60)), Refused)
