"""应收尽收、应隔尽隔、应治尽治 Capacity: are there beds, rooms and staff for tonight, at the right level of care?"""

from pages.app.shell import desk
from pages.components.charts.occupancy import occupancy
from pages.components.duties import GROUPS
from pages.components.duty import duty
from pages.components.maps.atlas import Atlas, atlas
from pages.model.scene import Scene
from pages.views.capacity.bubbles import bubbles
from pages.views.capacity.care import care
from pages.views.capacity.opening import rooms, staffing, steps
from pages.views.capacity.runway import runway

PROOFS = ((occupancy, runway), (steps, staffing), (rooms, bubbles), (care,))


def below(scene: Scene) -> Atlas | None:
    line = scene.line_of("capacity")
    return atlas(scene, line) if line else None


desk("capacity", lambda scene: duty(scene, "capacity", GROUPS["capacity"], PROOFS), below=below)
