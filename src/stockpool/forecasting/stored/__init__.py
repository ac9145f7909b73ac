"""Forecasts in the database: runs as they are written and read, when champions are chosen anew, and what is told."""
