"""What only the capacity page draws."""
