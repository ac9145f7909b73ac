-- The ledger. A movement is what one command did; its entries move units between two accounts of one position, so each
-- sums to zero by construction; positions are the running totals, written in the same transaction.

create type account as enum (
    'available', 'held', 'committed', 'damaged', 'quality_control', 'other',
    'supplier', 'customer', 'shrinkage', 'in_transit'
);

-- One value a group, taken after its locks: identifiers of a position's movements and events are in the order of its locks.
create sequence ledger_sequence increment by 1048576;

create table positions (
    shard integer not null,
    sku text collate "C" not null,
    node text collate "C" not null,
    available bigint not null default 0, -- below zero where facts took more than there was
    held bigint not null default 0 check (held >= 0),
    committed bigint not null default 0 check (committed >= 0),
    damaged bigint not null default 0 check (damaged >= 0),
    quality_control bigint not null default 0 check (quality_control >= 0),
    other bigint not null default 0 check (other >= 0),
    safety_stock bigint not null default 0 check (safety_stock >= 0),
    counted_at timestamptz, -- of the latest count
    confidence_buffer bigint not null default 0 check (confidence_buffer >= 0), -- what may be sold or missing already
    primary key (shard, sku, node)
) with (fillfactor = 60); -- room for updates in place

create index positions_by_node on positions (node, sku);

-- Positions of which a fact took more than was free while some of it is committed: where promises may be broken. An index
-- on positions below zero would say so too, and cost every sale its update in place.
create table short_positions (
    shard integer not null,
    sku text collate "C" not null,
    node text collate "C" not null,
    primary key (shard, sku, node)
);

-- The counts of a position but the latest: those that a later one followed, and those told late. What comes later still
-- and is dated before them is made up for at the first it meets. Guarded by the lock of its position; a position that
-- was counted at one moment only has no row.
create table earlier_counts (
    shard integer not null,
    sku text collate "C" not null,
    node text collate "C" not null,
    counted_at timestamptz not null,
    primary key (shard, sku, node, counted_at)
);

-- One row a command: what its key was answered, and, where it is announced, the event that says so.
create table movements (
    movement_id bigint primary key,
    transaction xid8 not null default pg_current_xact_id(), -- tells the feed what it has not seen yet
    key uuid not null unique,
    fingerprint uuid not null,
    kind text collate "C" not null,
    subject text collate "C", -- null where the movement is not announced
    actor text collate "C" not null,
    recorded_at timestamptz not null,
    reply json not null
);

create index movements_by_time on movements (recorded_at);
create index movements_by_transaction on movements (transaction) where subject is not null;
create index movements_refused on movements (transaction) where kind = 'refused';

create table entries (
    shard integer not null,
    sku text collate "C" not null,
    node text collate "C" not null,
    movement_id bigint not null,
    line integer not null,
    from_account account not null,
    to_account account not null,
    quantity bigint not null check (quantity > 0),
    from_reference uuid, -- the hold, commitment, transfer or return that the units leave
    to_reference uuid,
    from_after bigint, -- balance of the account behind this entry; null for accounts outside the position
    to_after bigint,
    occurred_at timestamptz not null,
    recorded_at timestamptz not null,
    primary key (shard, sku, node, movement_id, line),
    check (from_account <> to_account or from_reference is distinct from to_reference),
    check (occurred_at <= recorded_at)
);

create index entries_in_transit_from on entries (from_reference) where from_account = 'in_transit';
create index entries_in_transit_to on entries (to_reference) where to_account = 'in_transit';

-- A hold, a commitment or an escrow on one position. Guarded by the lock of its position. Closed rows stay, with quantity 0.
create type reservation_kind as enum ('hold', 'commitment', 'escrow');
create type reservation_status as enum ('open', 'released', 'expired', 'committed', 'shipped', 'moved');

create table reservations (
    shard integer not null,
    reservation_id uuid not null,
    sku text collate "C" not null,
    node text collate "C" not null,
    kind reservation_kind not null,
    status reservation_status not null,
    quantity bigint not null check (quantity >= 0),
    placed_quantity bigint not null check (placed_quantity > 0),
    expires_at timestamptz, -- null for a commitment
    channel text collate "C",
    reference text collate "C",
    of_order boolean not null default false, -- a hold with which an order waits for its payment
    placed_at timestamptz not null,
    primary key (shard, reservation_id, sku, node),
    check ((kind = 'commitment') = (expires_at is null)),
    check ((status = 'open') = (quantity > 0))
);

-- Open is the same as having a quantity. A lane asks by the one, for what is due on its positions; a sweep and a read ask by
-- the other, for all that is due: each is planned on an empty table, and must not choose the other's index.
create index holds_by_position on reservations (shard, sku, node, expires_at) where quantity > 0 and kind <> 'commitment';
create index holds_by_expiry on reservations (expires_at) where status = 'open' and kind <> 'commitment';

-- Stock that a till may sell while it is cut off. Its units are reservations under its id, which end by themselves when they
-- are kept no longer. Guarded by its own lock, taken before those of positions; sales change its reservations only.
create table escrows (
    escrow_id uuid primary key,
    node text collate "C" not null,
    till text collate "C" not null,
    sells_until timestamptz not null,
    keeps_until timestamptz not null, -- so long sales that come late find its units
    opened_at timestamptz not null,
    settled_at timestamptz,
    check (sells_until <= keeps_until)
);

create index escrows_by_node on escrows (node, escrow_id) where settled_at is null;

-- What tills have told: which of their numbers are recorded, and how their clocks were.
create table till_journals (
    node text collate "C" not null,
    till text collate "C" not null,
    recorded int8multirange not null,
    clock_shift_s double precision, -- what was added to the times of the latest upload that told its clock
    uploaded_at timestamptz not null,
    primary key (node, till)
);

-- What a command caused beyond its own event, in the same number space.
create table further_events (
    event_id bigint primary key,
    transaction xid8 not null default pg_current_xact_id(),
    type text collate "C" not null,
    subject text collate "C" not null,
    recorded_at timestamptz not null,
    data json not null
);

create index further_events_by_transaction on further_events (transaction);

-- The outbox: every event, written in the transaction that caused it. Its readers follow the feed, which gives it an order.
create view events as
select movement_id as event_id, transaction, kind as type, subject, recorded_at, reply as data
from movements where subject is not null
union all
select event_id, transaction, type, subject, recorded_at, data from further_events;
