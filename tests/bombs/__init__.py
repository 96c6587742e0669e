"""Files made to burst whoever opens them, sent through every door: `python -m tests.bombs`."""
