"""The stylesheet says what the token table says, and every pair can be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dashapp.ui import theme
from dashapp.ui.index import ASSETS
from tests.unit.ui.colour_vision import difference

SHEETS = sorted(path for path in ASSETS.glob("*.css") if path.name != "bootstrap.min.css")
OURS = {path.name: path.read_text() for path in SHEETS}


def tokens_in(block: str) -> dict[str, str]:
    return dict(re.findall(r"--cs-([a-z0-9-]+):\s*([^;]+);", block))


def blocks() -> list[dict[str, str]]:
    """The light block, the dark block of the computer's choice, the dark block of the person's choice."""
    found = [tokens_in(block) for block in re.findall(r"\{([^{}]*)\}", OURS["theme.css"])]
    return [block for block in found if "ink" in block]


def test_stylesheet_has_the_light_tokens():
    light = blocks()[0]
    assert {name: light[name] for name in theme.LIGHT} == theme.LIGHT
    assert {name: light[name] for name in theme.TYPE_SCALE} == theme.TYPE_SCALE
    assert {name: light[name] for name in theme.SPACE} == theme.SPACE
    assert light["radius"] == theme.RADIUS
    assert [light[f"chart-{at}"] for at in range(1, 7)] == list(theme.CHART)


def test_both_dark_blocks_have_the_dark_tokens():
    _, computer, person = blocks()
    assert computer == person
    assert {name: computer[name] for name in theme.DARK} == theme.DARK


def test_both_themes_name_the_same_colours():
    assert theme.LIGHT.keys() == theme.DARK.keys()


@pytest.mark.parametrize("pair", theme.list_pairs(), ids=lambda pair: f"{pair.foreground} on {pair.background}")
@pytest.mark.parametrize("palette", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_pair_has_contrast(pair, palette):
    assert theme.contrast(palette[pair.foreground], palette[pair.background]) >= pair.least


@pytest.mark.parametrize("colour", theme.CHART)
@pytest.mark.parametrize("palette", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_chart_colour_stands_out_from_both_papers(colour, palette):
    assert theme.contrast(colour, palette["paper"]) >= theme.GRAPHIC


@pytest.mark.parametrize("vision", ["protan", "deutan"])
def test_first_three_chart_colours_differ_for_colour_blind_people(vision):
    first = theme.CHART[:3]
    assert min(difference(a, b, vision) for a in first for b in first if a != b) >= 15


def test_contrast_of_black_on_white_is_21():
    assert theme.contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("name", OURS)
def test_sheet_uses_only_custom_properties_that_exist(name):
    defined = set(re.findall(r"(--cs-[a-z0-9-]+)\s*:", "".join(OURS.values())))
    given_inline = {"--cs-week", "--cs-level", "--cs-label-levels", "--cs-mark-levels"}
    used = set(re.findall(r"var\((--cs-[a-z0-9-]+)", OURS[name]))
    assert used <= defined | given_inline


@pytest.mark.parametrize("name", OURS)
def test_sheet_has_no_text_under_14_pixels(name):
    sizes = re.findall(r"font-size:\s*([\d.]+)(px|rem|em)", OURS[name])
    pixels = [float(size) * (1 if unit == "px" else 16) for size, unit in sizes]
    assert all(size >= 14 for size in pixels)


@pytest.mark.parametrize("name", OURS)
def test_sheet_loads_nothing_from_elsewhere(name):
    assert not re.search(r"@import|url\(\s*[\"']?(https?:)?//", OURS[name])


def test_bootstrap_keeps_its_licence():
    assert "Licensed under MIT" in (ASSETS / "bootstrap.min.css").read_text()[:400]
    assert "MIT License" in (Path(ASSETS) / "licences" / "bootstrap.txt").read_text()
