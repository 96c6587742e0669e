"""一区 District: one district through its day: what will not clear, in which subdistricts, and what it lacks."""

from pages.parts.place import place
from pages.shell import desk

desk("district", place)
