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
    bulk bigint not null check (bulk between 0 and sold), -- of what was sold: in orders that will not come again
    in_stock boolean not null, -- some was available for as long as the node was open
    price double precision check (price >= 0), -- mean of what was paid for one display unit
    primary key (sku, node, date)
);
