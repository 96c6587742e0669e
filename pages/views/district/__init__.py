"""What only the district page draws."""
