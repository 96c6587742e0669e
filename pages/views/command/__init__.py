"""What only the command page draws."""
