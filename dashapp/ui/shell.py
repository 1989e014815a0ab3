"""The frame around every page: skip link, navigation, top bar, banners, main landmark, footer.

`assets/shell.js` opens the navigation as a drawer on a phone, marks the current page after a change of route and keeps
*Sign out* supplied with the CSRF token; nothing here needs a server callback.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dash import html
from dash.development.base_component import Component

from dashapp.ui.banners import render_banner
from dashapp.ui.forms.controls import draw_line
from dashapp.ui.icons import render_icon
from words.phrases import in_words

MAIN_ID = "main"
DRAWER_ID = "navigation"
COLOURS = (("system", "Same as my device"), ("light", "Light"), ("dark", "Dark"))


@dataclass(frozen=True, slots=True)
class NavItem:
    """One page in the navigation; `current` marks the page that is open, `count` is a quiet number beside it."""

    slug: str
    title: str
    href: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class NavGroup:
    """A step of the patient's journey and its pages, in order; a group without a title is shown flat."""

    title: str
    items: tuple[NavItem, ...]

    @property
    def has_current(self) -> bool:
        return any(item.current for item in self.items)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is signed in, as the top bar says it."""

    name: str
    role: str
    account_href: str = "/account"


@dataclass(frozen=True, slots=True)
class Footing:
    """What the foot of every page says: the version of the app and of the rule books."""

    version: str
    rules_version: str = ""
    links: tuple[tuple[str, str], ...] = ()


def render_shell(
    content: Component,
    *,
    groups: Sequence[NavGroup],
    person: SignedIn,
    today: date,
    footing: Footing,
    practice_date: bool = False,
    banners: Component | Sequence[Component] = (),
    dialogs: Sequence[Component] = (),
) -> html.Div:
    """The whole page: `content` goes into the main landmark and carries its own h1."""
    return html.Div(
        [
            render_skip_link(),
            render_top_bar(person, today, practice_date),
            html.Section(banners, className="cs-banners", id="banners", **{"aria-label": "Notices"}),
            html.Div(render_new_day(), id="new-day", className="cs-banners cs-new-day", role="status", hidden=True),
            html.Div(
                [
                    render_navigation(groups),
                    html.Div(className="cs-drawer-shade", id="navigation-shade"),
                    html.Main(content, id=MAIN_ID, className="cs-main", tabIndex=-1),
                ],
                className="cs-body",
            ),
            render_footer(footing),
            *dialogs,
        ],
        className="cs-shell",
    )


def render_skip_link() -> html.A:
    return html.A("Skip to the main content", href=f"#{MAIN_ID}", className="cs-skip")


def render_top_bar(person: SignedIn, today: date, practice_date: bool) -> html.Header:
    return html.Header(
        [
            html.Button(
                [render_icon("menu"), html.Span("Menu")],
                type="button",
                className="cs-menu-button",
                **{"aria-expanded": "false", "aria-controls": DRAWER_ID},
            ),
            html.A(
                [html.Span(className="cs-logo", **{"aria-hidden": "true"}), "Clockstart"],
                href="/",
                className="cs-brand",
            ),
            render_search(),
            render_today(today, practice_date),
            render_person(person),
        ],
        className="cs-top",
    )


def render_search() -> html.Form:
    """A plain GET form to `/search?q=…`."""
    return html.Form(
        [
            html.Label("Search patients, pathways, pages and rules", htmlFor="search-box", className="visually-hidden"),
            draw_line(
                "search-box",
                name="q",
                type="search",
                placeholder="Search patients, pathways, pages, rules",
                class_name="",
            ),
            html.Button(
                [render_icon("search"), html.Span("Search", className="visually-hidden")],
                type="submit",
                className="btn btn-secondary",
            ),
        ],
        action="/search",
        method="get",
        role="search",
        className="cs-search",
    )


def render_today(today: date, practice_date: bool) -> html.P:
    """`assets/today.js` moves the real date on at midnight."""
    label = "Practice date" if practice_date else "Today"
    words = [html.Span(f"{label} ", className="cs-top-label"), html.Time(in_words(today), dateTime=today.isoformat())]
    return html.P(
        [render_icon("calendar"), html.Span(words)],
        className="cs-today" + " cs-today-practice" * practice_date,
        **({} if practice_date else {"data-moves-on": "1"}),
    )


def render_new_day() -> html.Div:
    """Shown by `assets/today.js` when midnight passes while something is typed that is not saved."""
    show = html.Button("Update the page", type="button", id="new-day-show", className="btn btn-secondary btn-sm")
    words = "A new day has begun: what this page says about days is from yesterday. What you typed is kept. "
    return render_banner("note", [words, show])


def render_person(person: SignedIn) -> html.Div:
    return html.Div(
        [
            html.A(
                [
                    render_icon("person"),
                    html.Span(
                        [
                            html.Span(person.name, className="cs-person-name"),
                            html.Span(person.role, className="cs-top-label"),
                        ]
                    ),
                ],
                href=person.account_href,
                className="cs-person",
                title="Your account",
            ),
            render_sign_out(),
        ],
        className="cs-who",
    )


def render_sign_out() -> html.Form:
    """A plain POST; `assets/shell.js` puts the CSRF token of the cookie into every form that is posted."""
    return html.Form(
        html.Button("Sign out", type="submit", className="btn btn-secondary btn-sm"),
        action="/logout",
        method="post",
        className="cs-sign-out",
    )


def render_navigation(groups: Sequence[NavGroup]) -> html.Nav:
    close = html.Button([render_icon("close"), html.Span("Close menu")], type="button", className="cs-menu-close")
    return html.Nav(
        [close, *(_render_group(group) for group in groups)],
        id=DRAWER_ID,
        className="cs-nav",
        **{"aria-label": "Pages"},
    )


def _render_group(group: NavGroup) -> Component:
    items = html.Ul([html.Li(_render_item(item)) for item in group.items])
    if not group.title:
        return items
    summary = html.Summary([render_icon("chevron"), group.title])
    return html.Details([summary, items], open=group.has_current)


def _render_item(item: NavItem) -> html.A:
    words: list[Component | str] = [html.Span(item.title)]
    if item.count is not None:
        words.append(html.Span(f"{item.count:,}", className="cs-nav-count"))
    current = {"aria-current": "page"} if item.current else {}
    return html.A(words, href=item.href, **current, **{"data-in-app": "1"})


def render_footer(footing: Footing) -> html.Footer:
    versions = f"Clockstart {footing.version}" + (
        f" · rule books {footing.rules_version}" if footing.rules_version else ""
    )
    links = [html.A(title, href=href) for title, href in footing.links]
    colours = html.Div(
        [html.Span("Colours:"), *(_render_colours(choice, words) for choice, words in COLOURS)],
        className="cs-colours",
        role="group",
        **{"aria-label": "Colours"},
    )
    return html.Footer(
        [
            html.P("A training tool for invented patients. Not an NHS service: never enter a real person's details."),
            html.Div([html.Span(versions), *links, colours], className="cs-footer-links"),
        ],
        className="cs-footer",
    )


def _render_colours(choice: str, words: str) -> html.Button:
    """`assets/early/theme.js` keeps the choice in this browser."""
    return html.Button(words, type="button", className="cs-colour", **{"data-colours": choice})
