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

-- Whose plans are kept beside those of the policy that acts, without acting. The last row says which policy's, none where
-- it names none.
create table policy_shadows (
    sequence bigint primary key check (sequence > 0),
    policy text collate "C",
    version integer,
    set_at timestamptz not null,
    set_by text not null check (set_by <> ''),
    foreign key (policy, version) references sourcing_policies,
    check ((policy is null) = (version is null))
);

create trigger shadows_stay before update or delete or truncate on policy_shadows
    for each statement execute function refuse_change();

-- What backtests of stored policies came to. A policy that was a file only is named as the file.
create table policy_backtests (
    sequence bigint generated always as identity primary key,
    first text collate "C" not null check (first <> ''), -- policy with version
    second text collate "C" not null check (second <> ''),
    done_at timestamptz not null,
    done_by text not null check (done_by <> ''),
    since timestamptz not null,
    until timestamptz not null check (until >= since),
    orders integer not null check (orders > 0),
    whole integer not null check (whole between 0 and orders),
    same integer not null check (same between 0 and orders),
    figures json not null
);

create trigger backtests_stay before update or delete or truncate on policy_backtests
    for each statement execute function refuse_change();

-- What both policies did with one order when it was placed. Costs are millionths of a currency, null where a policy cannot
-- say them; one that failed kept nothing but why.
create table shadow_decisions (
    day date not null, -- UTC
    order_id uuid not null,
    shadow text collate "C" not null, -- policy with version
    active text collate "C", -- null for the built-in routing
    shadow_rule text,
    active_rule text,
    same boolean not null, -- the same units from the same nodes
    units bigint not null,
    shadow_nodes text[] collate "C" not null,
    active_nodes text[] collate "C" not null,
    shadow_short bigint not null,
    active_short bigint not null,
    shadow_km double precision, -- of all parcels; null where a place is not known
    active_km double precision,
    shadow_cost bigint, -- of the shadow's plan under its own costs
    active_cost bigint, -- of the active plan under the shadow's costs
    shadow_cost_by_active bigint, -- the same under the costs of the policy that acts
    active_cost_by_active bigint,
    failed text,
    primary key (day, order_id)
);

-- What a SKU does at a node without orders from elsewhere.
create table sku_outlooks (
    sku text collate "C" not null,
    node text collate "C" not null,
    demand_per_day double precision not null check (demand_per_day between 0 and 1e12), -- in the SKU's smallest units
    days_to_delivery double precision check (days_to_delivery between 0 and 3660), -- where no supply to come says more
    as_of timestamptz not null,
    source text collate "C" not null check (source in ('given', 'sales')), -- what was given is not overwritten by sales
    primary key (sku, node)
);
