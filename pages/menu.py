"""The pages of the desk, in the order of the menu: id (also the address), script, whether it opens first."""

MENU = (
    ("command", "desk/command.py", True),
    ("definitions", "desk/definitions.py", False),
    ("wall-setup", "wall/setup.py", False),
)

WALLS = (("wall", "wall/wall.py"),)  # screens that a room looks at: no bar, no menu, set up by their address
