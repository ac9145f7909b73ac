-- British cities: latitude, longitude, weight of their customers, and whether there is a store.

create table cities as
select * from (values
    ('London', 51.507, -0.128, 30, true),
    ('Birmingham', 52.486, -1.890, 9, true),
    ('Manchester', 53.481, -2.242, 9, true),
    ('Leeds', 53.800, -1.549, 6, true),
    ('Glasgow', 55.864, -4.252, 6, true),
    ('Liverpool', 53.408, -2.991, 5, false),
    ('Newcastle', 54.978, -1.618, 5, true),
    ('Sheffield', 53.381, -1.470, 5, false),
    ('Bristol', 51.454, -2.588, 5, true),
    ('Cardiff', 51.481, -3.179, 4, true),
    ('Edinburgh', 55.953, -3.188, 4, false),
    ('Belfast', 54.597, -5.930, 3, false),
    ('Nottingham', 52.954, -1.158, 3, false),
    ('Southampton', 50.904, -1.404, 3, false),
    ('Norwich', 52.630, 1.297, 2, false),
    ('Plymouth', 50.376, -4.143, 1, false)
) as t(city, latitude, longitude, weight, has_store);

-- Where parcels to other countries go: their capitals. Countries as the data calls them.
create table capitals as
select * from (values
    ('Australia', 'AU', -35.282, 149.129),
    ('Austria', 'AT', 48.208, 16.373),
    ('Bahrain', 'BH', 26.228, 50.586),
    ('Belgium', 'BE', 50.850, 4.352),
    ('Brazil', 'BR', -15.794, -47.882),
    ('Canada', 'CA', 45.421, -75.697),
    ('Channel Islands', 'JE', 49.187, -2.107),
    ('Cyprus', 'CY', 35.186, 33.382),
    ('Czech Republic', 'CZ', 50.076, 14.437),
    ('Denmark', 'DK', 55.676, 12.568),
    ('EIRE', 'IE', 53.350, -6.260),
    ('European Community', null, 50.850, 4.352),
    ('Finland', 'FI', 60.170, 24.938),
    ('France', 'FR', 48.857, 2.352),
    ('Germany', 'DE', 52.520, 13.405),
    ('Greece', 'GR', 37.984, 23.728),
    ('Hong Kong', 'HK', 22.319, 114.169),
    ('Iceland', 'IS', 64.147, -21.943),
    ('Israel', 'IL', 31.769, 35.216),
    ('Italy', 'IT', 41.903, 12.496),
    ('Japan', 'JP', 35.676, 139.650),
    ('Lebanon', 'LB', 33.894, 35.502),
    ('Lithuania', 'LT', 54.687, 25.280),
    ('Malta', 'MT', 35.899, 14.515),
    ('Netherlands', 'NL', 52.368, 4.904),
    ('Norway', 'NO', 59.914, 10.752),
    ('Poland', 'PL', 52.230, 21.012),
    ('Portugal', 'PT', 38.722, -9.139),
    ('RSA', 'ZA', -25.747, 28.229),
    ('Saudi Arabia', 'SA', 24.714, 46.675),
    ('Singapore', 'SG', 1.352, 103.820),
    ('Spain', 'ES', 40.417, -3.704),
    ('Sweden', 'SE', 59.329, 18.069),
    ('Switzerland', 'CH', 46.948, 7.447),
    ('USA', 'US', 38.907, -77.037),
    ('United Arab Emirates', 'AE', 24.454, 54.377)
) as t(country, code, latitude, longitude);
