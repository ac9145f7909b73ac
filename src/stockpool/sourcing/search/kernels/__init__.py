"""The compiled loops of the search: numbers and arrays only."""
