-- What the runtime itself remembers.

-- Caches in every process compare these numbers; a write to a topic raises its number in the same transaction.
create table versions (
    topic text collate "C" primary key,
    version bigint not null default 1 check (version > 0)
);
insert into versions (topic) values ('catalog'), ('network'), ('shipping_lanes'), ('rates');

-- Set once, before the first entry: changing shard_count would move every row.
create table ledger_settings (
    one_row boolean primary key default true check (one_row),
    shard_count integer not null default 1 check (shard_count between 1 and 1024)
);
insert into ledger_settings default values;
