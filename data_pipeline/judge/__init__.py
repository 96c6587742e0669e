"""One verdict a line, place and slot: from which report, by which judge, and what follows from it."""
