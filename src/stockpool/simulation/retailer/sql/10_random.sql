-- Numbers that look random and are a pure function of what they are drawn for, so that the same seed makes
-- the same retailer on any version and with any number of threads.

-- A 32-bit integer hash (xor, shift and multiply rounds) over unsigned 64-bit arithmetic.
create macro round_one(x) as (xor(x, x >> 16) * 2146121005::ubigint) & 4294967295::ubigint;
create macro round_two(x) as (xor(x, x >> 15) * 2221713035::ubigint) & 4294967295::ubigint;
create macro mixed(x) as xor(round_two(round_one(x)), round_two(round_one(x)) >> 16);

-- The hash of a named topic and one or two numbers; every decision has its own topic, so none repeats another's luck.
create macro topic(name) as md5_number_lower(name || getvariable('seed')::varchar) & 4294967295::ubigint;
create macro key1(name, a) as mixed((a::ubigint * 2654435761::ubigint + topic(name)) & 4294967295::ubigint);
create macro key2(name, a, b) as
    mixed((a::ubigint * 2654435761::ubigint + b::ubigint * 2246822519::ubigint + topic(name)) & 4294967295::ubigint);

-- Uniform in (0, 1), and standard normal by Box and Muller.
create macro uniform(key) as (key + 0.5) / 4294967296.0;
create macro normal(key) as sqrt(-2 * ln(uniform(key))) * cos(2 * pi() * uniform(mixed(key + 1)));

-- A count with the mean and spread of a Poisson variable; below 10 the mean is rounded up or down by chance.
create macro count_around(mean, key) as
    case when mean < 10 then floor(mean + uniform(key))
         else greatest(0, round(mean + sqrt(mean) * normal(key))) end::bigint;

-- Great-circle distance in kilometers.
create macro km_between(lat1, lon1, lat2, lon2) as
    12742 * asin(sqrt(pow(sin(radians(lat2 - lat1) / 2), 2)
                      + cos(radians(lat1)) * cos(radians(lat2)) * pow(sin(radians(lon2 - lon1) / 2), 2)));
