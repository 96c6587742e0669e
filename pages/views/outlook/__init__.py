"""What only the outlook page draws."""
