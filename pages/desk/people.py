"""社会动员 People: is every duty staffed, and are those who serve looked after?"""

from pages.parts.duties import GROUPS
from pages.parts.duty import duty
from pages.parts.forces import PROOFS
from pages.shell import desk

desk("people", lambda scene: duty(scene, "people", GROUPS["people"], PROOFS))
