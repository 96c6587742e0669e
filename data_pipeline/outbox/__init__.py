"""What leaves the board by itself: kept until it has arrived, tried again, given up at last, and never sent twice where
the far side can tell."""
