"""日结日清 Transfer: will everyone who must be moved arrive today, and who has waited longest?"""

from pages.app.shell import desk
from pages.components.charts.flows import LINE, flows
from pages.components.duties import GROUPS
from pages.components.duty import duty, of_line
from pages.components.maps.atlas import Atlas, atlas
from pages.model.scene import Scene
from pages.views.transfer.against import fleet, pace
from pages.views.transfer.burnup import burnup
from pages.views.transfer.waits import waits, whereabouts

PROOFS = (
    (of_line(burnup, LINE), waits),
    (of_line(pace, LINE), of_line(fleet, LINE)),
    (whereabouts, of_line(flows, LINE)),
)


def below(scene: Scene) -> Atlas | None:
    line = scene.pack.lines.get(LINE)
    return atlas(scene, line, line) if line else None


desk("transfer", lambda scene: duty(scene, "transfer", GROUPS["transfer"], PROOFS), below=below)
