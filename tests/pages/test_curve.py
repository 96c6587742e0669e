"""The way ahead at the present pace: a city's is its districts', none of which does another's work."""

from pages.components.charts.curve import Curve


def curve(districts: tuple[tuple[float, float], ...], left: float, slope: float) -> Curve:
    return Curve([16.0, 18.0], [left * 2, left], [False, False], 24.0, None, slope, districts=districts)


def test_a_city_is_left_with_what_its_slow_district_is_left_with() -> None:
    city = curve(((8290.0, -10.0), (2080.0, -1275.0)), 10370.0, -1285.0)
    assert city.ahead(0) == 10370.0
    assert city.ahead(6) == 8230.0


def test_a_district_goes_straight_and_never_below_nothing() -> None:
    own = curve((), 100.0, -30.0)
    assert [own.ahead(h) for h in (0, 1, 3, 9)] == [100.0, 70.0, 10.0, 0.0]


def test_what_stands_still_or_grows_is_drawn_so() -> None:
    assert curve((), 50.0, 0.0).ahead(5) == 50.0
    assert curve((), 50.0, 4.0).ahead(5) == 70.0


def test_where_districts_are_not_the_city_s_parts_the_city_s_own_pace_leads() -> None:
    assert curve(((10.0, -1.0),), 60.0, -6.0).ahead(5) == 30.0


def test_no_pace_leads_nowhere() -> None:
    assert Curve([1.0], [5.0], [False], None, None, None).ahead(1) is None
