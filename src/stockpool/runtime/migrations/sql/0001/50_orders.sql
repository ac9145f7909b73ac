-- What customers ordered and which node is to serve it. Units are smallest units; the stock itself is committed in the
-- ledger under the order's id. Rows of an order are guarded by the lock of its row in `orders`, and all of them are
-- written by one statement sequence in one transaction and never deleted: as in the ledger no foreign keys repeat that
-- for each row, which would cost a third of the speed at which orders are placed.

create type order_method as enum ('ship', 'pickup');
create type order_status as enum ('placed', 'partly_allocated', 'cancelled');

create table orders (
    order_id uuid primary key,
    channel text collate "C" not null,
    method order_method not null,
    status order_status not null,
    reference text collate "C", -- the retailer's own order number
    hold_id uuid,
    pickup_node text collate "C",
    ship_to jsonb,
    ordered_at timestamptz not null, -- in the world
    placed_at timestamptz not null, -- here
    cancelled_at timestamptz,
    cancel_reason text,
    explanation json not null, -- why these nodes
    unique (channel, reference),
    check ((method = 'pickup') = (pickup_node is not null)),
    check (pickup_node is null or ship_to is null),
    check (ordered_at <= placed_at),
    check ((status = 'cancelled') = (cancelled_at is not null)),
    check ((cancelled_at is null) = (cancel_reason is null))
);

create table order_lines (
    order_id uuid not null,
    line integer not null check (line > 0),
    sku text collate "C" not null, -- as ordered; a kit is allocated by its components
    decimals smallint not null check (decimals between 0 and 6), -- of the SKU, which never change
    quantity bigint not null check (quantity > 0),
    short bigint not null check (short between 0 and quantity), -- what no node had
    primary key (order_id, line)
);

create type fulfillment_order_status as enum ('open', 'cancelled');

-- What one node must do for one order.
create table fulfillment_orders (
    order_id uuid not null,
    number integer not null check (number > 0),
    node text collate "C" not null,
    status fulfillment_order_status not null,
    primary key (order_id, number),
    unique (order_id, node)
);

create table fulfillment_order_lines (
    order_id uuid not null,
    number integer not null,
    sku text collate "C" not null,
    decimals smallint not null check (decimals between 0 and 6),
    quantity bigint not null check (quantity > 0),
    primary key (order_id, number, sku)
);
