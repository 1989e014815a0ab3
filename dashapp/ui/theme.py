"""The look where no stylesheet reaches: the colours of charts and the theme of the grid.

All other tokens are custom properties in `assets/theme.css` (`--cs-ink` and so on). Source of the values: LOOK, Tokens.
"""

INK, LIMIT, HAIR = "#17212b", "#7b8c99", "#e6ebef"
BAR, BAR_2, ACCENT, BREACH, WATCH, FINE = "#8094a4", "#4a63e0", "#0b6e6e", "#b42318", "#8a5a00", "#1f7a3a"
"""The light tokens that figures are drawn in; `assets/charts.css` shows them in the dark as the dark ones."""
TOKENS: dict[str, str] = {
    "ink": INK,
    "limit": LIMIT,
    "hair": HAIR,
    "bar": BAR,
    "bar-2": BAR_2,
    "brand": ACCENT,
    "breach": BREACH,
    "watch": WATCH,
    "fine": FINE,
}
CHART: tuple[str, ...] = (ACCENT, BAR, BAR_2, "#cf5a08", "#c2509a", "#55a02a")
"""The colours of several measures in one figure."""
ALWAYS = CHART[3:]
"""Those that stand out 3:1 from the paper of both themes, so that they are the same in both."""
PAPER_HATCH = "rgba(255,255,255,0.5)"
RANGE_TINT = "rgba(128,148,164,0.12)"

CHART_DEFAULT_FONT = (
    "Inter, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Liberation Sans', sans-serif"
)

GRID_THEME: dict[str, str] = {"function": "listTheme(themeQuartz)"}
"""What `dashGridOptions["theme"]` carries; the theme itself is in `assets/later.js`."""
