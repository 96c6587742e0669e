"""The page and the wall view of all cities."""
