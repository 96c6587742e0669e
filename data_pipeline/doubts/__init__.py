"""Figures to be looked at again: signs that what is reported as done may not be what was done.

A sign asks a question; it is no judgement of anybody, changes no figure, and stands on no wall.
"""
