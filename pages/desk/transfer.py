"""日结日清 Transfer: is everyone who must be moved in a bed today, and who has waited longest?"""

from pages.parts.duties import GROUPS
from pages.parts.duty import duty
from pages.shell import desk

desk("transfer", lambda scene: duty(scene, "transfer", GROUPS["transfer"]))
