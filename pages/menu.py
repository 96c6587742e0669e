"""The pages of the desk, in the order of the menu: id (also the address), script, whether it opens first."""

MENU = (
    ("command", "desk/command.py", True),
    ("outlook", "desk/outlook.py", False),
    ("definitions", "desk/definitions.py", False),
)
