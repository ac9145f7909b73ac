-- What other systems say is in stock, compared with the pool; and how late they tell what happened.

create table reconciliation_sources (
    id text collate "C" primary key check (length(id) between 1 and 64),
    name text not null,
    nodes jsonb not null, -- empty: whatever its rows name
    measures text collate "C" not null check (measures in ('on_hand', 'available')),
    complete boolean not null,
    tolerance bigint not null check (tolerance >= 0), -- smallest units of each SKU
    lateness_minutes integer not null check (lateness_minutes >= 0),
    file text,
    mapping text,
    interval_minutes integer check (interval_minutes > 0),
    last_file text, -- name, size and time of the one that a schedule compared last
    last_run_at timestamptz, -- by its schedule
    check (file is not null or (mapping is null and interval_minutes is null))
);

create table reconciliation_runs (
    id uuid primary key,
    source text collate "C" not null references reconciliation_sources,
    file text,
    actor text collate "C" not null,
    began_at timestamptz not null,
    ended_at timestamptz not null,
    as_of timestamptz, -- of the oldest row; null where there was none
    compared bigint not null,
    rejected bigint not null,
    absent bigint not null,
    equal bigint not null,
    caught_up bigint not null,
    differing bigint not null,
    opened bigint not null,
    still bigint not null,
    closed bigint not null
);
create index reconciliation_runs_by_source on reconciliation_runs (source, id);

create table reconciliation_exceptions (
    id uuid primary key,
    source text collate "C" not null references reconciliation_sources,
    sku text collate "C" not null,
    node text collate "C" not null,
    status text collate "C" not null check (status in ('open', 'explained', 'accepted', 'closed')),
    cause text collate "C" not null,
    also jsonb not null,
    evidence jsonb not null, -- in words
    measures text collate "C" not null,
    as_of timestamptz not null,
    outside bigint not null, -- this and what follows in smallest units of the SKU
    pool bigint not null, -- as of that moment
    pool_now bigint not null,
    decimals integer not null,
    unit_value_minor bigint,
    currency text collate "C",
    found_by uuid not null references reconciliation_runs,
    seen_by uuid not null references reconciliation_runs, -- the latest run that found it
    found_at timestamptz not null,
    settled_at timestamptz,
    settled_by text collate "C",
    note text,
    movement bigint, -- what accepting it recorded
    check ((status = 'open') = (settled_at is null)),
    check ((unit_value_minor is null) = (currency is null))
);
create unique index reconciliation_exceptions_standing on reconciliation_exceptions (source, sku, node)
    where status in ('open', 'explained');

-- How right the records of nodes were found to be: by counts, and by each source's latest run.
create table record_accuracy (
    node text collate "C" not null,
    found_by text collate "C" not null, -- 'counts', or the source of a run
    measured_at timestamptz not null,
    positions bigint not null check (positions >= 0),
    differing bigint not null check (differing >= 0),
    units_off bigint not null check (units_off >= 0), -- by how much, whichever way
    over bigint not null check (over >= 0), -- where the record said too much
    units_over bigint not null check (units_over >= 0),
    primary key (node, found_by)
);

-- How many facts of a source at a node came how late: one row a class of lag, within ten minutes of recording.
create table feed_lags (
    source text collate "C" not null,
    node text collate "C" not null,
    slot timestamptz not null,
    bucket smallint not null, -- of lag; below zero what could not be measured
    facts bigint not null check (facts > 0),
    primary key (source, node, slot, bucket)
);
create index feed_lags_by_slot on feed_lags (slot);

create table feed_latest (
    source text collate "C" not null,
    node text collate "C" not null,
    recorded_at timestamptz not null,
    primary key (source, node)
);

-- What each node was last reckoned with: read by the metrics of every server.
create table node_confidence (
    node text collate "C" primary key,
    worked_out_at timestamptz not null,
    confidence double precision not null, -- with which something was held back; 0 is not at all
    lag_s double precision not null,
    risk double precision not null,
    units_held_back bigint not null
);
