"""Figures and sentences as they are told."""
