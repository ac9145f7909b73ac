-- The history of demand: what customers wanted of a SKU at a node on a day in the node's time zone. It is made of the
-- ledger, the orders and what was imported, and can be made anew at any time.

-- A day has a row where something was wanted or came back, or where the stock did not last. Units are smallest units.
create table demand_days (
    sku text collate "C" not null,
    node text collate "C" not null,
    date date not null,
    sold bigint not null check (sold >= 0), -- bought at a till or ordered, on the day when the customer did
    refused bigint not null check (refused >= 0), -- wanted beside that, and not there
    returned bigint not null check (returned >= 0), -- came back that day; never taken off what was sold
    bulk bigint not null check (bulk between 0 and sold + refused), -- of both: in lines that will not come again
    in_stock boolean not null, -- some was available for as long as the node was open
    price numeric check (price >= 0), -- mean of what was paid for one display unit
    primary key (sku, node, date)
);

-- As of when the history stands, and by which clocks and first days its nodes were read: where those change, it is made anew.
create table demand_history (
    one_row boolean primary key default true check (one_row),
    until date not null,
    recorded_from timestamptz not null, -- what was recorded before is in it
    past_rows bigint not null -- of imports, that are in it
);

create table demand_nodes (
    node text collate "C" primary key,
    clock text not null, -- digest of time zone, hours and closed days
    ledger_from date -- the first day in the ledger, from which on imports count no more; null where it has none
);

-- Entries are written in the order of their recording: what was recorded since a moment is a few pages at the end.
create index entries_by_recording on entries using brin (recorded_at);
