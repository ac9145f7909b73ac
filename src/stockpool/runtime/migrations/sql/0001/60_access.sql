-- Who may call. A key's secret is shown once, when it is made; here stands only its SHA-256.

create table api_keys (
    id text collate "C" primary key check (id ~ '^[0-9a-f]{12}$'),
    name text not null check (length(name) between 1 and 64),
    secret_sha256 bytea not null check (octet_length(secret_sha256) = 32),
    scopes text[] not null check (cardinality(scopes) > 0 and scopes <@ array['read', 'sell', 'stock', 'work', 'plan', 'admin']),
    nodes text[] check (cardinality(nodes) > 0), -- null: every node
    created_at timestamptz not null,
    expires_at timestamptz check (expires_at > created_at), -- null: never
    revoked_at timestamptz
);

-- Who may sign in. Users are disabled, never deleted: what they did keeps their id.
create table users (
    id text collate "C" primary key check (id ~ '^usr_[0-9a-f]{12}$'),
    name text collate "C" not null unique check (length(name) between 1 and 64),
    role text not null check (role in ('associate', 'store_manager', 'planner', 'operator', 'admin')),
    nodes text[] check (cardinality(nodes) > 0), -- null: every node
    language text check (language in ('en', 'de', 'es')), -- null: the device's
    password_hash text check (password_hash like '$argon2id$%'), -- null: signs in at the OIDC provider
    subject text collate "C" unique, -- how the OIDC provider calls the person: issuer and subject
    created_at timestamptz not null,
    disabled_at timestamptz,
    revision int not null default 1,
    check ((nodes is not null) = (role in ('associate', 'store_manager')))
);

-- A signing-in on a device; its secret is only in the cookie. What has ended is deleted.
create table sessions (
    id text collate "C" primary key check (id ~ '^[0-9a-f]{12}$'),
    user_id text collate "C" not null references users (id),
    secret_sha256 bytea not null check (octet_length(secret_sha256) = 32),
    device text not null check (length(device) <= 64),
    address text not null,
    created_at timestamptz not null,
    seen_at timestamptz not null check (seen_at >= created_at),
    ends_at timestamptz not null check (ends_at > created_at),
    pin_hash text check (pin_hash like '$argon2id$%'),
    pin_failures int not null default 0 check (pin_failures between 0 and 5),
    locked_at timestamptz,
    check (locked_at is null or pin_hash is not null)
);
create index sessions_by_user on sessions (user_id);

-- Failed attempts to sign in, by a digest of the name or of the address: every process counts here.
create table sign_in_failures (
    subject bytea primary key check (octet_length(subject) = 32),
    failures int not null check (failures > 0),
    last_at timestamptz not null
);

-- What people did: written before it is done. Names are in `users`.
create table audit (
    audit_id bigint generated always as identity primary key,
    at timestamptz not null,
    user_id text collate "C" not null references users (id),
    session_id text collate "C", -- null: an attempt to sign in
    device text not null,
    address text not null,
    call text not null,
    subjects text[] not null,
    idempotency_key text
);
create index audit_by_user on audit (user_id, audit_id);
create index audit_by_time on audit (at);

-- How it came out; a call without an outcome was cut off, and nobody was told how it ended.
create table audit_outcomes (
    audit_id bigint primary key references audit (audit_id) on delete cascade,
    status int not null,
    at timestamptz not null
);

create trigger audit_is_never_changed before update on audit for each row execute function refuse_change();
create trigger audit_outcomes_are_never_changed
    before update on audit_outcomes for each row execute function refuse_change();
