"""What the names of a slice show: each is worked out when it is first asked for, and nothing else is.

A name stands for a table of the shelf. Under which key follows from its SQL and what that reads, without making any of
it: what is there already is taken over, and what lies below it is not looked at.
"""

from collections.abc import Mapping, Sequence
from functools import partial

from data_pipeline.store.snapshot.copied import key_of
from data_pipeline.store.snapshot.table_cache import Names
from data_pipeline.store.tables.views import View

# read by many: a table each, so that no query is planned through all layers at once
KEPT = ("in_force.", "clean.", "line.", "gauge.", "mart.", "meta.arrived")
Place = tuple["WorkedOut", str]  # in which part of a slice, under which name there


class WorkedOut:
    """`names`: where it shows them and what keeps their tables. `given`: what each table given at first was made of.
    `apart`: names that stand for what is made in several places."""

    def __init__(self, names: Names, views: Mapping[str, View], given: Mapping[str, str]) -> None:
        self._names, self._views, self._given = names, views, given
        self.apart: Mapping[str, Sequence[Place]] = {}
        self._keys: dict[str, str] = {}
        self._shown: set[str] = set()

    def show(self, name: str) -> None:
        """From here on a query finds what is called so. What could not be made is tried again."""
        if name in self._shown:
            return
        view = self._views.get(name)
        if name in self._given:
            self._names.shows(name, [self._given[name]])
        elif name in self.apart:
            self._names.shows(name, [place.made(known_as) for place, known_as in self.apart[name]])
        elif view is not None and name.startswith(KEPT):
            self._names.shows(name, [self.made(name)])
        elif view is not None:
            self._show_all(view)
            self._names.view(name, view.sql)
        self._shown.add(name)

    def made(self, name: str) -> str:
        """The key of its table, which is there from now on."""
        return self._names.take(self.key(name), partial(self._work_out, self._views[name]))

    def key(self, name: str) -> str:
        if name in self._given:
            return self._given[name]
        if name not in self._keys:
            self._keys[name] = key_of(*self._made_of(name))
        return self._keys[name]

    def _made_of(self, name: str) -> list[str]:
        if name in self.apart:
            return [place.key(known_as) for place, known_as in self.apart[name]]
        view = self._views[name]
        return [view.sql, *map(self.key, sorted(view.reads))]

    def _work_out(self, view: View, table: str) -> None:
        self._show_all(view)
        self._names.connection.execute(f"create table {table} as\n{view.sql}")

    def _show_all(self, view: View) -> None:
        for read in sorted(view.reads):
            self.show(read)
