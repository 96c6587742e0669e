"""A draft as it stands on its page, before a person confirms it: the blocks of the document, as text."""

from data_pipeline.brief.model import Block, Brief, Cell, Decision, Decisions, Figure, Heading, Sentence, Table
from pages.components.html import Markup, html, joined


def draft(of: Brief) -> Markup:
    """Headings, sentences, tables and what is to be decided; charts stand in the document alone."""
    return html('<div class="dk draft">{}</div>', joined(_block(b) for b in of.blocks))


def _block(of: Block) -> Markup:
    match of:
        case Heading():
            return html("<h3>{}</h3>", of.text)
        case Sentence():
            lead = html("<b>{}</b> ", of.lead) if of.lead else ""
            return html("<p>{}{}</p>", lead, of.text)
        case Table():
            return _table(of)
        case Decisions():
            items = joined(html("<li><b>{}</b> {}</li>", x.gap, _rest(x)) for x in of.items)
            return html("<ol>{}</ol>", items) if of.items else html("<p>{}</p>", of.none)
    return Markup()


def _rest(of: Decision) -> str:
    return " ".join(t for t in (of.cause, of.what, of.buys, of.who) if t)


def _table(of: Table) -> Markup:
    head = joined(html('<th scope="col">{}</th>', c) for c in of.columns)
    rows = joined(html("<tr>{}</tr>", joined(html("<td>{}</td>", _text(c)) for c in row)) for row in of.rows)
    note = html('<p class="muted">{}</p>', of.note) if of.note else ""
    return html(
        '<h4>{}</h4><div class="wide"><table class="plain"><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>{}',
        of.title, head, rows, note,
    )  # fmt: skip


def _text(cell: Cell) -> str:
    return cell.text if isinstance(cell, Figure) else cell
