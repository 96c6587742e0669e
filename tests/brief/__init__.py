"""Briefs: what stands in the files is what the board shows."""
