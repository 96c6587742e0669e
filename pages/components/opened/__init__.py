"""A figure opened down to its file line."""
