"""应收尽收、应隔尽隔、应治尽治 Capacity: are there beds and rooms, staffed and of the right kind, for tonight?"""

from pages.parts.duties import GROUPS
from pages.parts.duty import duty
from pages.shell import desk

desk("capacity", lambda scene: duty(scene, "capacity", GROUPS["capacity"]))
