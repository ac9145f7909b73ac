"""Bringing in a folder of tables: good rows go in, bad rows are rejected with a reason, twice is as good as once."""

from stockpool.workflows.import_files.orders import place_order
from stockpool.workflows.import_files.process import ImportFiles, TableResult, Watcher, load_known
from stockpool.workflows.import_files.surroundings import Surroundings

__all__ = ["ImportFiles", "Surroundings", "TableResult", "Watcher", "load_known", "place_order"]
