"""Named queries: found by file, run with exact parameters and a time limit, read by DuckDB's own parser."""

from data_pipeline.query.catalogue import find, folders, names, text
from data_pipeline.query.runner import parameters, run
from data_pipeline.query.tables import tables

__all__ = ["find", "folders", "names", "parameters", "run", "tables", "text"]
