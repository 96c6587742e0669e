"""The pages of the desk, in the order of the menu: id (also the address), script, whether it opens first."""

from data_pipeline.declare import Pack

MENU = (
    ("command", "desk/command.py", True),
    ("outlook", "desk/outlook.py", False),
    ("actions", "desk/actions.py", False),
    ("alerts", "desk/alerts.py", False),
    ("screening", "desk/screening.py", False),
    ("transfer", "desk/transfer.py", False),
    ("capacity", "desk/capacity.py", False),
    ("supply", "desk/supply.py", False),
    ("people", "desk/people.py", False),
    ("needs", "desk/needs.py", False),
    ("outcome", "desk/outcome.py", False),
    ("work", "desk/work.py", False),
    ("district", "desk/district.py", False),
    ("number", "desk/number.py", False),
    ("briefs", "desk/briefs.py", False),
    ("upload", "desk/upload.py", False),
    ("loads", "desk/loads.py", False),
    ("targets", "desk/targets.py", False),
    ("health", "desk/health.py", False),
    ("explore", "desk/explore.py", False),
    ("definitions", "desk/definitions.py", False),
    ("cities", "desk/cities.py", False),
    ("operation", "desk/operation.py", False),
    ("wall-setup", "wall/setup.py", False),
    ("guide", "desk/guide.py", False),
)
# These stand behind one word at the end of the menu, so that the duties have room.
MORE = frozenset({"alerts", "cities", "wall-setup", "outcome", "briefs", "upload", "loads", "targets", "health",
                  "explore", "definitions", "operation", "guide"})  # fmt: skip
TOGETHER = "cities"  # in the menu where there are several
HIDDEN = frozenset({"number", "district"})  # reached from a figure or a place
# Each speaks of the lines and indicators that say so (`page` in a pack's files): without any it has nothing to show.
DUTIES = frozenset({"screening", "transfer", "capacity", "supply", "people", "needs", "outcome", "work"})


def in_menu_of(id: str, pack: Pack) -> bool:
    """Has this operation something for the page? Without lines and indicators of any page, all are as they were."""
    return id in in_menu(pack, together=True) or not (pack.lines or pack.gauges)


def in_menu(pack: Pack, *, together: bool) -> tuple[str, ...]:
    """The pages that this operation has something for; `together`: it is one of several cities."""
    spoken = {x.page for x in (*pack.lines.values(), *pack.gauges.values())}
    left_out = {*(DUTIES - spoken), *(() if together else (TOGETHER,))}
    return tuple(id for id, *_ in MENU if id not in left_out)
