"""The database made from the log: its tables and views, a draft of the next one, and the published ones."""
