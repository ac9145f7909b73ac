-- Figures for people, counted from events behind the commits that tell them. No decision reads them, and all but what is
-- only looked at (levels) can be counted anew.

-- Who asks for a figure reads the rows of an hour: of one node, or those under '' that count everything once.
create table insight_counts (
    node text collate "C" not null,
    hour timestamptz not null,
    measure text collate "C" not null,
    channel text collate "C" not null, -- '' where none is known
    currency text collate "C" not null, -- '' where it is no money
    value numeric not null,
    primary key (node, hour, measure, channel, currency)
) with (fillfactor = 70);

create table insight_people (
    person text collate "C" not null,
    hour timestamptz not null,
    node text collate "C" not null,
    measure text collate "C" not null,
    value numeric not null,
    primary key (person, hour, node, measure)
) with (fillfactor = 70);
create index insight_people_by_node on insight_people (node, hour);

-- What went from where to where.
create table insight_flows (
    hour timestamptz not null,
    from_node text collate "C" not null,
    to_node text collate "C" not null, -- '' where it went to customers of a region
    region text collate "C" not null, -- '' where it went to a node
    parcels bigint not null,
    units numeric not null,
    placed bigint not null, -- parcels whose place is known, and the sums of their places
    latitudes double precision not null,
    longitudes double precision not null,
    primary key (hour, from_node, to_node, region)
);

-- What is looked at from time to time: the latest value of each hour.
create table insight_levels (
    node text collate "C" not null,
    measure text collate "C" not null,
    hour timestamptz not null,
    value numeric not null,
    taken_at timestamptz not null,
    primary key (node, measure, hour)
);

-- The first position of the feed that was counted in an hour: from there the events behind its figures are read.
create table insight_hours (
    hour timestamptz primary key,
    position bigint not null
);

-- The life line of each order: where its events are.
create table insight_order_events (
    order_id uuid not null,
    event_id bigint not null,
    number integer, -- of the fulfillment order that took a step
    type text collate "C" not null,
    at timestamptz not null,
    primary key (order_id, event_id)
);

-- Positions that a fact left below zero, until they are seen not to be.
create table insight_below_zero (
    sku text collate "C" not null,
    node text collate "C" not null,
    primary key (sku, node)
);

create table insight_state (
    one_row boolean primary key default true check (one_row),
    refused_below xid8 not null default '3', -- refusals of transactions below are counted
    exceptions_at timestamptz -- when exceptions were looked for
);
insert into insight_state default values;

create table open_exceptions (
    id uuid primary key, -- made of kind and key: the same case has the same
    kind text collate "C" not null,
    key text collate "C" not null,
    cause text collate "C" not null,
    node text collate "C",
    sku text collate "C",
    order_id uuid,
    since timestamptz not null,
    severity smallint not null, -- 3: a promise is broken; 2: one will be; 1: what is known is wrong or late
    units numeric not null,
    money bigint not null, -- minor units; 0 where there is no price
    currency text collate "C",
    facts jsonb not null, -- what its words and its actions are made of
    found_at timestamptz not null
);
create index open_exceptions_by_node on open_exceptions (node, severity);

create table exception_snoozes (
    id uuid primary key,
    until timestamptz not null,
    note text not null check (length(note) <= 1000),
    snoozed_by text not null,
    snoozed_at timestamptz not null,
    severity smallint not null, -- as it was then: it is back when it is worse
    units numeric not null
);
