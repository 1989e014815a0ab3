"""The frame around every page: skip link, top bar, navigation, banners, main landmark, foot, and a tab bar on a phone.

`assets/shell.js` marks the current page after a change of route, closes menus and keeps *Sign out* supplied with the
CSRF token; nothing here needs a server callback.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dash import html
from dash.development.base_component import Component

from dashapp.ui.banners import render_banner
from dashapp.ui.icons import render_icon
from dashapp.ui.writing import write_html
from words.phrases import in_words

MAIN_ID = "main"
COLOURS = (("system", "Same as my device"), ("light", "Light"), ("dark", "Dark"))
ALL_MODULES = "/modules"
DEMONSTRATION = "These people and patients are invented. Changes are kept until the demonstration is removed."


@dataclass(frozen=True, slots=True)
class NavItem:
    """One page in the navigation, with the shape of its group; `count` is a quiet number after it, `also` are the
    addresses of other pages it is marked for."""

    title: str
    href: str
    shape: str = "list"
    count: int = 0
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NavGroup:
    """A step of the patient's journey and its pages, in order."""

    title: str
    items: tuple[NavItem, ...]
    shape: str = "list"


@dataclass(frozen=True, slots=True)
class Menu:
    """All that the navigation holds: pages above the others, those at hand (pinned or used last), the groups; which of
    their addresses are `lists`."""

    top: tuple[NavItem, ...]
    at_hand: NavGroup
    groups: tuple[NavGroup, ...]
    lists: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        return sum(len(group.items) for group in self.groups)

    @property
    def tabs(self) -> tuple[NavItem, ...]:
        """What a thumb reaches on a phone: the pages above the others, the list at hand, and everything else."""
        near = [item.href for item in self.at_hand.items if item.href in self.lists] or self.lists
        return (
            *self.top,
            *(NavItem("Lists", href, "list", also=self.lists) for href in near[:1]),
            NavItem("More", ALL_MODULES, "menu"),
        )


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is signed in, as the top bar says it."""

    name: str
    role: str

    @property
    def initials(self) -> str:
        words = self.name.split()
        return "".join(word[0] for word in (words[0], words[-1])[: len(words)]).upper()


@dataclass(frozen=True, slots=True)
class Footing:
    """What the foot of every page says: the version of the app and of the rule books."""

    version: str
    rules_version: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What is around every page, also around the plain ones (`auth/templates/auth/base.html`)."""

    menu: Menu
    person: SignedIn
    today: date
    footing: Footing
    practice_date: bool = False
    demo: bool = False

    @property
    def top(self) -> str:
        """The top bar as HTML."""
        return write_html(render_top_bar(self))


def render_shell(
    content: Component | Sequence[Component],
    frame: Frame,
    *,
    banners: Component | Sequence[Component] = (),
    dialogs: Sequence[Component] = (),
) -> html.Div:
    """The whole page: `content` goes into the main landmark and carries its own h1."""
    return html.Div(
        [
            render_skip_link(),
            render_top_bar(frame),
            render_navigation(frame.menu),
            html.Div(
                [
                    html.Section(banners, className="cs-banners", id="banners", **{"aria-label": "Notices"}),
                    html.Div(
                        render_new_day(), id="new-day", className="cs-banners cs-new-day", role="status", hidden=True
                    ),
                    html.Main(content, id=MAIN_ID, className="cs-main", tabIndex=-1),
                ],
                className="cs-body",
            ),
            render_footer(frame.footing),
            render_tabs(frame.menu),
            *dialogs,
        ],
        className="cs-shell",
    )


def render_skip_link() -> html.A:
    return html.A("Skip to the main content", href=f"#{MAIN_ID}", className="cs-skip")


def render_top_bar(frame: Frame) -> html.Header:
    return html.Header(
        [
            html.A(
                [html.Span(className="cs-logo", **{"aria-hidden": "true"}), "Clockstart"],
                href="/",
                className="cs-brand",
            ),
            render_find(),
            *([render_demo()] if frame.demo else []),
            render_today(frame.today, frame.practice_date),
            render_person(frame.person),
        ],
        className="cs-top",
    )


def render_find() -> html.A:
    """The way to the search page."""
    words = html.Span("Search patients, pages, rules", className="cs-find-words")
    return html.A(
        [render_icon("search"), words, html.Kbd("Ctrl K", **{"aria-hidden": "true"})],
        href="/search",
        className="cs-find",
    )


