"""事项 Work: every line of work of an operation that has no pages of its own, with its indicators."""

from data_pipeline.words import say
from pages.app.shell import desk
from pages.components.duty import Group, duty
from pages.components.ledgers import ledgers
from pages.components.panel import Drawn
from pages.model.scene import Scene


def stages(scene: Scene) -> Drawn:
    """Stages that follow one another, in their order."""
    of, lang = scene.pack.staged, scene.lang
    return Drawn(ledgers(scene, "stages", say(lang, "duty.stages"), of, say(lang, "duty.stages_note")))


def work(scene: Scene) -> Drawn:
    own = [Group(f"panel.{x.id}", x.gauges, x.lines, x.name(scene.lang)) for x in scene.pack.panels]
    return duty(scene, "work", own, ((stages,),) if scene.pack.staged else ())


desk("work", work)
