"""What only the definitions page shows."""
