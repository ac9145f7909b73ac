-- What forecasts said. A run is written in one transaction, so that readers see all of it or nothing; the newest is what
-- is read, and older ones stay until what they said has been compared with what came.

create table forecast_runs (
    id bigint generated always as identity primary key, -- grows in the order of commits: one run is written at a time
    made_at timestamptz not null,
    known_until date not null, -- the last day of demand that it knew
    first_day date not null, -- of the first period that it forecasts
    step_days smallint not null check (step_days in (1, 7)),
    horizon smallint not null check (horizon > 0), -- periods
    series integer not null,
    fingerprint text not null, -- of the demand that it read
    versions jsonb not null,
    features jsonb not null, -- what was known beside demand
    demand_read jsonb not null, -- what was read and mended
    champions jsonb not null,
    promised jsonb not null, -- errors at the rolling origins, which later errors are compared with
    chosen_by bigint not null references forecast_runs, -- the run that chose the champions: itself, or an earlier one
    chosen_because jsonb, -- null where they were kept
    hours jsonb not null, -- which share of a day is sold by an hour, by node and under '' everywhere
    asked_by text not null,
    seconds double precision not null,
    check (first_day > known_until)
);

-- The mean of each period from the run's first day on; quantiles follow from it, the variation and the run's spreads.
create table forecasts (
    run bigint not null references forecast_runs,
    sku text collate "C" not null,
    node text collate "C" not null,
    demand_class text collate "C" not null,
    abc_class text collate "C" not null,
    variation double precision not null, -- the mean squared distance of recent demand from its mean
    mean real[] not null, -- display units of the SKU
    naive real[] not null, -- what the seasonal naive says
    promoted smallint[] not null, -- which of these periods have a promotion, counted from 0
    primary key (run, sku, node)
);

-- How sure a sum of so many periods is, as the run that chose the champions learned it.
create table forecast_spreads (
    run bigint not null references forecast_runs,
    method text collate "C" not null check (method in ('champion', 'naive')),
    length smallint not null check (length > 0),
    spread json not null,
    primary key (run, method, length)
);

create table forecast_models (
    run bigint not null references forecast_runs,
    name text collate "C" not null,
    model text not null, -- as its library writes it
    primary key (run, name)
);

-- What runs said of a day, summed over series and over the runs that said it so many days before.
create table forecast_accuracy (
    day date not null,
    demand_class text collate "C" not null,
    abc_class text collate "C" not null,
    ahead smallint not null, -- days before, the fewest of a range
    method text collate "C" not null check (method in ('champion', 'naive')),
    rows bigint not null,
    demand double precision not null,
    error double precision not null, -- what was said too much
    absolute_error double precision not null,
    loss double precision not null, -- of all quantiles, their mean
    within_90 bigint not null,
    within_95 bigint not null,
    primary key (day, demand_class, abc_class, ahead, method)
);
