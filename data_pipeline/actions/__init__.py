"""What becomes of decisions: which step is owed by when, what was promised and kept, and what a decision bought."""
