"""一区 District: one district through its day: what will not clear, in which subdistricts, and what it lacks."""

from pages.parts.atlas import Atlas, atlas
from pages.parts.flows import LINE
from pages.parts.place import district_of, line_of, place
from pages.parts.scene import Scene
from pages.shell import desk


def below(scene: Scene) -> Atlas | None:
    if not scene.pack.districts:
        return None
    area = district_of(scene)
    line = line_of(scene, area)
    return atlas(scene, line, scene.pack.lines.get(LINE), area)


desk("district", place, below=below)
