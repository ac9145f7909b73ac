"""Values that every part shares; standard library and msgspec only."""
