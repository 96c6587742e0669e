"""The parts of the page of a new operation: its questions, a look at its board, and what follows once it is kept."""
