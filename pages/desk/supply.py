"""保供 Supply: does food and medicine reach every door, and how long do the stores last?"""

from pages.parts.duties import GROUPS
from pages.parts.duty import duty
from pages.parts.supplies import PROOFS
from pages.shell import desk

desk("supply", lambda scene: duty(scene, "supply", GROUPS["supply"], PROOFS))
