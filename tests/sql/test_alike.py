"""What is said once is written once: no two SQL files are alike but for names."""

from pathlib import Path

from tests.sql.alike import alike, hand_written

# Alike in shape, not in what they say: one text for both would have to be read twice to be understood once.
APART = {
    ("check/load_restated", "check/load_without_rows"): "two questions put to the same table",
    ("clean/issues", "clean/tasks"): "a feed that needs no cleaning is one line; each is the place for its own rules",
    ("clean/issues", "clean/transfer"): "the same",
    ("clean/tasks", "clean/transfer"): "the same",
    ("clean/rechecks", "clean/work"): "the same, of the standard feeds",
    ("gauge/stage_hours", "gauge/supply_queue"): "backlog over speed, of stages of a round and of tiers of a chain",
    ("line/tasks", "line/transfer"): "a leaf's own ledger as it was sent, of two feeds with other columns",
    ("mart/clearance_of_districts", "mart/pace_of_districts"): "what is made without places below districts, by name",
    ("mart/team_kind", "mart/waiting"): "what is in force as a page needs it, of two feeds",
    ("page/before", "page/open_days"): "days that are over: what forecasts lean on, and what actions are held to",
    ("page/blockages", "page/teams"): "two lists of a page",
    ("page/day", "page/place"): "the city and its districts, and one district's places, each with columns of its own",
}


def test_no_two_queries_are_alike_but_for_names() -> None:
    assert set(alike(hand_written())) == APART.keys()


def test_a_copy_with_other_names_is_found(tmp_path: Path) -> None:
    for name, column in (("a", "done"), ("b", "sent")):
        (tmp_path / f"{name}.sql").write_text(f"-- One row.\nselect sum({column}) as {column} from clean.{name}\n")
    (tmp_path / "c.sql").write_text("-- One row.\nselect max(x) as y, z from clean.c where z is not null group by z\n")
    assert alike(tmp_path.glob("*.sql"), tmp_path) == [("a", "b")]
