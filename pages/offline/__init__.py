"""The board of one moment as one file that opens without a network: every page, the wall, and where each figure comes
from."""
