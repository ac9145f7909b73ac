select product_id as sku, node, quantity, '2016-09-01T00:00:00Z' as as_of
from opening_stock
