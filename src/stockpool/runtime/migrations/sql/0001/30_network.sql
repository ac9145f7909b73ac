-- Where stock lies and through what it is sold. Rows are never deleted: a node that closes becomes inactive.

create type node_kind as enum ('distribution_center', 'store', 'micro_hub', 'third_party', 'supplier', 'in_transit');

create table nodes (
    id text collate "C" primary key check (length(id) between 1 and 64),
    name text not null,
    kind node_kind not null,
    latitude double precision check (latitude between -90 and 90),
    longitude double precision check (longitude between -180 and 180),
    address jsonb,
    time_zone text collate "C" not null,
    daily_capacity integer check (daily_capacity >= 0), -- orders; null is no limit
    open_hours jsonb, -- by weekday in the node's time zone; null is always
    cutoffs jsonb not null, -- by method, times of the day in the node's time zone
    processing_minutes integer not null check (processing_minutes >= 0), -- of open hours
    holiday_calendar text collate "C", -- a country, or with a hyphen one of its subdivisions; null knows no holidays
    closed_dates jsonb not null,
    open_dates jsonb not null, -- holidays on which it is open nevertheless
    can_ship boolean not null,
    can_pickup boolean not null,
    can_return boolean not null,
    active boolean not null,
    buffer bigint not null check (buffer >= 0), -- smallest units of each SKU
    revision bigint not null default 1 check (revision > 0),
    check ((latitude is null) = (longitude is null))
);

create type channel_kind as enum ('web', 'store', 'marketplace');

create table channels (
    id text collate "C" primary key check (length(id) between 1 and 64),
    name text not null,
    kind channel_kind not null,
    pool jsonb not null,
    buffer bigint not null check (buffer >= 0), -- smallest units of each SKU, at each node
    node_buffers jsonb not null,
    low_stock bigint check (low_stock >= 0), -- smallest units; null where nobody wants to be told
    revision bigint not null default 1 check (revision > 0)
);

-- What a parcel from a node costs and how long it takes. Exactly one of `to_node` and `to_country` is given.
create table shipping_lanes (
    from_node text collate "C" not null references nodes,
    to_node text collate "C" references nodes,
    to_country text collate "C" check (to_country ~ '^[A-Z]{2}$'),
    to_postal_prefix text collate "C",
    carrier text collate "C" not null,
    service text collate "C" not null,
    transit_days_min integer not null check (transit_days_min >= 0),
    transit_days_max integer not null,
    cost_minor bigint not null check (cost_minor >= 0),
    currency text collate "C" not null check (currency ~ '^[A-Z]{3}$'),
    unique nulls not distinct (from_node, to_node, to_country, to_postal_prefix, carrier, service),
    check ((to_node is null) <> (to_country is null)),
    check (to_postal_prefix is null or to_country is not null),
    check (transit_days_max >= transit_days_min)
);

create type rate_source as enum ('given', 'fitted');

-- Price lists of carriers. Each is read, checked and replaced as a whole, so its rows stay together.
create table rate_tables (
    name text collate "C" primary key check (length(name) between 1 and 64),
    carrier text not null,
    service text not null,
    currency text collate "C" not null check (currency ~ '^[A-Z]{3}$'),
    volume_cc_per_kg integer check (volume_cc_per_kg > 0), -- null: volume does not matter
    note text,
    source rate_source not null,
    zones jsonb not null check (jsonb_array_length(zones) > 0),
    rates jsonb not null check (jsonb_array_length(rates) > 0), -- amounts in millionths of the currency
    surcharges jsonb not null,
    revision bigint not null default 1 check (revision > 0),
    check (source = 'given' or note is not null) -- a fitted one tells its error
);
