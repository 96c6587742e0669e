"""What only the page of actions draws."""
