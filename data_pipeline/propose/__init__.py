"""Spreadsheets that are there in, an operation's folder out: what their columns seem to be, said so that a person can
correct it, and written so that a person can read it."""
