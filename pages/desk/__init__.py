"""Pages that people use at a desk."""
