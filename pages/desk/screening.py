"""应检尽检 Screening: is everyone due tested in this round, and which stage holds it up?"""

from pages.parts.chase import chase
from pages.parts.coverage import coverage
from pages.parts.curves import curves
from pages.parts.duties import GROUPS
from pages.parts.duty import duty
from pages.parts.funnel import funnel
from pages.parts.rounds import rounds
from pages.shell import desk

PROOFS = ((rounds,), (funnel, curves), (coverage, chase))

desk("screening", lambda scene: duty(scene, "screening", GROUPS["screening"], PROOFS))
