"""What only the page of alerts draws."""
