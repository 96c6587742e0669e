"""What only the needs page draws."""
