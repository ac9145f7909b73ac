-- What files bring beside master data and stock: the history of demand, suppliers.

-- Files that were imported. A file means the same facts each time it is read, so rows without a time of their own keep
-- the moment at which their file was first seen.
create table imported_files (
    table_name text collate "C" not null,
    fingerprint text collate "C" not null, -- SHA-256 of the file
    first_seen_at timestamptz not null,
    finished_at timestamptz, -- null: broken off; the next import of the file goes on
    rows_good bigint check (rows_good >= 0),
    rows_rejected bigint check (rows_rejected >= 0),
    primary key (table_name, fingerprint)
);

-- Sales and returns before stockpool. They change no stock: forecasts read them. SKUs, nodes and channels of history are
-- not foreign keys: rows are checked against them before they go in, none is ever deleted, and the checks would take two
-- thirds of the time of a million sales.
create type past_sale_kind as enum ('sale', 'return');

create table past_sales (
    source text collate "C" not null,
    source_id text collate "C" not null,
    kind past_sale_kind not null,
    sku text collate "C" not null,
    node text collate "C" not null,
    quantity bigint not null check (quantity > 0), -- smallest units of the SKU
    occurred_at timestamptz not null,
    unit_price_minor bigint check (unit_price_minor >= 0),
    currency text collate "C" check (currency ~ '^[A-Z]{3}$'),
    primary key (source, source_id),
    check (unit_price_minor is null or currency is not null)
);

create index past_sales_by_sku on past_sales (sku, node, occurred_at);

-- Orders that were closed before stockpool, line by line, each with what it shares with its order.
create type past_order_method as enum ('ship', 'pickup');

create table past_order_lines (
    order_id text collate "C" not null,
    line text collate "C" not null,
    sku text collate "C" not null,
    quantity bigint not null check (quantity > 0), -- smallest units of the SKU
    channel text collate "C" not null,
    method past_order_method not null,
    pickup_node text collate "C",
    ordered_at timestamptz not null,
    ship_latitude double precision check (ship_latitude between -90 and 90),
    ship_longitude double precision check (ship_longitude between -180 and 180),
    ship_postal_code text,
    ship_country text collate "C" check (ship_country ~ '^[A-Z]{2}$'),
    primary key (order_id, line),
    check ((method = 'pickup') = (pickup_node is not null)),
    check ((ship_latitude is null) = (ship_longitude is null))
);

create index past_order_lines_by_sku on past_order_lines (sku, ordered_at);

create table suppliers (
    id text collate "C" primary key check (length(id) between 1 and 64),
    name text not null,
    lead_time_days integer check (lead_time_days >= 0),
    minimum_order_minor bigint check (minimum_order_minor >= 0),
    currency text collate "C" check (currency ~ '^[A-Z]{3}$'),
    check (minimum_order_minor is null or currency is not null)
);
