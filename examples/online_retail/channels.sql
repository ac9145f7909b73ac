-- One channel that may draw on every node.
select 'web' as id, 'Web shop' as name, 'web' as kind
