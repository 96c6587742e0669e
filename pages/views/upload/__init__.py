"""What only the upload page draws."""
