"""Who comes to the board, which doors are open to them, and which rows they see."""
