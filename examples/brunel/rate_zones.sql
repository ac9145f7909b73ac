-- A warehouse ships through its port.
select distinct rate_table, zone, node as from_node, dest_port as to_node
from priced join plant_ports on port = orig_port
