"""The anatomy of a page inside the shell: heading, one sentence, actions and sections."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashapp.ui import ids
from dashapp.ui.abbreviations import Abbreviations
from dashapp.ui.icons import render_icon

Children = Component | str | Sequence[Component | str]


def render_page(
    title: str,
    children: Children,
    *,
    lead: Children = "",
    actions: Sequence[Component] = (),
    back: tuple[str, str] | None = None,
    problems: Component | None = None,
) -> html.Div:
    """A page: `problems` above the h1, `back` as (words, href), `lead` one sentence on what the page is for."""
    return html.Div(
        [
            *([render_back(*back)] if back else []),
            *([problems] if problems is not None else []),
            render_heading(title, lead, actions),
            html.Div(children),
        ],
        className="cs-page",
    )


def render_back(words: str, href: str) -> html.A:
    """To the page above this one."""
    return html.A([render_icon("chevron"), words], href=href, className="cs-back", **{"data-in-app": "1"})


def render_heading(title: str, lead: Children = "", actions: Sequence[Component] = ()) -> html.Div:
    """The h1, which takes the focus when the route changes, with its sentence and the page's actions."""
    spelt = Abbreviations()
    words: list[Component] = [html.H1(spelt.spell_out(title), tabIndex=-1)]
    if lead:
        words.append(html.P(spelt.spell_out(lead) if isinstance(lead, str) else lead, className="cs-lead"))
    beside = [html.Div(list(actions), className="cs-actions")] if actions else []
    return html.Div([html.Div(words), *beside], className="cs-heading")


def render_section(title: str, children: Children, *, actions: Sequence[Component] = ()) -> html.Section:
    """A part of a page under an h2."""
    beside = [html.Div(list(actions), className="cs-actions")] if actions else []
    heading = html.Div([html.H2(title), *beside], className="cs-section-heading")
    return html.Section([heading, html.Div(children)], className="cs-section")


def render_action(words: str, href: str, *, primary: bool = False) -> html.A:
    """A link that looks like a button because it starts a job: "Add patient"."""
    return html.A(words, href=href, className="btn btn-primary" if primary else "btn btn-secondary")


def render_status(told: Sequence[Component | str] = ()) -> html.Div:
    """The one place where a record's page says what became of a save; it takes the focus then."""
    return html.Div(list(told), id=ids.FORM_STATUS, role="status", tabIndex=-1, className="cs-form-status")
