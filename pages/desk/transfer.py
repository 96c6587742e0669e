"""日结日清 Transfer: will everyone who must be moved arrive today, and who has waited longest?"""

from pages.parts.against import fleet, pace
from pages.parts.atlas import Atlas, atlas
from pages.parts.burnup import burnup
from pages.parts.duties import GROUPS
from pages.parts.duty import duty, of_line
from pages.parts.flows import LINE, flows
from pages.parts.scene import Scene
from pages.parts.waits import waits, whereabouts
from pages.shell import desk

PROOFS = (
    (of_line(burnup, LINE), waits),
    (of_line(pace, LINE), of_line(fleet, LINE)),
    (whereabouts, of_line(flows, LINE)),
)


def below(scene: Scene) -> Atlas | None:
    line = scene.pack.lines[LINE]
    return atlas(scene, line, line)


desk("transfer", lambda scene: duty(scene, "transfer", GROUPS["transfer"], PROOFS), below=below)
