"""How the three kinds of user do what they come for."""
