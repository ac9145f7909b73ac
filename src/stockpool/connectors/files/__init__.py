"""A retailer's files: found, read, checked set-wise in DuckDB, handed on as rows or as bytes for COPY."""
