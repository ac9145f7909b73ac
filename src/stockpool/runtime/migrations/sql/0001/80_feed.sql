-- The feed: every event that was committed, in an order that never changes. Events get their positions behind their commit, from
-- whoever sequences next: a number that is drawn before the commit would show holes and late arrivals.

create table feed_positions (
    position bigint primary key,
    event_id bigint not null
);

-- All that `seen` saw has its position, or none any more because it was kept for long enough. Whoever sequences locks the row.
create table feed_state (
    one_row boolean primary key default true check (one_row),
    seen pg_snapshot not null,
    position bigint not null check (position >= 0), -- of the latest event
    oldest bigint not null default 1, -- cursors before this one have lost something
    compacted bigint not null default 0, -- up to here only the latest of what compaction is about is left
    highest bigint not null default 0, -- of the events with a position
    cluster bigint not null, -- whose transaction numbers these are
    settled bigint not null default 0, -- events up to here came from another cluster, and have what positions they get
    mending boolean not null default false -- some of these have transaction numbers that look new here
);
insert into feed_state (seen, position, cluster) select '1:1:', 0, system_identifier from pg_control_system();

-- What compaction has left of each subject.
create table feed_kept (
    subject text collate "C" primary key,
    position bigint not null
);

-- How SKUs could be sold in the channels that are told of thresholds, as it was told last. Sold out is where no row is.
create table told_availability (
    channel text collate "C" not null,
    sku text collate "C" not null,
    saleability text collate "C" not null,
    primary key (channel, sku)
);

-- The channels that are told of thresholds: where one begins to be, nothing is news.
create table told_channels (
    channel text collate "C" primary key
);

-- How far each reader that remembers nothing itself has come; webhooks have their place in their own table.
create table feed_cursors (
    reader text collate "C" primary key,
    position bigint not null check (position >= 0),
    moved_at timestamptz not null default now()
);
