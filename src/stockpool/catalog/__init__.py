"""What is sold: SKUs with their barcodes, units, sizes and kit components."""
