"""Writing: one door, in a process of its own."""
