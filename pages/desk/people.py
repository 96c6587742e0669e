"""社会动员 People: is every duty staffed, and are those who serve looked after?"""

from pages.app.shell import desk
from pages.components.duties import GROUPS
from pages.components.duty import duty
from pages.views.people.forces import PROOFS

desk("people", lambda scene: duty(scene, "people", GROUPS["people"], PROOFS))
