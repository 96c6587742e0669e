"""保供 Supply: does food and medicine reach every door, and how long do the stores last?"""

from pages.app.shell import desk
from pages.components.duties import GROUPS
from pages.components.duty import duty
from pages.views.supply.supplies import PROOFS

desk("supply", lambda scene: duty(scene, "supply", GROUPS["supply"], PROOFS))
