"""The access matrix: every act, page, address and callback, and which role may use it. For administrators."""

from dash import Dash, html
from dash.development.base_component import Component

from dashapp.context import Clockstart
from dashapp.declare.feature import ADMINISTRATORS, Feature, Nav
from dashapp.services.access import access_matrix
from dashapp.services.access.access_matrix import TARGETS, Row
from dashapp.ui.chips import render_chip
from dashapp.ui.page import render_page, render_section
from dashapp.ui.tables import Cell, Column, render_table
from dashapp.web.router import Page, administrators

Named = list[tuple[tuple[Cell, Cell], Row]]
Grouped = list[tuple[str, tuple[Cell, Cell], Row]]
OWN_ALONE = (
    "Administrators may change somebody else's records, but no form does so: each writes those of the person "
    "who is signed in. Only importing earlier data, erasing a person and server commands reach other people's."
)
HEADS = (Column("Learner"), Column("Manager"), Column("Administrator"))


def register(app: Dash, clockstart: Clockstart) -> None:
    page = Page("Access matrix", lambda visit: render_matrix(app, clockstart), administrators)
    clockstart.router.add("/access-matrix", page)


def render_matrix(app: Dash, clockstart: Clockstart) -> Component:
    """Four parts, each worked out now; long ones folded by what they are about."""
    acts, pages = access_matrix.list_acts(), access_matrix.list_pages(clockstart)
    routes, callbacks = access_matrix.list_routes(app.server), access_matrix.list_callbacks(app.callback_map)
    named_acts: Named = [(split_act(row), row) for row in acts]
    named_pages: Grouped = [(about(row.name), (row.name, TARGETS.get(row.words, "")), row) for row in pages]
    named_routes: Grouped = [(about(row.name.partition(" ")[2]), (row.name, row.words), row) for row in routes]
    named_callbacks: Grouped = [(place_of(app, row.name), (row.words, say_output(row.name)), row) for row in callbacks]
    body = [
        html.P(
            "Asked of the rules themselves as this page opens. Whoever is deactivated or signed out is refused "
            "everything. A module closed to a role counts here; what is said for one cohort or person is shown with "
            "module access."
        ),
        render_section(
            f"Whose records ({len(acts):,})",
            [render_rows("Whose records", ("Act", "Whose"), named_acts), html.P(OWN_ALONE, className="cs-quiet")],
        ),
        render_groups("Pages", ("Page", "Whose"), named_pages),
        render_groups("Addresses of forms and files", ("Address", "What it does"), named_routes),
        render_groups("Callbacks", ("What it does", "Changes"), named_callbacks),
    ]
    lead = "Who may open and do what, worked out from the rules that the server asks."
    return render_page("Access matrix", body, lead=lead, back=("Admin panel", "/admin"))


def split_act(row: Row) -> tuple[str, str]:
    """The act without its target, and the target in words."""
    act, _, target = row.name.rpartition(" ")
    return (act, row.words) if target in TARGETS else (row.name, "")


def say_output(output: str) -> Component:
    """Which parts of the page it changes, by their names."""
    names = (name.partition("@")[0] for name in output.strip(".").split("..."))
    return html.Code(", ".join(names), className="cs-long-code")


def about(address: str) -> str:
    """What the pages under an address have in common: its first part, "/staff"."""
    return "/" + address.strip("/").partition("/")[0]


def place_of(app: Dash, output: str) -> str:
    """The part of the app that a callback belongs to: "Student progress monitor", "Module page"."""
    parts = app.callback_map[output]["callback"].__module__.split(".")
    return parts[1].replace("_", " ").capitalize()


def render_groups(title: str, heads: tuple[str, str], rows: Grouped) -> Component:
    """The rows folded by what they are about, so that the page opens short; how many there are stands with each."""
    groups: dict[str, Named] = {}
    for group, names, row in rows:
        groups.setdefault(group, []).append((names, row))
    folded = [
        html.Details(
            [html.Summary(f"{group} ({len(groups[group]):,})"), render_rows(f"{title}: {group}", heads, groups[group])],
            className="cs-working",
        )
        for group in sorted(groups)
    ]
    return render_section(f"{title} ({len(rows):,})", folded)


def render_rows(title: str, heads: tuple[str, str], rows: Named) -> Component:
    columns = (Column(heads[0], header=True), Column(heads[1]), *HEADS)
    cells = [(*names, *(say(row.allowed[role]) for role in ("learner", "manager", "admin"))) for names, row in rows]
    return render_table(title, columns, cells, caption_hidden=True)


def say(allowed: bool) -> Component:
    return render_chip("fine", "Yes") if allowed else html.Span("No", className="cs-quiet")


FEATURE = Feature(
    (Nav("Access matrix", "/access-matrix", "", ADMINISTRATORS, "Who may do what", in_menu=False),), register
)
