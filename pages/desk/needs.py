"""急难愁盼 Needs: who is left, under whose care, and what blocks the way?"""

from pages.parts.duties import GROUPS
from pages.parts.duty import duty
from pages.parts.issues import ages, deciders, groups
from pages.shell import desk

desk("needs", lambda scene: duty(scene, "needs", GROUPS["needs"], [[groups], [ages, deciders]]))
