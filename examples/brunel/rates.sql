-- Each printed row; and where weights are missing below one, a row that charges them as its lightest weight.
select rate_table, carrier, service, 'USD' as currency, zone, upto_g as weight_upto_g,
    0 as base, per_kg, minimum, days as days_min, days as days_max
from priced
union all
select rate_table, carrier, service, 'USD', zone, from_g - 1,
    greatest(minimum, round(per_kg * from_g / 1000, 6)), 0, 0, days, days
from priced
where from_g - lighter_g > 20
