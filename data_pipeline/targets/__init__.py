"""Targets: which are in force on a day, as a sheet out and in, and what a change would recolour."""
