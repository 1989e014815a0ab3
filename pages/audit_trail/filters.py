"""What the audit trail is narrowed by, as a form and as chips."""

from __future__ import annotations

from collections.abc import Mapping

from dash import dcc, html
from dash.development.base_component import Component

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.services.audit.audit_trail import ALL, BY, OF_SYSTEM, Scope, TrailFilters
from dashapp.services.people.people import name_of_many
from dashapp.ui.chips import Criterion
from dashapp.ui.filters import Offered, render_choice, render_day, render_words
from words.phrases import in_words

ADDRESS = "/audit-trail"
SCOPES: Mapping[str, str] = {
    "learner": "Everything done in your records and your account",
    "manager": "Everything done by you and in the records of your people",
    "admin": "Everything done by anybody, and by Clockstart itself",
}


def say_scope(actor: Actor) -> str:
    return SCOPES[actor.role]


def count_entries(number: int) -> str:
    return f"{number:,} {'entry' if number == 1 else 'entries'}"


def render_filters(clockstart: Clockstart, actor: Actor, scope: Scope, filters: TrailFilters, words: str) -> Component:
    """A plain form, so that a link shows the same entries again."""
    controls = [
        render_day("since", "From", filters.since),
        render_day("until", "Up to", filters.until),
        *render_whose(actor, scope, filters, words),
        render_choice(Offered("by", "Done by", {"own": "Themselves", "other": "Somebody else"}, filters.by, "Anybody")),
        render_choice(Offered("module", "Module", list_modules(clockstart), filters.module)),
        render_choice(Offered("act", "What was done", list_acts(clockstart, filters.act), filters.act, "Anything")),
    ]
    show = html.Button("Show", type="submit", className="btn btn-secondary")
    kept = [dcc.Input(id="filter-show", type="hidden", name="show", value=ALL)] if filters.show else []
    return html.Form(
        [*kept, *controls, html.Div([show], className="cs-buttons")],
        method="get",
        action=ADDRESS,
        className="cs-filters",
    )


def render_whose(actor: Actor, scope: Scope, filters: TrailFilters, words: str) -> list[Component]:
    """A list of people, or a name to type where they are many; nothing for somebody who has only their own."""
    if actor.role == "learner":
        return []
    chosen = (
        [dcc.Input(id="filter-person", type="hidden", name="person", value=filters.person)] if filters.person else []
    )
    if scope.people is None:
        return [*chosen, render_words("find", "Whose (a name or address)", words)]
    system = {OF_SYSTEM: "Clockstart itself"} if actor.role == "admin" else {}
    people = {actor.uid: "Your own"} | system | {one.uid: one.name for one in scope.people if one.uid != actor.uid}
    return [render_choice(Offered("person", "Whose", people, filters.person, "Everyone's"))]


def list_modules(clockstart: Clockstart) -> dict[str, str]:
    return {module.store_key: module.title for module in clockstart.registry}


def list_acts(clockstart: Clockstart, chosen: str) -> dict[str, str]:
    known = dict(clockstart.registry.acts)
    return known | {chosen: clockstart.registry.say_act(chosen)} if chosen else known


def list_criteria(clockstart: Clockstart, scope: Scope, filters: TrailFilters) -> list[Criterion]:
    """A chip for everything the list is narrowed by; taking one off begins at the newest entry again."""
    named = {**name_of_many(clockstart, scope.uids if filters.person else ()), OF_SYSTEM: "Clockstart itself"}
    words = {
        "person": f"of {named.get(filters.person, filters.person)}",
        "by": f"done by {BY.get(filters.by, '')}",
        "module": f"in {list_modules(clockstart).get(filters.module, filters.module)}",
        "act": clockstart.registry.say_act(filters.act),
        "since": f"from {in_words(filters.since)}" if filters.since else "",
        "until": f"up to {in_words(filters.until)}" if filters.until else "",
    }
    found = [
        Criterion(words[name], f"{ADDRESS}?{filters.query(**{name: '', 'older': '', 'newer': ''})}")
        for name in filters.named()
        if name in words
    ]
    if filters.leaves_out:
        everything = f"{ADDRESS}?{filters.query(show=ALL, older='', newer='')}"
        found.append(Criterion("without signing in and out", everything))
    return found
