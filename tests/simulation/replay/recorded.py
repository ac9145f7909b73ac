"""A tiny record whose outcome can be worked out by hand."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

TABLES: Mapping[str, str] = {
    "skus": "id,name,components,decimals\nTEA,Tea,,\nCUP,Cup,,\nCLOTH,Cloth,,2\nSET,Tea set,TEA:1; CUP:1,\n",
    # One degree of longitude on the equator is 111.195 km.
    "nodes": (
        "id,name,kind,latitude,longitude,can_ship,can_pickup\n"
        "west,West,store,0,0,yes,yes\nmid,Middle,store,0,1,yes,yes\neast,East,store,0,3,yes,no\n"
    ),
    "channels": "id,name,kind\nweb,Web,web\n",
    "stock": (
        "sku,node,quantity,as_of\n"
        "TEA,west,3,2026-01-01T00:00:00Z\nTEA,east,2,2026-01-01T00:00:00Z\n"
        "CUP,mid,4,2026-01-01T00:00:00Z\nCLOTH,west,10,2026-01-01T00:00:00Z\n"
    ),
    "orders": (
        "order_id,line,sku,quantity,channel,method,pickup_node,ordered_at,ship_latitude,ship_longitude\n"
        # Written last, ordered first: West is nearest, 2 units over 0 km.
        "o4,1,TEA,5,web,ship,,2026-01-02T04:00:00Z,0,0\n"  # 1 at West, 2 at East, 2 short: split
        "o2,1,TEA,1,web,ship,,2026-01-02T02:00:00Z,,\n"  # to nowhere known: from the node with most
        "o3,1,CUP,1,web,pickup,mid,2026-01-02T03:00:00Z,0,0\n"  # carried home by the customer: no distance
        "o3,2,CLOTH,1.5,web,pickup,mid,2026-01-02T03:00:00Z,0,0\n"  # none at Middle: short
        "o5,1,SET,1,web,ship,,2026-01-02T05:00:00Z,0,0\n"  # no tea is left: its cup is sent, its tea waits
        "o6,1,CUP,3,web,ship,,2026-01-02T06:00:00Z,0,0\n"  # 2 units over 111.2 km, 1 waits
        "o1,1,TEA,1,web,ship,,2026-01-02T01:00:00Z,0,0\n"
    ),
}


def write_record(folder: Path, tables: Mapping[str, str] = TABLES) -> Path:
    """Put the record into a new folder."""
    folder.mkdir(exist_ok=True)
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text)
    return folder
