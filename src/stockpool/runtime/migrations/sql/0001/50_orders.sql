-- What customers ordered and which node is to serve it. Units are smallest units; the stock itself is committed in the
-- ledger under the order's id. Rows of an order are guarded by the lock of its row in `orders`.

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
    order_id uuid not null references orders,
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
    order_id uuid not null references orders,
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
    primary key (order_id, number, sku),
    foreign key (order_id, number) references fulfillment_orders
);

-- Closed orders of the past, as the import table `orders` has them: demand to learn from, no stock is touched.
create table order_history (
    order_id text collate "C" not null,
    line text collate "C" not null,
    sku text collate "C" not null,
    quantity bigint not null check (quantity > 0),
    channel text collate "C" not null,
    method order_method not null,
    pickup_node text collate "C",
    ordered_at timestamptz not null,
    ship_latitude double precision check (ship_latitude between -90 and 90),
    ship_longitude double precision check (ship_longitude between -180 and 180),
    ship_postal_code text,
    ship_country text collate "C",
    primary key (order_id, line),
    check ((method = 'pickup') = (pickup_node is not null)),
    check ((ship_latitude is null) = (ship_longitude is null))
);

create index order_history_by_time on order_history (ordered_at);
