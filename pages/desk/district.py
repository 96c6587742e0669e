"""一区 District: one district through its day: what will not clear, in which subdistricts, and what it lacks."""

from pages.app.shell import desk
from pages.components.charts.flows import LINE
from pages.components.maps.atlas import Atlas, atlas
from pages.model.scene import Scene
from pages.views.district.place import district_of, line_of, place


def below(scene: Scene) -> Atlas | None:
    if not scene.pack.districts or not scene.day.lines("headline"):
        return None
    area = district_of(scene)
    line = line_of(scene, area)
    return atlas(scene, line, scene.pack.lines.get(LINE), area)


desk("district", place, below=below)
