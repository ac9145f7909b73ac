-- The warehouses, and the port at which all freight arrives.
select distinct node as id, node as name, 'distribution_center' as kind from plant_ports
union all
select distinct dest_port, 'Port ' || dest_port, 'third_party' from printed
