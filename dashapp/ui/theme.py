"""The look where no stylesheet reaches: the colours of charts and the theme of the grid.

All other tokens are custom properties in `assets/theme.css` (`--cs-ink` and so on). Source of the values: LOOK, Tokens.
"""

from __future__ import annotations

CHART: tuple[str, ...] = ("#00857c", "#cf5a08", "#4a63e0", "#c2509a", "#55a02a", "#74828e")
"""Six colours that stand out 3:1 from the paper of both themes, so that a figure need not know which one is on."""

CHART_DEFAULT_FONT = (
    "Inter, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Liberation Sans', sans-serif"
)

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
