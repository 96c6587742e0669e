"""What a command's exit code says. A script may rely on these; docs/cli.md lists them."""

from enum import IntEnum


class Exits(IntEnum):
    DONE = 0  # including "already received"
    REFUSED = 1  # nothing was changed
    USAGE = 2  # the command line itself
    CONFIRM = 3  # nothing was changed; --confirm would
    FOUND = 4  # verify, doctor, docs --check: looked, and found something wrong
    BUG = 70
    STOPPED = 130  # Ctrl-C
