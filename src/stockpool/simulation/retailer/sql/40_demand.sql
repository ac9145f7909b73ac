-- Who carries what, and how demand spreads over places and days.

-- One SKU at one node. Stores carry the front of the range as far as they have room, so the tail is in few of them;
-- centers all carry the front half, and one of them the rest. A node's own taste makes it sell more or less of a thing.
create table place as
select sku_no, node_no, store.center_no, sku.decimals,
       (0.45 + 0.55 * uniform(key2('category taste', category_no, node_no)))
       * (0.40 + 0.60 * uniform(key2('taste', sku_no, node_no))) as taste
from sku join store
  on rank_share <= assortment + 0.16 * (uniform(key2('carried', sku_no, node_no)) - 0.5)
union all
select sku_no, center.node_no, center.node_no, sku.decimals, 1.0
from sku join center
  on rank_share <= 0.5 or center.node_no = 1 + key1('home', sku_no) % (select count(*) from center);

-- Seasons: a category's monthly level, joined up between the middles of the months, growing or fading over the years.
create table season as
with month_level as (
    unpivot (select category_no, trend_per_year, jan, feb, mar, apr, may, jun, jul, aug, sep, oct, nov, dec from category)
    on jan, feb, mar, apr, may, jun, jul, aug, sep, oct, nov, dec into name month_name value level
), month_number as (
    select category_no, trend_per_year, level, row_number() over (partition by category_no) - 1 as month_no
    from month_level
), dated as (
    select *, (date_part('day', date) - 0.5) / date_part('day', last_day(date)) - 0.5 as from_middle,
           date_part('month', date)::int - 1 as month_no
    from calendar
)
select this.category_no, dated.day,
       (this.level * (1 - abs(from_middle)) + other.level * abs(from_middle))
       * pow(1 + this.trend_per_year, dated.day / 365.0)
       -- weather and whim move a whole category on a day
       * exp(0.14 * normal(key2('whim', this.category_no, epoch_days))) as level,
       dated.store, dated.web
from (select *, (epoch(date)::bigint // 86400) as epoch_days from dated) dated
join month_number this using (month_no)
join month_number other
  on other.category_no = this.category_no
 and other.month_no = (dated.month_no + case when from_middle < 0 then 11 else 1 end) % 12;

-- Weights as slots: a uniform number times the slots names a day or a node with the right chance.
create table day_slot as
with weighed as (
    select category_no, false as online, day, level * store as weight from season
    union all
    select category_no, true, day, level * web from season
), summed as (
    select *, sum(weight) over (partition by category_no, online order by day) as reach,
           sum(weight) over (partition by category_no, online) as total
    from weighed
)
select category_no, online, day,
       unnest(range(round((reach - weight) / total * 16384)::int, round(reach / total * 16384)::int)) as slot
from summed where weight > 0;

create table node_slot as
with weighed as (
    select false as online, node_no, weight from store
    union all
    select true, node_no, weight from region
), summed as (
    select *, sum(weight) over (partition by online order by node_no) as reach,
           sum(weight) over (partition by online) as total
    from weighed
)
select online, node_no,
       unnest(range(round((reach - weight) / total * 4096)::int, round(reach / total * 4096)::int)) as slot
from summed;

-- Promotions: a third of the range, up to three weeks each, always from Thursday to Wednesday.
create table promotion as
with drawn as (
    select sku_no, n, floor(uniform(key2('promotion', sku_no, n)) * getvariable('days'))::int as around,
           1.6 + 2.6 * uniform(key2('lift', sku_no, n)) as lift,
           [0.10, 0.15, 0.20, 0.25, 0.30][1 + (key2('discount', sku_no, n) % 5)::int] as discount
    from sku join range(3) counter(n) on uniform(key1('promoted', sku_no)) < 0.34 - 0.1 * n
)
select sku_no, min(day) as first_day, any_value(lift) as lift, any_value(discount) as discount
from drawn join calendar on day between around and around + 6 and date_part('isodow', date) = 4
group by sku_no, n, around;
