"""Briefs issued by themselves."""
