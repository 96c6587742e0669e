"""`make bench`: how fast, against what, on this machine. Never part of the suite: nothing here is asserted."""
