-- The state capitals: name, and city as the data spells it, latitude, longitude, time zone.

create table capitals as
select * from (values
    ('AC', 'Rio Branco', 'rio branco', -9.975, -67.810, 'America/Rio_Branco'),
    ('AL', 'Maceió', 'maceio', -9.666, -35.735, 'America/Maceio'),
    ('AM', 'Manaus', 'manaus', -3.119, -60.022, 'America/Manaus'),
    ('AP', 'Macapá', 'macapa', 0.035, -51.066, 'America/Belem'),
    ('BA', 'Salvador', 'salvador', -12.972, -38.501, 'America/Bahia'),
    ('CE', 'Fortaleza', 'fortaleza', -3.732, -38.527, 'America/Fortaleza'),
    ('DF', 'Brasília', 'brasilia', -15.794, -47.882, 'America/Sao_Paulo'),
    ('ES', 'Vitória', 'vitoria', -20.316, -40.313, 'America/Sao_Paulo'),
    ('GO', 'Goiânia', 'goiania', -16.687, -49.265, 'America/Sao_Paulo'),
    ('MA', 'São Luís', 'sao luis', -2.530, -44.303, 'America/Fortaleza'),
    ('MG', 'Belo Horizonte', 'belo horizonte', -19.917, -43.934, 'America/Sao_Paulo'),
    ('MS', 'Campo Grande', 'campo grande', -20.470, -54.620, 'America/Campo_Grande'),
    ('MT', 'Cuiabá', 'cuiaba', -15.601, -56.097, 'America/Cuiaba'),
    ('PA', 'Belém', 'belem', -1.456, -48.490, 'America/Belem'),
    ('PB', 'João Pessoa', 'joao pessoa', -7.119, -34.845, 'America/Fortaleza'),
    ('PE', 'Recife', 'recife', -8.048, -34.877, 'America/Recife'),
    ('PI', 'Teresina', 'teresina', -5.089, -42.802, 'America/Fortaleza'),
    ('PR', 'Curitiba', 'curitiba', -25.429, -49.267, 'America/Sao_Paulo'),
    ('RJ', 'Rio de Janeiro', 'rio de janeiro', -22.907, -43.173, 'America/Sao_Paulo'),
    ('RN', 'Natal', 'natal', -5.795, -35.209, 'America/Fortaleza'),
    ('RO', 'Porto Velho', 'porto velho', -8.761, -63.900, 'America/Porto_Velho'),
    ('RR', 'Boa Vista', 'boa vista', 2.824, -60.676, 'America/Boa_Vista'),
    ('RS', 'Porto Alegre', 'porto alegre', -30.035, -51.218, 'America/Sao_Paulo'),
    ('SC', 'Florianópolis', 'florianopolis', -27.595, -48.548, 'America/Sao_Paulo'),
    ('SE', 'Aracaju', 'aracaju', -10.947, -37.073, 'America/Maceio'),
    ('SP', 'São Paulo', 'sao paulo', -23.551, -46.633, 'America/Sao_Paulo'),
    ('TO', 'Palmas', 'palmas', -10.184, -48.334, 'America/Araguaina')
) as t(state, name, city, latitude, longitude, time_zone);
