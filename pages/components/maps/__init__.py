"""Districts and sites on maps."""
