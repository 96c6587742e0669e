"""Cells as people type them, read into values: one small reader per column type, and one driver over whole columns."""
