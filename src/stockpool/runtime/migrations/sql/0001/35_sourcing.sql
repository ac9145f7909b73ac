-- By which rules demands are routed. What was stored is never changed: what acted once can be read for ever.

create table sourcing_policies (
    name text collate "C" not null check (name ~ '^[a-z0-9][a-z0-9._-]{0,63}$'),
    version integer not null check (version > 0),
    text text not null check (octet_length(text) between 1 and 262144), -- as it was given
    cases text check (octet_length(cases) between 1 and 262144), -- which it must pass before it acts
    digest text collate "C" not null check (digest ~ '^[0-9a-f]{64}$'), -- SHA-256 of text and cases
    created_at timestamptz not null,
    created_by text not null check (created_by <> ''),
    note text not null check (length(note) <= 1000),
    primary key (name, version),
    unique (name, digest)
);

-- Each row is one audited step; the last one says what acts. A step back says to which earlier step it returns.
create table policy_activations (
    sequence bigint primary key check (sequence > 0),
    policy text collate "C",
    version integer,
    back_to bigint check (back_to >= 0 and back_to < sequence), -- 0: to what was there before the first step
    activated_at timestamptz not null,
    activated_by text not null check (activated_by <> ''),
    note text not null check (length(note) <= 1000),
    foreign key (policy, version) references sourcing_policies,
    check ((policy is null) = (version is null)),
    check (policy is not null or back_to is not null) -- the built-in routing comes back, it is not chosen
);

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'rows of % are never changed', tg_table_name;
end
$$;

create trigger policies_stay before update or delete or truncate on sourcing_policies
    for each statement execute function refuse_change();

create trigger activations_stay before update or delete or truncate on policy_activations
    for each statement execute function refuse_change();
