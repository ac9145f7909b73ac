-- What is stocked and sold. Rows are never deleted: a SKU that is no longer sold becomes inactive.

create table skus (
    id text collate "C" primary key check (length(id) between 1 and 64),
    name text not null,
    category text,
    decimals smallint not null check (decimals between 0 and 6), -- never changes: the ledger counts in this unit
    weight_g integer check (weight_g >= 0),
    length_mm integer check (length_mm >= 0),
    width_mm integer check (width_mm >= 0),
    height_mm integer check (height_mm >= 0),
    cost_minor bigint check (cost_minor >= 0),
    cost_currency text collate "C" check (cost_currency ~ '^[A-Z]{3}$'),
    price_minor bigint check (price_minor >= 0),
    price_currency text collate "C" check (price_currency ~ '^[A-Z]{3}$'),
    active boolean not null,
    revision bigint not null default 1 check (revision > 0),
    check ((cost_minor is null) = (cost_currency is null)),
    check ((price_minor is null) = (price_currency is null))
);

create index skus_by_words on skus using gin (to_tsvector('simple', name));
create index skus_by_lower_id on skus (lower(id) collate "C");

-- Barcode numbers in their full length, by which they are unique, and as they were written.
create table gtins (
    gtin text collate "C" primary key check (gtin ~ '^[0-9]{14}$'),
    sku text collate "C" not null references skus,
    place integer not null,
    written text collate "C" not null,
    unique (sku, place)
);

-- What one kit contains of a SKU, in that SKU's smallest unit.
create table sku_components (
    kit text collate "C" not null references skus,
    component text collate "C" not null references skus,
    quantity bigint not null check (quantity between 1 and 1000000000000),
    place integer not null,
    primary key (kit, component),
    check (kit <> component)
);

create index sku_components_by_component on sku_components (component);
