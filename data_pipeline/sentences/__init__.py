"""What the board says of a day, line by line: pages, walls and briefs say it in these words."""
