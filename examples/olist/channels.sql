-- One channel that may draw on every node.
select 'marketplace' as id, 'Marketplace' as name, 'marketplace' as kind
