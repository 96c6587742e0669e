"""What only the outcome page draws."""
