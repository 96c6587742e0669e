"""The board: one pack and one store, read by anyone, changed through its guard."""
