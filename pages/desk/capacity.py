"""应收尽收、应隔尽隔、应治尽治 Capacity: are there beds, rooms and staff for tonight, at the right level of care?"""

from pages.parts.bubbles import bubbles
from pages.parts.care import care
from pages.parts.duties import GROUPS
from pages.parts.duty import duty
from pages.parts.occupancy import occupancy
from pages.parts.opening import rooms, staffing, steps
from pages.parts.runway import runway
from pages.shell import desk

PROOFS = ((occupancy, runway), (steps, staffing), (rooms, bubbles), (care,))

desk("capacity", lambda scene: duty(scene, "capacity", GROUPS["capacity"], PROOFS))
