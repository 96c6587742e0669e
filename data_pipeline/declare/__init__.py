"""Declarations: one folder (a pack) says what one operation is. Inert data; nothing in a pack is run."""

from data_pipeline.declare.feed import Column, Feed, Rule
from data_pipeline.declare.line import Gauge, Line
from data_pipeline.declare.pack import Pack
from data_pipeline.declare.reading import load_pack, read_pack

__all__ = ["Column", "Feed", "Gauge", "Line", "Pack", "Rule", "load_pack", "read_pack"]
