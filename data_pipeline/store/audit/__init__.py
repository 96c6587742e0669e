"""Does everything still agree: anchors, the full look, damage and its mending, one hash of all that is known."""
