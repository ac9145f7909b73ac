"""What `verify` asks about claims on supply to come, beside the orders that have them."""

from __future__ import annotations

COUNT_CLAIMS = "select count(*) from supply_claims"

CLAIMED_WITHOUT_WAITING = """
select order_id::text, line, sku, o.status::text, c.units, p.waiting
from (select order_id, line, sku, sum(units)::bigint as units from supply_claims group by order_id, line, sku) as c
join order_parts p using (order_id, line, sku)
join orders o using (order_id)
where c.units > p.waiting
order by 1, 2, 3
"""
"""Parts that claim more than they wait for: all of it where their order has ended."""
