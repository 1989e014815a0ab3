"""Progress of long work: a native bar with its words."""

from dash import html


def render_progress(done: int, total: int, sentence: str) -> html.Div:
    """`done` of `total` steps; without a total the bar only says that something goes on."""
    amount = {"value": str(done), "max": str(total)} if total else {}
    bar = html.Progress(**amount, className="cs-progress", **{"aria-label": "Progress"})
    return html.Div([bar, html.P(sentence)], className="cs-progress-place")
