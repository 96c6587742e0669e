"""Files as offices send them: each kind of trap, a file of it, and the outcome that is right."""
