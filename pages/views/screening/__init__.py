"""What only the screening page draws."""
