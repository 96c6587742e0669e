"""What only the supply page draws."""
