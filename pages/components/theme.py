"""The colours, once: for style sheets and for charts. Status colours were chosen so that any two stay apart
(CIEDE2000 ≥ 20) under normal, protan, deutan and tritan sight; text keeps a contrast of at least 4.5.

The ground, the ink, the hue of links and the fonts are the kit's own, from .streamlit/config.toml."""

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from plotly.colors import hex_to_rgb

CONFIG = Path(__file__).parents[2] / ".streamlit" / "config.toml"
KIT: dict[str, Any] = tomllib.loads(CONFIG.read_text("utf-8"))["theme"]
FONT: str = KIT["font"]
THEMES = ("light", "dark")
OF_THE_KIT = {
    "page": "backgroundColor",
    "panel": "secondaryBackgroundColor",
    "ink": "textColor",
    "on_track": "linkColor",
}


@dataclass(frozen=True)
class Tokens:
    page: str
    panel: str
    well: str  # the empty part of a bar, a cell at rest
    line: str
    ink: str
    muted: str
    on_track: str
    at_risk: str
    will_miss: str
    unknown: str
    on_track_soft: str  # fills under text
    at_risk_soft: str
    will_miss_soft: str
    unknown_soft: str
    on_will_miss: str  # text on a full status colour
    on_at_risk: str
    on_on_track: str
    at_risk_text: str  # the amber as text
    map_on_track: str  # areas of a map: large, so quieter than a mark
    map_at_risk: str
    on_map: str

    def css(self) -> str:
        return "".join(f"--{f.name.replace('_', '-')}:{getattr(self, f.name)};" for f in fields(self))


def _of_the_kit(theme: str) -> dict[str, str]:
    return {own: KIT[theme][name] for own, name in OF_THE_KIT.items()}


LIGHT = Tokens(
    **_of_the_kit("light"), well="#E6EAEF", line="#DDE3E9", muted="#4E5B68", at_risk="#C77700",
    will_miss="#A50026", unknown="#767676",
    on_track_soft="#EAF2F9", at_risk_soft="#FCEBD0", will_miss_soft="#F9E1E5", unknown_soft="#EEEFF0",
    on_will_miss="#FFFFFF", on_at_risk="#152130", on_on_track="#FFFFFF", at_risk_text="#8A5200",
    map_on_track="#BFD8EC", map_at_risk="#F0BC66", on_map="#14202B",
)  # fmt: skip
DARK = Tokens(
    **_of_the_kit("dark"), well="#27364A", line="#27364A", muted="#A9B6C4", at_risk="#FFE36B",
    will_miss="#F4504A", unknown="#6C7886",
    on_track_soft="#17324A", at_risk_soft="#4A4318", will_miss_soft="#4A1F26", unknown_soft="#1E2A38",
    on_will_miss="#152130", on_at_risk="#152130", on_on_track="#152130", at_risk_text="#FFE36B",
    map_on_track="#2F5F82", map_at_risk="#7B6D1F", on_map="#F5F7FA",
)  # fmt: skip


# One hue in steps, from the faintest to the strongest: what has an order, and is no status.
STEPS = {
    "light": ("#EEF1F5", "#D3DAE2", "#A3B0BE", "#63768A", "#22313F"),
    "dark": ("#1F2B3A", "#33455B", "#587089", "#9FB3C8", "#F5F7FA"),
}


def tokens(theme: str) -> Tokens:
    return DARK if theme == "dark" else LIGHT


def on_paper(theme: str) -> dict[str, str]:
    """For each colour of the dark what paper, which is light, shows in its place; nothing for the light."""
    if theme != "dark":
        return {}
    pairs = [(getattr(DARK, f.name), getattr(LIGHT, f.name)) for f in reversed(fields(Tokens))]
    return dict(zip(STEPS["dark"], STEPS["light"], strict=True)) | dict(pairs)


def in_the_dark() -> dict[str, str]:
    """For each colour of the light what the dark shows in its place. None stands for two: what is drawn in the light
    can be shown in the dark without being drawn again. One that is seen through is there too, up to how much of it."""
    pairs = [(getattr(LIGHT, f.name), getattr(DARK, f.name)) for f in fields(Tokens)]
    pairs += zip(STEPS["light"], STEPS["dark"], strict=True)
    return dict(pairs) | {_seen_through(light): _seen_through(dark) for light, dark in pairs}


def _seen_through(colour: str) -> str:
    return f"rgba({','.join(map(str, hex_to_rgb(colour)))},"


def rgba(colour: str, alpha: int = 255) -> list[int]:
    """A colour as the map library takes it."""
    return [*hex_to_rgb(colour), alpha]
