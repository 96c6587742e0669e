"""The pages of the desk, in the order of the menu: id (also the address), script, whether it opens first."""

MENU = (
    ("command", "desk/command.py", True),
    ("number", "desk/number.py", False),
    ("explore", "desk/explore.py", False),
    ("definitions", "desk/definitions.py", False),
)
