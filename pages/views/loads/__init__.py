"""What only the page of loads draws."""
