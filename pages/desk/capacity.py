"""应收尽收、应隔尽隔、应治尽治 Capacity: are there beds, rooms and staff for tonight, at the right level of care?"""

from pages.parts.atlas import Atlas, atlas
from pages.parts.bubbles import bubbles
from pages.parts.care import care
from pages.parts.duties import GROUPS
from pages.parts.duty import duty
from pages.parts.occupancy import occupancy
from pages.parts.opening import rooms, staffing, steps
from pages.parts.runway import runway
from pages.parts.scene import Scene
from pages.shell import desk

PROOFS = ((occupancy, runway), (steps, staffing), (rooms, bubbles), (care,))


def below(scene: Scene) -> Atlas | None:
    line = scene.line_of("capacity")
    return atlas(scene, line) if line else None


desk("capacity", lambda scene: duty(scene, "capacity", GROUPS["capacity"], PROOFS), below=below)
