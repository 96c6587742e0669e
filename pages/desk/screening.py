"""应检尽检 Screening: is everyone due tested in this round, and which stage holds it up?"""

from pages.parts.duties import GROUPS
from pages.parts.duty import duty
from pages.shell import desk

desk("screening", lambda scene: duty(scene, "screening", GROUPS["screening"]))
