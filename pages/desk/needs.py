"""急难愁盼 Needs: who is left, under whose care, and what blocks the way?"""

from pages.app.shell import desk
from pages.components.duties import GROUPS
from pages.components.duty import duty
from pages.views.needs.issues import ages, deciders, groups

desk("needs", lambda scene: duty(scene, "needs", GROUPS["needs"], [[groups], [ages, deciders]]))
