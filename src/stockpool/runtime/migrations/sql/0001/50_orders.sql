-- What customers ordered and which node is to serve it. Units are smallest units; the stock itself is committed in the
-- ledger under the order's id. Rows of an order are guarded by the lock of its row in `orders`, and are never deleted: as
-- in the ledger no foreign keys repeat that for each row, which would cost a third of the speed at which orders are placed.

create type order_status as enum (
    'payment_pending', 'backordered', 'partly_backordered', 'allocated', 'in_fulfillment', 'shipped', 'completed', 'cancelled'
);
create type order_payment as enum ('captured', 'pending', 'failed', 'expired');

create table orders (
    order_id uuid primary key,
    channel text collate "C" not null,
    status order_status not null,
    payment order_payment not null,
    payment_due_at timestamptz,
    priority smallint not null,
    together boolean not null, -- the customer wants it in one
    reference text collate "C", -- the retailer's own order number
    hold_id uuid,
    sold_at text collate "C", -- the node whose till sold it
    currency text collate "C",
    deliveries json not null, -- how its lines reach the customer, and when that was promised
    lines json not null, -- as the customer wrote them
    ordered_at timestamptz not null, -- in the world
    placed_at timestamptz not null, -- here
    cancelled_at timestamptz,
    cancel_reason text,
    explanation json not null, -- why these nodes
    check (ordered_at <= placed_at),
    check ((payment = 'pending') = (payment_due_at is not null)),
    check (payment = 'pending' or status <> 'payment_pending'),
    check ((status = 'cancelled') = (cancelled_at is not null)),
    check ((cancelled_at is null) = (cancel_reason is null))
);

create unique index orders_by_reference on orders (reference, channel) where reference is not null;
create index orders_by_payment_due on orders (payment_due_at) where payment = 'pending';

