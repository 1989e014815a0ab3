"""Every pair of colours that the stylesheets put together can be read, in the light and in the dark."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from dashapp.ui.index import ASSETS
from dashapp.ui.theme import ALWAYS, CHART, TOKENS
from tests.unit.ui.colour_vision import difference

SHEETS = sorted(path for path in ASSETS.glob("*.css") if path.name != "bootstrap.min.css")
AUTH = ASSETS.parents[1].glob("auth/static/*.css")
OURS = {path.name: path.read_text() for path in SHEETS}


def tokens_in(block: str) -> dict[str, str]:
    return dict(re.findall(r"--cs-([a-z0-9-]+):\s*([^;]+);", block))


LIGHT, DARK, CHOSEN = (
    found for found in map(tokens_in, re.findall(r"\{([^{}]*)\}", OURS["theme.css"])) if "ink" in found
)
"""The light tokens, and the dark ones where the computer and where the person asks for them."""
TEXT, GRAPHIC = 4.5, 3.0
"""The least contrast (WCAG 2.2, success criteria 1.4.3 and 1.4.11)."""
STATUSES = ("fine", "watch", "breach", "note")
SURFACES = ("paper", "mist")


class Pair(NamedTuple):
    """A foreground that appears on a background, and the least contrast between them (4.5 text, 3 graphics)."""

    foreground: str
    background: str
    least: float


def list_pairs() -> list[Pair]:
    """Every pair of tokens that the stylesheets put together."""
    return [
        *(Pair(ink, surface, TEXT) for ink in ("ink", "muted", "brand", "brand-strong") for surface in SURFACES),
        *(Pair(status, surface, TEXT) for status in STATUSES for surface in (*SURFACES, f"{status}-soft")),
        *(Pair("ink", f"{status}-soft", TEXT) for status in STATUSES),
        *(Pair("muted", f"{status}-soft", TEXT) for status in STATUSES),
        *(Pair("brand", f"{status}-soft", TEXT) for status in STATUSES),
        Pair("ink", "brand-soft", TEXT),
        Pair("brand", "brand-soft", TEXT),
        Pair("on-brand", "brand", TEXT),
        Pair("on-brand", "brand-strong", TEXT),
        Pair("paper", "breach", TEXT),
        *(Pair(graphic, surface, GRAPHIC) for graphic in ("edge", "focus") for surface in SURFACES),
        Pair("focus", "brand-soft", GRAPHIC),
        *(Pair("tried", surface, TEXT) for surface in ("paper", "tried-soft")),
        Pair("ink", "tried-soft", TEXT),
        *(Pair(graphic, "paper", GRAPHIC) for graphic in ("bar", "bar-2", "limit")),
    ]


def contrast(one: str, other: str) -> float:
    """The WCAG contrast ratio of two `#rrggbb` colours, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance of a `#rrggbb` colour, 0 to 1 (WCAG 2.2, definitions)."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def test_both_ways_into_the_dark_lead_to_the_same_colours():
    assert DARK == CHOSEN


def test_every_colour_has_its_dark_one():
    assert {name for name, value in LIGHT.items() if value.startswith("#")} == DARK.keys() - {"shadow"}


@pytest.mark.parametrize("pair", list_pairs(), ids=lambda pair: f"{pair.foreground} on {pair.background}")
@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_pair_has_contrast(pair, palette):
    assert contrast(palette[pair.foreground], palette[pair.background]) >= pair.least


def test_figures_are_drawn_in_the_light_tokens():
    assert {name: LIGHT[name] for name in TOKENS} == TOKENS


@pytest.mark.parametrize("colour", ALWAYS)
@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_chart_colour_stands_out_from_both_papers(colour, palette):
    assert contrast(colour, palette["paper"]) >= GRAPHIC


@pytest.mark.parametrize("vision", ["protan", "deutan"])
def test_first_three_chart_colours_differ_for_colour_blind_people(vision):
    first = CHART[:3]
    assert min(difference(a, b, vision) for a in first for b in first if a != b) >= 15


def test_contrast_of_black_on_white_is_21():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("name", OURS)
def test_sheet_uses_only_custom_properties_that_exist(name):
    defined = set(re.findall(r"(--cs-[a-z0-9-]+)\s*:", "".join(OURS.values())))
    given_inline = {"--cs-week", "--cs-level", "--cs-mark-levels", "--cs-lane", "--cs-rows", "--cs-list-rows"}
    used = set(re.findall(r"var\((--cs-[a-z0-9-]+)", OURS[name]))
    assert used <= defined | given_inline


COMING = {
    f"--cs-{name}"
    for name in ("hair", "brand-tint", "tried", "tried-soft", "bar", "bar-2", "limit", "text-12", "text-13")
}
"""Tokens of the look that the pages are being drawn with."""


def test_every_custom_property_is_used():
    written = "".join(OURS.values()) + "".join(path.read_text() for path in [*AUTH, *ASSETS.parent.rglob("*.py")])
    defined = set(re.findall(r"(--cs-[a-z0-9-]+)\s*:", OURS["theme.css"]))
    assert [name for name in sorted(defined - COMING) if f"var({name})" not in written] == []


@pytest.mark.parametrize("name", OURS)
def test_sheet_has_no_text_under_12_pixels(name):
    sizes = re.findall(r"font-size:\s*([\d.]+)(px|rem|em)", OURS[name])
    pixels = [float(size) * (1 if unit == "px" else 16) for size, unit in sizes]
    assert all(size >= 12 for size in pixels)


@pytest.mark.parametrize("name", OURS)
def test_sheet_loads_nothing_from_elsewhere(name):
    assert not re.search(r"@import|url\(\s*[\"']?(https?:)?//", OURS[name])


def test_bootstrap_keeps_its_licence():
    assert "Licensed under MIT" in (ASSETS / "bootstrap.min.css").read_text()[:400]
    assert "MIT License" in (Path(ASSETS) / "licences" / "bootstrap.txt").read_text()


def test_typeface_keeps_its_licence():
    assert "SIL Open Font License" in (ASSETS / "licences" / "inter.txt").read_text()
