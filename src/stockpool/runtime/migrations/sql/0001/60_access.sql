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