-- What a line asks of one SKU that has stock (a kit's line of each of its components), and how that is made up.
create table order_parts (
    order_id uuid not null,
    line integer not null check (line > 0),
    sku text collate "C" not null,
    decimals smallint not null check (decimals between 0 and 6), -- of the SKU, which never change
    each bigint not null check (each > 0), -- units of the SKU that one unit of the line takes
    quantity bigint not null check (quantity >= 0),
    pending bigint not null check (pending >= 0), -- held until the order is paid for
    waiting bigint not null check (waiting >= 0), -- owed, and no node has it
    allocated bigint not null check (allocated >= 0), -- with fulfillment orders
    fulfilled bigint not null check (fulfilled >= 0), -- left for the customer
    cancelled bigint not null check (cancelled >= 0),
    returned bigint not null check (returned between 0 and fulfilled),
    priority smallint not null, -- of the order
    placed_at timestamptz not null, -- of the order
    primary key (order_id, line, sku),
    check (quantity = pending + waiting + allocated + fulfilled + cancelled)
);

create index order_parts_waiting on order_parts (sku, priority desc, placed_at, order_id) where waiting > 0;

create type fulfillment_order_status as enum (
    'open', 'released', 'accepted', 'picking', 'picked', 'packed', 'shipped', 'ready_for_pickup', 'handed_over',
    'delivered', 'rejected', 'expired', 'cancelled'
);

-- What one node must do for one order.
create table fulfillment_orders (
    order_id uuid not null,
    number integer not null check (number > 0),
    delivery integer not null check (delivery > 0),
    node text collate "C" not null,
    sent_to text collate "C", -- where its goods are collected, if that is another node
    status fulfillment_order_status not null,
    since timestamptz not null, -- of the status
    release_at timestamptz, -- of an open one; null while it waits for the rest of its delivery
    accept_by timestamptz,
    ready_until timestamptz,
    code text, -- that the customer shows
    carrier text,
    tracking text,
    cause text collate "C",
    reason text,
    primary key (order_id, number)
);

create index fulfillment_orders_by_node on fulfillment_orders (node, status, since)
where status in ('open', 'released', 'accepted', 'picking', 'picked', 'packed', 'shipped', 'ready_for_pickup');
create index fulfillment_orders_to_hand_out on fulfillment_orders (sent_to, status, since)
where sent_to is not null and status in ('shipped', 'ready_for_pickup');
create index fulfillment_orders_to_release on fulfillment_orders (release_at) where status = 'open';
create index fulfillment_orders_to_accept on fulfillment_orders (accept_by) where status = 'released';
create index fulfillment_orders_to_collect on fulfillment_orders (ready_until) where status = 'ready_for_pickup';

create table fulfillment_order_lines (
    order_id uuid not null,
    number integer not null,
    line integer not null,
    sku text collate "C" not null,
    decimals smallint not null check (decimals between 0 and 6),
    asked bigint not null check (asked > 0),
    quantity bigint not null check (quantity between 0 and asked), -- what is left to do, or was done
    short boolean not null, -- its node did not find all of it
    primary key (order_id, number, line, sku)
);

-- Why nodes were found for an order that stood already; rows never change. Placing one writes none.
create table order_sourcings (
    order_id uuid not null,
    movement bigint not null, -- that gave nodes its units
    explanation json not null,
    primary key (order_id, movement)
);

create type return_status as enum ('requested', 'received', 'inspected', 'closed', 'cancelled', 'expired');

-- Goods that come back. A return of an order is guarded by the lock of that order's row, one of no order by its own.
create table returns (
    return_id uuid primary key,
    order_id uuid, -- null where no order is known
    channel text collate "C",
    receipt text collate "C", -- what the customer shows of a sale that is no order here
    node text collate "C", -- where the goods are expected, and behind their receipt where they are
    status return_status not null,
    currency text collate "C",
    refunded_amount bigint not null check (refunded_amount >= 0), -- minor units, before an exchange is settled with it
    exchange json,
    requested_at timestamptz not null,
    expires_at timestamptz, -- until when it is waited for
    closed_at timestamptz,
    cancel_reason text,
    check ((status in ('closed', 'cancelled', 'expired')) = (closed_at is not null)),
    check ((status = 'cancelled') = (cancel_reason is not null)),
    check (status in ('requested', 'cancelled', 'expired') or node is not null),
    check (order_id is not null or channel is not null or node is not null)
);

create index returns_by_order on returns (order_id, return_id) where order_id is not null;
create index returns_by_node on returns (node, status, return_id);
create index returns_by_receipt on returns (receipt) where receipt is not null;
create index returns_to_expire on returns (expires_at) where status = 'requested';

-- Units of one SKU that has stock: of a part of the return's order, or of none.
create table return_lines (
    return_id uuid not null,
    number integer not null check (number > 0),
    sku text collate "C" not null,
    decimals smallint not null check (decimals between 0 and 6),
    order_id uuid,
    order_line integer,
    each bigint not null check (each > 0),
    requested bigint not null check (requested >= 0),
    expected bigint not null check (expected between 0 and requested), -- still to come
    received bigint not null,
    inspected bigint not null,
    refunded bigint not null,
    reason text collate "C" not null,
    condition text collate "C",
    note text,
    unit_price bigint check (unit_price >= 0), -- of no order's goods: what so many (per) units are worth, in minor units
    per bigint not null check (per > 0),
    primary key (return_id, number, sku),
    check ((order_id is null) = (order_line is null)),
    check (received >= inspected and inspected >= refunded and refunded >= 0),
    check (expected + received <= requested or expected = 0)
);

-- What became of units; rows never change.
create table return_dispositions (
    return_id uuid not null,
    number integer not null check (number > 0),
    line integer not null,
    sku text collate "C" not null,
    decimals smallint not null check (decimals between 0 and 6),
    units bigint not null check (units > 0),
    disposition text collate "C" not null,
    at timestamptz not null,
    refund boolean not null,
    to_node text collate "C",
    transfer text collate "C", -- under which sent goods travel
    condition text collate "C",
    note text,
    primary key (return_id, number),
    check ((disposition = 'send') = (to_node is not null)),
    check ((to_node is null) = (transfer is null))
);

create index return_dispositions_sent on return_dispositions (to_node, at) where to_node is not null;