def render_demo() -> html.Details:
    summary = html.Summary([render_icon("note"), "Demonstration"], className="cs-demo-chip")
    return html.Details([summary, html.P(DEMONSTRATION, className="cs-drop")], className="cs-menu cs-demo")


def render_today(today: date, practice_date: bool) -> html.P:
    """`assets/today.js` moves the real date on at midnight."""
    label = "Practice date" if practice_date else "Today"
    words = f"{today:%a} {in_words(today)}"
    return html.P(
        [html.Span(f"{label} ", className="cs-today-label"), html.Time(words, dateTime=today.isoformat())],
        className="cs-today" + " cs-today-practice" * practice_date,
        **({} if practice_date else {"data-moves-on": "1"}),
    )


def render_new_day() -> html.Div:
    """Shown by `assets/today.js` when midnight passes while something is typed that is not saved."""
    show = html.Button("Update the page", type="button", id="new-day-show", className="btn btn-secondary btn-sm")
    words = "A new day has begun: what this page says about days is from yesterday. What you typed is still here. "
    return render_banner("note", [words, show])


def render_person(person: SignedIn) -> html.Details:
    """Who is signed in, and what is theirs to choose."""
    initials = html.Span(person.initials, className="cs-initials", **{"aria-hidden": "true"})
    summary = html.Summary([initials, html.Span(person.name, className="cs-person-name")], className="cs-person")
    inside = [
        html.P([html.Strong(person.name), html.Br(), person.role]),
        html.A("My account", href="/account"),
        render_colours(),
    ]
    return html.Details([summary, html.Div(inside, className="cs-drop")], className="cs-menu cs-who")


def render_colours() -> html.Div:
    """`assets/early/theme.js` remembers the choice in this browser."""
    buttons = [
        html.Button(words, type="button", className="cs-colour", **{"data-colours": choice})
        for choice, words in COLOURS
    ]
    label = html.Span("Colours", id="colours-label")
    return html.Div([label, *buttons], className="cs-colours", role="group", **{"aria-labelledby": "colours-label"})


def render_navigation(menu: Menu) -> html.Nav:
    at_hand = [render_at_hand(menu.at_hand)] if menu.at_hand.items else []
    everything = html.A(
        [html.Span("All modules"), html.Span(f"{menu.count:,}", className="cs-nav-count")],
        href=ALL_MODULES,
        className="cs-nav-heading",
        **{"data-in-app": "1"},
    )
    return html.Nav(
        [_render_items(menu.top), *at_hand, everything, *map(_render_group, menu.groups)],
        id="navigation",
        className="cs-nav",
        **{"aria-label": "Pages"},
    )


def render_at_hand(group: NavGroup) -> html.Div:
    return html.Div([html.P(group.title, className="cs-nav-heading"), _render_items(group.items)])


def _render_group(group: NavGroup) -> html.Details:
    count = html.Span(str(len(group.items)), className="cs-nav-count")
    summary = html.Summary([render_icon(group.shape), html.Span(group.title), count])
    return html.Details([summary, _render_items(group.items)])


def _render_items(items: Sequence[NavItem]) -> html.Ul:
    return html.Ul([html.Li(render_item(item)) for item in items])


def render_item(item: NavItem) -> html.A:
    """`assets/shell.js` brings the count up to date with each page; 0 is not shown."""
    count = html.Span(f"{item.count:,}" if item.count else "", className="cs-nav-count", **{"data-count": item.href})
    words = [render_icon(item.shape), html.Span(item.title), count]
    return html.A(words, href=item.href, **{"data-in-app": "1"})


def render_tabs(menu: Menu) -> html.Nav:
    links = [
        html.A(
            [render_icon(tab.shape), tab.title], href=tab.href, **{"data-in-app": "1", "data-also": " ".join(tab.also)}
        )
        for tab in menu.tabs
    ]
    return html.Nav(links, className="cs-tabs", **{"aria-label": "Shortcuts"})


def render_footer(footing: Footing) -> html.Footer:
    versions = f"Clockstart {footing.version}, rules {footing.rules_version}"
    return html.Footer(
        [
            html.P("Invented patients only: never enter a real person's details. Not an NHS service."),
            html.P(versions),
            render_sign_out(),
        ],
        className="cs-footer",
    )


def render_sign_out() -> html.Form:
    """A plain POST; `assets/shell.js` puts the CSRF token of the cookie into every form that is posted."""
    return html.Form(
        html.Button("Sign out", type="submit", className="btn btn-secondary btn-sm"),
        action="/logout",
        method="post",
        className="cs-sign-out",
    )
