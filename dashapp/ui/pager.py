"""Which page of a long list this is, and the ways to the pages beside it."""

from collections.abc import Callable

from dash import html
from dash.development.base_component import Component


def render_pager(page: int, pages: int, href: Callable[[int], str]) -> Component:
    """Nothing for a single page; `href` gives the address of a page, from 1."""
    if pages < 2:
        return html.Div()
    before = [html.A("Previous page", href=href(page - 1), className="btn btn-secondary btn-sm")] if page > 1 else []
    after = [html.A("Next page", href=href(page + 1), className="btn btn-secondary btn-sm")] if page < pages else []
    words = html.Span(f"Page {page:,} of {pages:,}", className="cs-quiet")
    return html.Nav([*before, words, *after], className="cs-pager", **{"aria-label": "Pages of this list"})
