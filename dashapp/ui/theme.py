"""The tokens of the look, once: colours light and dark, type, space, and the pairs that must be told apart.

`assets/theme.css` writes the same values as custom properties (`--cs-ink` and so on); a test compares the two and
measures the contrast of every pair (WCAG 2.2, success criteria 1.4.3 and 1.4.11). Source of the values: LOOK, Tokens.
"""

from __future__ import annotations

from typing import NamedTuple

LIGHT: dict[str, str] = {
    "ink": "#17212b",
    "muted": "#4a5a68",
    "paper": "#ffffff",
    "mist": "#f4f6f8",
    "line": "#d5dde4",
    "edge": "#6b7c8a",
    "brand": "#0b6e6e",
    "brand-strong": "#075252",
    "brand-soft": "#e2f0ef",
    "on-brand": "#ffffff",
    "focus": "#6d28d9",
    "fine": "#1f7a3a",
    "fine-soft": "#e8f4eb",
    "watch": "#976500",
    "watch-soft": "#fef9ec",
    "breach": "#b42318",
    "breach-soft": "#fdecea",
    "note": "#1d5fa8",
    "note-soft": "#e8f0fa",
}

DARK: dict[str, str] = {
    "ink": "#e6edf3",
    "muted": "#a9b7c4",
    "paper": "#121a21",
    "mist": "#1a242d",
    "line": "#33424f",
    "edge": "#8193a2",
    "brand": "#4fc1b8",
    "brand-strong": "#83dad3",
    "brand-soft": "#143330",
    "on-brand": "#062322",
    "focus": "#c4b5fd",
    "fine": "#6cc788",
    "fine-soft": "#15301e",
    "watch": "#e5b454",
    "watch-soft": "#342a0e",
    "breach": "#f79489",
    "breach-soft": "#3c1a17",
    "note": "#84bcf4",
    "note-soft": "#13293f",
}

CHART: tuple[str, ...] = ("#00857c", "#cf5a08", "#4a63e0", "#c2509a", "#55a02a", "#74828e")
"""Six colours that stand out 3:1 from the paper of both themes, so that a figure need not know which one is on."""

CHART_DEFAULT_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Liberation Sans', sans-serif"

TYPE_SCALE: dict[str, str] = {
    "text-14": "0.875rem",
    "text-16": "1rem",
    "text-20": "1.25rem",
    "text-25": "1.5625rem",
    "text-31": "1.9375rem",
}

SPACE: dict[str, str] = {f"space-{step}": f"{step * 0.25:g}rem" for step in (1, 2, 3, 4, 6, 8, 12)}

RADIUS = "6px"


class Pair(NamedTuple):
    """A foreground that appears on a background, and the least contrast between them (4.5 text, 3 graphics)."""

    foreground: str
    background: str
    least: float


TEXT = 4.5
GRAPHIC = 3.0
STATUSES = ("fine", "watch", "breach", "note")
SURFACES = ("paper", "mist")


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


GRID_THEME: dict[str, str] = {
    "function": "themeQuartz.withParams({"
    "backgroundColor: 'var(--cs-paper)', foregroundColor: 'var(--cs-ink)', textColor: 'var(--cs-ink)',"
    "headerBackgroundColor: 'var(--cs-mist)', headerTextColor: 'var(--cs-ink)', borderColor: 'var(--cs-line)',"
    "accentColor: 'var(--cs-brand)', rowHoverColor: 'var(--cs-brand-soft)', oddRowBackgroundColor: 'var(--cs-paper)',"
    "selectedRowBackgroundColor: 'var(--cs-brand-soft)', chromeBackgroundColor: 'var(--cs-mist)',"
    "menuBackgroundColor: 'var(--cs-paper)', browserColorScheme: 'inherit', fontFamily: 'inherit',"
    "fontSize: 14, headerFontSize: 14, headerFontWeight: 600, spacing: 6, borderRadius: 6, wrapperBorderRadius: 6,"
    "cellHorizontalPadding: 10, rowHeight: 44, headerHeight: 40, focusShadow: 'none'})"
}
"""What `dashGridOptions["theme"]` carries: the grid takes its colours from the tokens, light or dark."""
