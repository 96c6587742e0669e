"""应检尽检 Screening: is everyone due tested in this round, and which stage holds it up?"""

from pages.app.shell import desk
from pages.components.charts.funnel import funnel
from pages.components.duties import GROUPS
from pages.components.duty import duty
from pages.views.screening.chase import chase
from pages.views.screening.coverage import coverage
from pages.views.screening.curves import curves
from pages.views.screening.rounds import rounds

PROOFS = ((rounds,), (funnel, curves), (coverage, chase))

desk("screening", lambda scene: duty(scene, "screening", GROUPS["screening"], PROOFS))
