"""Files gone wrong in many ways, and a judge that counts for itself: `python -m tests.mutants 10000`."""
