"""A wall led by attention: it goes to what changed, says why, comes back, and never takes more than a third."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from playwright.sync_api import BrowserContext, Page

from pages.app.live import ASSETS
from tests.pages.test_wall_browser import PATIENCE_MS, open_wall

pytestmark = pytest.mark.browser
STATES = ("on_track", "at_risk", "will_miss", "unknown")
IDS = ("a", "b", "c", "d")
# Ticks of an hour by a simulated clock; gives when which view was held, and why.
RUN = """([views, ticks, changes, busy]) => {
  const attention = new Attention(0), states = {}, holds = [];
  let t = 0, held = null, seen = views.map((v) => ({ ...v, judged: {} }));
  for (let n = 0; t < 3600000; n++) {
    for (const [id, state] of changes[n] ?? []) states[id] = state;
    if (changes[n]) {
      seen = views.map(({ key, dwell, ids }) => ({ key, dwell, judged:
        Object.fromEntries(ids.filter((id) => states[id]).map((id) => [id, [id, states[id], states[id]]])) }));
      attention.see(t, "day", seen);
    }
    const now = attention.tick(t, seen, !busy.some(([from, to]) => from <= n && n < to));
    if (held && now !== held) holds.at(-1).end = t;
    if (now && now !== held) holds.push({ begin: t, end: 3600000, key: now.key, calls: now.calls });
    held = now;
    t += ticks[n % ticks.length];
  }
  return holds;
}"""
VIEWS = some.lists(
    some.fixed_dictionaries(
        {"dwell": some.sampled_from([5, 20, 60, 600]), "ids": some.lists(some.sampled_from(IDS), unique=True)}
    ),
    min_size=2,
    max_size=5,
)
CHANGES = some.dictionaries(
    some.integers(0, 7000),
    some.lists(some.tuples(some.sampled_from(IDS), some.sampled_from(STATES)), min_size=1, max_size=4),
    min_size=1,
    max_size=60,
)


@pytest.fixture(scope="module")
def page(window: BrowserContext) -> Iterator[Page]:
    page = window.new_page()
    page.add_script_tag(content=(ASSETS / "attention.js").read_text("utf-8"))
    yield page
    page.close()


def run(page: Page, views: list[dict], changes: dict, ticks: tuple[int, ...] = (250,), busy: tuple = ()) -> list[dict]:
    keyed = [view | {"key": f"v{n}"} for n, view in enumerate(views)]
    return page.evaluate(RUN, [keyed, list(ticks), {str(n): c for n, c in changes.items()}, list(busy)])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    views=VIEWS,
    changes=CHANGES,
    ticks=some.lists(some.integers(250, 1000), min_size=1, max_size=5),
    busy=some.lists(some.tuples(some.integers(0, 7000), some.integers(0, 7000)), max_size=3),
)
def test_it_never_takes_more_than_a_third_of_the_time(
    page: Page, views: list[dict], changes: dict, ticks: list[int], busy: list
) -> None:
    """Since the page came up, and since any time at which it went back."""
    holds = run(page, views, changes, tuple(ticks), tuple(busy))
    ends = [0, *(h["end"] for h in holds)]
    for first, since in enumerate(ends[:-1]):
        taken = 0
        for hold in holds[first:]:
            taken += hold["end"] - hold["begin"]
            assert taken * 3 <= hold["end"] - since


TWO = [{"dwell": 20, "ids": ["a", "b", "c"]}, {"dwell": 20, "ids": ["b"]}]


def test_it_goes_to_the_gravest_change_in_the_view_that_says_least_beside_it(page: Page) -> None:
    first = [(id, "on_track") for id in IDS]
    changes = {0: first, 400: [("a", "at_risk"), ("b", "will_miss")]}
    one, other = run(page, TWO, changes)
    assert (one["key"], one["begin"], one["end"]) == ("v1", 100_000, 120_000)
    (call,) = one["calls"]
    assert (call["before"]["state"], call["now"]["state"]) == ("on_track", "will_miss")
    assert (other["key"], other["begin"]) == ("v0", 162_000)  # what waited, after twice as long


@pytest.mark.parametrize(
    "changes",
    [
        {0: [("a", "will_miss")]},  # as it stood when the page came up
        {0: [("a", "on_track")], 400: [("a", "unknown")], 800: [("a", "on_track")]},  # nobody could judge
        {
            0: [("a", "on_track")],
            8: [("a", "at_risk")],
            16: [("a", "on_track")],
        },  # over before it was shown
    ],
)
def test_what_is_no_change_calls_nobody(page: Page, changes: dict) -> None:
    assert run(page, TWO, changes) == []


def test_whoever_presents_or_pauses_is_not_led_and_old_news_is_none(page: Page) -> None:
    changes = {0: [("a", "on_track")], 400: [("a", "at_risk")]}
    assert run(page, TWO, changes, busy=((0, 1200),))[0]["begin"] == 300_000
    assert run(page, TWO, changes, busy=((0, 3200),)) == []
    (cut,) = run(page, TWO, changes, busy=((420, 440),))
    assert cut["end"] == 105_000  # somebody pressed a key


CHANGED = """() => {
  attention.turningSince -= 3600000;
  const html = wall.kept.html.replaceAll(/(data-judged="[^"]*?transfer[^"]*?)will_miss/g, "$1on_track");
  draw({ ...wall.kept, html }, "another", host().version);
}"""


def test_a_wall_goes_to_what_changed_says_why_and_comes_back(window: BrowserContext, address: str) -> None:
    screen = window.new_page()
    open_wall(screen, address, views="map,tiles", attend="on", dwell="5")
    assert screen.get_attribute(".wall .view[data-live-shown]", "data-key") == "view-map"
    screen.evaluate(CHANGED)
    screen.wait_for_selector(".view[data-key=view-tiles][data-live-shown]", timeout=PATIENCE_MS)
    why = screen.inner_text(".wall-head .why >> nth=0")
    assert "转运" in why
    assert "→" in why
    screen.wait_for_selector(".view[data-key=view-map][data-live-shown]", timeout=PATIENCE_MS)
    assert screen.text_content(".wall-head .why >> nth=0") == ""
    screen.close()
