-- Work in a building: where things lie, what is to be counted, what came. Units are smallest units.

-- Where a SKU lies at a node; it is picked at the first shelf.
create table shelves (
    node text collate "C" not null,
    sku text collate "C" not null,
    shelves text[] not null check (cardinality(shelves) between 1 and 20),
    primary key (node, sku)
);

create index shelves_by_name on shelves using gin (shelves);

create type count_reason as enum ('cycle', 'short_pick', 'exception', 'manager');
create type count_status as enum ('open', 'counted', 'cancelled');

-- SKUs of a node that somebody is to count. Lines and countings are guarded by the lock of their count's row.
create table counts (
    count_id uuid primary key,
    fingerprint uuid, -- of the request; null where a short pick asks
    node text collate "C" not null,
    reason count_reason not null,
    status count_status not null,
    shelf text,
    note text,
    reference text collate "C", -- the fulfillment order that was picked short
    requested_by text collate "C" not null,
    requested_at timestamptz not null,
    closed_at timestamptz,
    cancel_reason text,
    check ((status = 'open') = (closed_at is null)),
    check ((status = 'cancelled') = (cancel_reason is not null))
);

create index counts_by_node on counts (node, status, count_id);
create index counts_by_time on counts (node, closed_at) where closed_at is not null;

-- `recording`: what holds is decided, and the ledger is being told.
create type count_line_status as enum ('open', 'recount', 'recording', 'recorded');

create table count_lines (
    count_id uuid not null,
    sku text collate "C" not null,
    decimals smallint not null check (decimals between 0 and 6),
    status count_line_status not null default 'open',
    set_aside bigint not null default 0 check (set_aside >= 0), -- by the short pick, to be set free behind the count
    units bigint check (units >= 0), -- that were there
    counted_at timestamptz,
    expected bigint, -- by the book at that moment
    disputed boolean not null default false,
    counted_by text collate "C",
    recorded_at timestamptz,
    primary key (count_id, sku),
    check ((status in ('recording', 'recorded')) = (units is not null)),
    check ((units is null) = (counted_at is null) and (units is null) = (expected is null)),
    check ((status = 'recorded') = (recorded_at is not null))
);

create index count_lines_begun on count_lines (count_id) where status = 'recording';

-- Each time that somebody counted a line; rows never change.
create table countings (
    count_id uuid not null,
    sku text collate "C" not null,
    number integer not null check (number > 0),
    key uuid not null unique, -- of the request's line
    units bigint not null check (units >= 0),
    counted_at timestamptz not null,
    expected bigint not null,
    verdict text collate "C" not null check (verdict in ('recount', 'recorded')),
    counted_by text collate "C" not null,
    told_at timestamptz not null,
    primary key (count_id, sku, number)
);

create type receipt_status as enum ('begun', 'recorded');

-- What came. `plan` is what the ledger is told, decided once: whoever finishes what another began tells the same.
create table receipts (
    receipt_id uuid primary key,
    fingerprint uuid not null,
    node text collate "C" not null,
    arrival text collate "C",
    status receipt_status not null,
    plan json not null,
    told_by text collate "C" not null,
    begun_at timestamptz not null,
    recorded_at timestamptz,
    check ((status = 'recorded') = (recorded_at is not null))
);

create index receipts_begun on receipts (begun_at) where status = 'begun';
