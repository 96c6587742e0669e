"""How the number of a received row tells its line: the line itself, or below zero its line and which part of it."""

import numpy as np

LINES = 1 << 20  # of a file whose lines make several rows; more are refused


def numbers_of(lines: np.ndarray, parts: np.ndarray | None) -> np.ndarray:
    """Row numbers: int64, each once in a file."""
    return lines if parts is None else -(parts * LINES + lines)


def line_of(number: int) -> int:
    """The line of the file that a row came from."""
    return number if number > 0 else -number % LINES
