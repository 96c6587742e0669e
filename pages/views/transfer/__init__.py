"""What only the transfer page draws."""
