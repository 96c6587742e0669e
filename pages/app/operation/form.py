"""The questions about a new operation, each answered already, and what each column was taken for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial

import streamlit as st

from data_pipeline.propose.answers import QUESTIONS, ROLES, Answers
from data_pipeline.propose.asked import due_of
from data_pipeline.propose.read_as import ReadAs
from data_pipeline.propose.trial import Planned, Trial
from data_pipeline.words import say
from pages.app.working import plain

PLACES = ("place", "whole")
MOST_PLANS = 3  # questions of what is due
ABREAST = 3  # columns of the sheet in one row of the form
SAMPLE = 18  # letters


@dataclass(frozen=True)
class Given:
    """What was answered last. `columns`: header -> role, where another was chosen than was proposed; `plans`: column of
    what is done -> what is due a day."""

    name: str
    texts: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    plans: Mapping[str, str] = field(default_factory=dict)

    def answers(self, boundaries: str, this_year: int) -> Answers:
        """Raises BoardError `plan_unread`, `role_unknown`."""
        year = self.texts.get("year", "")
        plans = {column: due_of(text) for column, text in self.plans.items()}
        own = {name: text for name, text in self.texts.items() if name != "year"}
        return Answers(**own, year=int(year) if year.isdigit() else this_year, columns=dict(self.columns),
                       plans=plans, boundaries=boundaries)  # fmt: skip

    @property
    def key(self) -> tuple[object, ...]:
        return self.name, *(tuple(sorted(x.items())) for x in (self.texts, self.columns, self.plans))


def ask(before: Given, first: Trial, now: Trial, key: str, lang: str) -> Given | None:
    """`first`: of the same sheets without an answer, `now`: with those given last. None until the form is sent."""
    with st.form(f"operation-{key}", border=False):
        shown, stands = partial(_text, key=key, lang=lang), first.stands or {}
        left, right = st.columns(2)
        with left:
            name = shown("name", before.name)
        texts = {}
        for n, q in enumerate(QUESTIONS, start=1):
            with (left, right)[n % 2]:
                texts[q] = shown(q, before.texts.get(q, stands.get(q, "")))
        plans = _plans(before, (first.planned or now.planned), key, lang)
        with st.expander(say(lang, "operation.more")):
            texts |= {q: shown(q, before.texts.get(q, "")) for q in (*PLACES, "year")}
        columns: dict[str, str] = {}
        for n, (sheet, read) in enumerate(zip(first.sheets, now.sheets, strict=True)):
            with st.expander(say(lang, "operation.columns", file=plain(sheet.file), rows=sheet.rows), bool(now.why)):
                proposed = {c.header: c.role for c in sheet.columns}
                columns |= _columns(read.columns, proposed, f"{key}-{n}", lang)
        sent = st.form_submit_button(say(lang, "operation.show"), key=f"{key}-show")
    if not sent:
        return None
    texts = {q: text for q, text in texts.items() if text and text != stands.get(q)}
    return Given(name, texts, columns, plans)


def _text(question: str, stands: str, *, key: str, lang: str) -> str:
    label = plain(say(lang, f"operation.ask_{question}"))
    return (st.text_input(label, stands, max_chars=120, key=f"{key}-{question}") or "").strip()


def _plans(before: Given, planned: Iterable[Planned], key: str, lang: str) -> dict[str, str]:
    """Of the whole alone where there is one: its parts have their share of it."""
    every = list(planned)
    found = {}
    for n, of in enumerate(([p for p in every if p.whole] or every)[:MOST_PLANS], start=len(QUESTIONS) + 2):
        label = plain(say(lang, "operation.ask_plan", n=n, name=of.names[lang], due=f"{of.due:,}"))
        typed = st.text_input(label, before.plans.get(of.column, ""), max_chars=20, key=f"{key}-plan-{of.column}")
        if typed and typed.strip():
            found[of.column] = typed.strip()
    return found


def _columns(read: Iterable[ReadAs], proposed: Mapping[str, str], key: str, lang: str) -> dict[str, str]:
    """Those of which another role was chosen than was proposed."""
    words = {role: say(lang, f"operation.role_{role}") for role in ROLES}
    found = {}
    beside = st.columns(ABREAST)
    for n, column in enumerate(read):
        at = ROLES.index(column.role)
        with beside[n % ABREAST]:
            chosen = st.selectbox(
                _label(column, lang), ROLES, at, format_func=words.__getitem__, key=f"{key}-{column.header}"
            )
        if chosen != proposed[column.header]:
            found[column.header] = str(chosen)
    return found


def _label(column: ReadAs, lang: str) -> str:
    samples = ", ".join(column.samples)[:SAMPLE] or "—"
    facts = {"header": column.header, "samples": samples}
    if not column.why:
        return plain(say(lang, "operation.column", **facts))
    return plain(say(lang, "operation.column_left", why=say(lang, f"operation.why_{column.why}"), **facts))
