"""What a load changes: effects, restatements, previews, and what changed since."""
