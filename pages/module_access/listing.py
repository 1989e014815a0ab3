"""What is said for whom, why each module is open or closed for somebody, and their menu as they see it."""

from collections.abc import Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from auth.actor import as_actor
from dashapp.context import Clockstart
from dashapp.services.access import menu, module_access
from dashapp.services.access.module_access import LEVELS, Effect, Said, Subject, say_override
from dashapp.ui.chips import Criterion, render_chip, render_criteria
from dashapp.ui.empty import render_empty
from dashapp.ui.forms.posting import render_act, render_date, render_form, render_select, render_told
from dashapp.ui.forms.queries import render_ignored, render_query
from dashapp.ui.page import render_page, render_section
from dashapp.ui.tables import Cell, Column, render_table
from dashapp.web.plain_forms import read_told
from dashapp.web.router import Visit
from words.queries import Query, narrow

LEVEL_WORDS = {"person": "Person", "cohort": "Cohort", "role": "Role"}
ROLES = {"learner": "Learners", "manager": "Managers", "admin": "Administrators"}
STATES = {"open": "Open", "closed": "Closed"}


class AccessQuery(Query):
    """Who is looked at; a person by identifier or e-mail address."""

    role: str = narrow("Role", choices=ROLES, none="Choose one")
    cohort: str = narrow("Cohort", none="Choose one")
    person: str = narrow("Email address of a person", none="")


BUTTONS = {"role": "Show role", "cohort": "Show cohort", "person": "As seen by this person"}


def render_access(clockstart: Clockstart, visit: Visit) -> Component:
    """For the role, cohort or person in the address, or everything that is said."""
    told, subject = read_told(), find_subject(clockstart, visit)
    lead = "What is set for a person counts before their cohort, that before their role, that before the module itself."
    body = [*render_told(told), *render_choices(clockstart, visit)]
    if subject is None:
        body.append(render_said(module_access.list_said(clockstart, visit.actor)))
    else:
        effects = module_access.list_effects(clockstart, visit.actor, subject)
        body += [
            render_criteria(say_for(subject), [Criterion(subject.name, "/module-access")]),
            render_say(clockstart, subject, told.typed),
            render_effects(clockstart, subject, effects),
            *render_menu(clockstart, subject),
        ]
    return render_page("Module access", body, lead=lead, back=("Admin panel", "/admin"))


def find_subject(clockstart: Clockstart, visit: Visit) -> Subject | None:
    """The one the address names; a person also by e-mail address. Raises NotFound."""
    query = AccessQuery.read(visit.query)
    for level in LEVELS:
        asked = getattr(query, level)
        if asked and "@" in asked and level == "person":
            asked = clockstart.store.people.get_by_email(asked).uid
        if asked:
            return module_access.get_subject(clockstart, visit.actor, level, asked)
    return None


def say_for(subject: Subject) -> str:
    if subject.level == "cohort":
        return "For a learner who is in this cohort alone."
    return (
        "For everybody of this role, unless something else is set." if subject.level == "role" else "For this person."
    )


def render_choices(clockstart: Clockstart, visit: Visit) -> list[Component]:
    """Three small forms: a role, a cohort, a person."""
    cohorts = {cohort.id: cohort.name for cohort in clockstart.store.people.list_cohorts()}
    asked = AccessQuery.read(visit.query)
    forms = [
        html.Div(render_query(asked.only(name), [name], {"cohort": cohorts}, here="/module-access", button=words))
        for name, words in BUTTONS.items()
        if name != "cohort" or cohorts
    ]
    return [*render_ignored(asked), html.Div(forms, className="cs-choose")]


def render_said(said: Sequence[Said]) -> Component:
    """Everything that is said, each with what takes it back."""
    if not said:
        nothing = "Every module is open to those it is made for. Choose a role, a cohort or a person to change that."
        return render_empty("Nothing is set yet", nothing)
    rows: list[Sequence[Cell]] = [
        (
            html.A(one.subject.name, href=f"/module-access?{one.subject.level}={one.subject.id}"),
            LEVEL_WORDS[one.subject.level],
            one.module.title,
            say_override(one.override),
            render_take_back(one.subject, one.module.slug, one.module.title),
        )
        for one in said
    ]
    columns = (Column("For", header=True), Column("Which is a"), Column("Module"), Column("Set to"), Column("Remove"))
    return render_section("What is set", render_table("What is set", columns, rows, caption_hidden=True))


def render_take_back(subject: Subject, slug: str, title: str) -> Component:
    words = ["Remove", html.Span(f" what is set on {title} for {subject.name}", className="visually-hidden")]
    fields = {"level": subject.level, "subject": subject.id, "module": slug}
    return render_act("/module-access/take-back", words, fields)


def render_say(clockstart: Clockstart, subject: Subject, typed: Mapping[str, str]) -> Component:
    """The form that says something."""
    modules = {module.slug: module.title for module in clockstart.registry}
    form = render_form(
        "/module-access/say",
        [
            render_select("module", "Module", modules, typed.get("module", "")),
            render_select("state", "Is", STATES, typed.get("state", "closed")),
            render_date("starts", "From (optional)", typed),
            render_date(
                "ends", "Until (optional)", typed, hint="That day is included. Open with dates is closed outside them."
            ),
        ],
        button="Save",
        fields={"level": subject.level, "subject": subject.id},
    )
    return render_section(f"Open or close a module for {subject.name}", form)


def render_effects(clockstart: Clockstart, subject: Subject, effects: Sequence[Effect]) -> Component:
    """Every module, open or closed, and why."""
    said = clockstart.store.settings.list_overrides(subject.level, subject.id)
    rows: list[Sequence[Cell]] = [
        (
            one.module.title,
            render_chip("fine", "Open") if one.decision.open else render_chip("watch", "Closed"),
            one.why,
            render_take_back(subject, one.module.slug, one.module.title) if one.module.slug in said else "",
        )
        for one in effects
    ]
    columns = (Column("Module", header=True), Column("Now"), Column("Why"), Column("Remove"))
    return render_section("Modules", render_table(f"Modules for {subject.name}", columns, rows, caption_hidden=True))


def render_menu(clockstart: Clockstart, subject: Subject) -> list[Component]:
    """The menu of a person, made by what makes their own."""
    if subject.person is None:
        return []
    own = clockstart.store.settings.list_overrides("person", subject.id)
    groups = menu.group_pages(menu.list_pages(clockstart, as_actor(subject.person, own)))
    items = [
        html.Li([html.Strong(f"{group or 'Start'}: "), ", ".join(page.title for page in pages)])
        for group, pages in groups.items()
    ]
    words = (
        "Their menu today. What is not in it is refused by the server as well."
        if subject.person.active
        else ("Their menu if they were not deactivated: they cannot sign in.")
    )
    return [render_section(f"As seen by {subject.name}", [html.P(words), html.Ul(items, className="cs-list")])]
