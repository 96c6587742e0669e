"""Reusable pieces: a DataFrame in, HTML or a figure out. Only `live` knows of the web framework."""
