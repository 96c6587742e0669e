"""事项 Work: every line of work of an operation that has no pages of its own, with its indicators."""

from pages.app.shell import desk
from pages.components.duty import duty

desk("work", lambda scene: duty(scene, "work", ()))
