-- What is to come and when, and who was promised units of it. Units are smallest units.

create type supply_kind as enum ('purchase_order', 'transfer');
create type supply_status as enum ('open', 'closed', 'cancelled');

-- One SKU that is to come to one node. Locked after orders and before positions, in the order of the ids.
create table supplies (
    supply_id text collate "C" primary key check (length(supply_id) between 1 and 64),
    sku text collate "C" not null,
    node text collate "C" not null,
    kind supply_kind not null,
    from_node text collate "C" check (from_node is null or kind = 'transfer'), -- where a transfer leaves, where that was told
    quantity bigint not null check (quantity >= 0),
    received bigint not null default 0 check (received >= 0),
    expected_at timestamptz not null,
    status supply_status not null,
    revision bigint not null default 1 check (revision > 0),
    unsettled boolean not null default true -- changed since somebody looked which promises that breaks or makes possible
);

create index supplies_by_sku on supplies (sku, expected_at, supply_id) where status = 'open';
create index supplies_by_node on supplies (node, expected_at, supply_id) where status = 'open';
create index supplies_unsettled on supplies (supply_id) where unsettled;

-- Units to come that were promised to a part of an order that waits. An order's claims are guarded by the lock of its row;
-- more of a supply is claimed only under the lock of the supply's row, so that each unit is promised once.
create table supply_claims (
    order_id uuid not null,
    line integer not null,
    sku text collate "C" not null,
    supply_id text collate "C" not null,
    node text collate "C" not null, -- to which it comes
    units bigint not null check (units > 0),
    expected_at timestamptz not null, -- when it was to come as it was claimed
    primary key (order_id, line, sku, supply_id)
);

create index supply_claims_by_supply on supply_claims (supply_id);
