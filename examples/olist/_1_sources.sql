-- The marketplace's files, as they are.

create view source_orders as select * from read_parquet(getvariable('from') || '/orders.parquet');
create view source_lines as select * from read_parquet(getvariable('from') || '/order_items.parquet');
create view source_customers as select * from read_parquet(getvariable('from') || '/customers.parquet');
create view source_products as select * from read_parquet(getvariable('from') || '/products.parquet');
create view source_centroids as
select
    geolocation_zip_code_prefix as zip_prefix,
    geolocation_lat as latitude,
    geolocation_lng as longitude
from read_parquet(getvariable('from') || '/zip_centroids.parquet')
where geolocation_lat between -34 and 6 and geolocation_lng between -74 and -32; -- a few lie outside Brazil

-- A number from 0 up to 1 that depends on the text alone: chance that is the same in every run.
create macro draw(text) as md5_number_lower(text) / 18446744073709551616.0;
