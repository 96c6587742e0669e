"""The round clock: every round keeps its own start and deadline, over midnight too. What is left of it is the clock's;
its figures, and the share of its time beside them, are of the hour they speak of."""

from data_pipeline.query.rows import RoundsRow
from data_pipeline.words import say
from data_pipeline.words.language import language
from data_pipeline.words.numbers import count, hours, moment, percent
from pages.components.html import Markup, html, joined
from pages.components.panel import Drawn, panel
from pages.model.scene import Scene
from pages.views.screening.coverage import passed_share


def rounds(scene: Scene) -> Drawn:
    rows = scene.asked("page/rounds", RoundsRow, ops_day=scene.day.ops_day, moment=scene.day.asked)
    title = say(scene.lang, "rounds.title" if rows else "rounds.none", count=len(rows))
    body = html('<ul class="rounds">{}</ul>', joined(_round(scene, r) for r in rows)) if rows else Markup()
    return Drawn(panel("rounds", title, body, note=say(scene.lang, "rounds.note") if rows else "", css="rounds-panel"))


def _round(scene: Scene, row: RoundsRow) -> Markup:
    lang, day = scene.lang, scene.day.ops_day
    passed = passed_share(row["starts_at"], row["deadline_at"], row["as_of"])
    done = float(row["sampled"]) / float(row["due"]) if row["due"] else 0.0
    now = scene.day.now or row["as_of"]
    left = (row["deadline_at"] - now).total_seconds() / 3600
    facts = {
        "start": moment(row["starts_at"], day, lang), "end": moment(row["deadline_at"], day, lang),
        "districts": row["districts"], "left": hours(left, lang), "done": percent(done), "passed": percent(passed, 0),
        "sampled": count(row["sampled"], lang, row["due"]), "due": count(row["due"], lang),
        "as_of": moment(row["as_of"], day, lang),
    }  # fmt: skip
    name, rule = (str(row[f"{c}{language(lang).pack}"]) for c in ("", "rule_"))
    over = say(lang, "rounds.over" if row["deadline_at"] <= now else "rounds.left", **facts)
    return html(
        '<li data-key="{round_id}"><b>{name}</b><span data-fig>{span}</span><span class="clock">'
        '<i style="width:{done}%"></i><b style="inset-inline-start:{passed}%"></b></span><span data-fig>{text}'
        "</span><strong data-fig>{over}</strong><p>{rule}</p></li>",
        round_id=str(row["round_id"]),
        name=name,
        span=say(lang, "rounds.span", **facts),
        done=f"{min(done, 1) * 100:.1f}",
        passed=f"{passed * 100:.1f}",
        text=say(lang, "rounds.told", **facts),
        over=over,
        rule=say(lang, "rounds.rule", rule=rule),
    )
