"""Screens that rooms look at."""
