"""What only the health page draws."""
