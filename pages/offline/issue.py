"""The files of an issue, made from one board that stands: the documents that the pack declares, and the offline copy.

It is made in a process of its own (`python -m pages.offline issue`), so that nobody who looks at the board waits."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import orjson

from data_pipeline.access.sight import WHOLE
from data_pipeline.board.board import board
from data_pipeline.board.moments import moment_of
from data_pipeline.brief.forms import MIME, rendered
from data_pipeline.brief.issue import Made
from data_pipeline.brief.make import brief, wanted
from data_pipeline.brief.model import Brief, Sentence
from data_pipeline.core.clock import Clock
from data_pipeline.core.errors import BoardError
from data_pipeline.declare.brief import BriefForm
from data_pipeline.store.log.issued import COPY, Kept
from data_pipeline.store.log.received import sha256
from data_pipeline.words import LANGUAGES
from pages.offline.file import copy_of, title_of
from pages.offline.taken import Taken

INDEX = "index.json"
HTML = "text/html; charset=utf-8"
File = tuple[Kept, bytes, Brief | None]


def write(folder: Path, kind: str, form: str, clock: Clock) -> None:
    """Raises BoardError brief_none, brief_form, brief_incomplete."""
    of = next((f for f in board().pack.briefs if f.id == form), None)
    if of is None:
        raise BoardError("brief_none")
    title, lead, kept = {}, {}, []
    if kind == COPY:
        title = {lang: title_of(Taken.of(clock, WHOLE), lang) for lang in LANGUAGES}
    for file, data, document in _copy(clock) if kind == COPY else _documents(of, clock):
        (folder / file.name).write_bytes(data)
        kept.append(file)
        if document is not None:
            title.setdefault(document.lang, f"{document.masthead} {document.number}: {document.title}")
            lead.setdefault(document.lang, next((b.text for b in document.blocks if isinstance(b, Sentence)), ""))
    index = {"files": [asdict(k) for k in kept], "title": title, "lead": lead}
    (folder / INDEX).write_bytes(orjson.dumps(index))


def taken_from(folder: Path) -> Made:
    """What lies there; raises BoardError issue_failed where it is not what was written."""
    index = orjson.loads((folder / INDEX).read_bytes())
    files = [(Kept(**k), (folder / k["name"]).read_bytes()) for k in index["files"]]
    if any(sha256(data) != kept.sha256 for kept, data in files):
        raise BoardError("issue_failed", why=INDEX)
    return Made(files, index["title"], index["lead"])


def _copy(clock: Clock) -> Iterator[File]:
    made = copy_of(Taken.of(clock, WHOLE))
    yield Kept(made.name, "html", "", HTML, sha256(made.data), len(made.data), checksum=made.checksum), made.data, None


def _documents(of: BriefForm, clock: Clock) -> Iterator[File]:
    pack, moment = board().pack, moment_of(clock)
    areas = [""] if of.level == "city" else [a.code for a in pack.districts]
    for area in areas:
        for lang, forms in _by_language(of).items():
            document = brief(board(), moment, wanted(pack, lang, area, form_id=of.id))
            for form in forms:
                data = rendered(document, form)
                name = f"{document.name}.{form}"
                yield Kept(name, form, lang, MIME[form], sha256(data), len(data), area), data, document


def _by_language(of: BriefForm) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for file in of.files:
        lang, _, form = file.partition(".")
        found.setdefault(lang, []).append(form)
    return found
