-- Webhooks: where events are brought, how far each endpoint has come, and what never arrived.

create table webhook_endpoints (
    endpoint_id text collate "C" primary key,
    revision bigint not null default 1, -- its definition, for ETags
    touched bigint not null default 0, -- by people, in whatever way: who delivers begins anew
    epoch bigint not null default 0, -- its progress was set by people: what was sent before no longer moves it
    created_at timestamptz not null,
    url text not null,
    description text not null,
    types text[] collate "C" not null,
    skus text[] collate "C" not null,
    nodes text[] collate "C" not null,
    channels text[] collate "C" not null,
    batch_max integer not null check (batch_max between 1 and 1000),
    status text not null default 'active' check (status in ('active', 'paused', 'stopped')),
    reason text not null default '',
    position bigint not null check (position >= 0), -- all up to here has arrived, was not wanted, or is a dead letter
    attempts integer not null default 0, -- in vain, since one succeeded
    failing_since timestamptz,
    next_attempt_at timestamptz,
    last_error text not null default '',
    delivered_at timestamptz,
    check ((attempts = 0) = (failing_since is null)),
    check ((status = 'stopped') = (reason <> ''))
) with (fillfactor = 50); -- positions move often, and then find room on their page

create table webhook_secrets (
    endpoint_id text collate "C" not null references webhook_endpoints on delete cascade,
    since timestamptz not null,
    until timestamptz check (until >= since), -- null: the present one
    secret text not null check (secret like 'whsec\_%'),
    primary key (endpoint_id, secret)
);
create unique index webhook_secrets_present on webhook_secrets (endpoint_id) where until is null;

-- With the event itself, which may leave the feed before anybody asks for it.
create table webhook_dead_letters (
    endpoint_id text collate "C" not null references webhook_endpoints on delete cascade,
    position bigint not null,
    event_id bigint not null,
    type text collate "C" not null,
    event bytea not null,
    died_at timestamptz not null,
    attempts integer not null check (attempts > 0),
    error text not null,
    asked boolean not null default false, -- to be sent once more
    primary key (endpoint_id, position)
);
create index webhook_dead_letters_asked on webhook_dead_letters (endpoint_id, position) where asked;

-- The latest calls of each endpoint, for people to look at.
create table webhook_attempts (
    attempt_id bigint generated always as identity primary key,
    endpoint_id text collate "C" not null references webhook_endpoints on delete cascade,
    at timestamptz not null,
    first_position bigint not null,
    events integer not null,
    outcome text collate "C" not null,
    status integer, -- null: nothing was answered
    milliseconds integer not null,
    error text not null
);
create index webhook_attempts_of on webhook_attempts (endpoint_id, attempt_id);
