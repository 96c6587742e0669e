"""What only the people page draws."""
