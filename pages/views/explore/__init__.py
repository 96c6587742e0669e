"""What only the explore page draws."""
