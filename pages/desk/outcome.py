"""通报 Outcome: are new infections falling, and how many are still found in the community?"""

from pages.parts.outcome import outcome
from pages.shell import desk

desk("outcome", outcome)
