"""What a room looks at: one question per view, read from ten metres. Pure functions: rows in, picture out."""
