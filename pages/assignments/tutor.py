"""The pages of those who assign: everything assigned, the form for more, and one with how far everybody is."""

from collections.abc import Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from dashapp.context import Clockstart
from dashapp.services.access.scopes import can_see_cohort
from dashapp.services.people.cohorts import name_cohorts
from dashapp.services.practice import assigned, assignments
from dashapp.services.practice.assignment import COUNTING, EXTRA, FEEDBACKS, ON_RELEASE, TRIES, UNLIMITED, Assignment
from dashapp.services.practice.sets import COUNTS, FAMILY_WORDS, LEVELS, OFFERED, PICKED
from dashapp.services.records.records import new_id
from dashapp.ui.chips import render_criteria
from dashapp.ui.empty import render_empty
from dashapp.ui.forms.controls import draw_text, draw_ticks, legend_of, render_labelled
from dashapp.ui.forms.posting import (
    render_act,
    render_date,
    render_field,
    render_form,
    render_select,
    render_told,
)
from dashapp.ui.forms.queries import list_chips, render_query
from dashapp.ui.page import render_action, render_page, render_section
from dashapp.ui.pager import render_pager
from dashapp.ui.tables import Cell, Column, render_facts, render_table
from dashapp.web.plain_forms import read_told
from dashapp.web.router import Visit
from storage.accounts import Person
from words.folding import holds
from words.phrases import in_words, plural
from words.queries import PageNumber, Query, narrow, place
from words.written_dates import BOXES

from . import live
from .said import say_minutes, say_told

HERE = "/assignments"
AT_ONCE = 25
LEAD = "Practice given to cohorts and people, and how far they are."
COLUMNS = (
    Column("Assignment", header=True),
    Column("For"),
    Column("Due"),
    Column("Not started", number=True),
    Column("Open", number=True),
    Column("Handed in", number=True),
    Column("Late", number=True),
)
MINUTES = "From 1 to 240. Each try is handed in with what is answered when they are over."
FROM_NOW = "For tries begun from now on. For one that is open, add time on the page of the person."
SAME: Mapping[str, str] = {"yes": "The same for everybody, so that answers can be compared", "no": "Each their own"}


class AssignmentsQuery(Query):
    """Which assignments: by name, cohort and whether they can still be begun; and the page of them."""

    q: str = narrow("Name", says="“{}”")
    cohort: str = narrow("Cohort")
    state: str = narrow("State", choices={"on": "Not taken back", "back": "Taken back"})
    page: PageNumber = place(1)

    def keeps(self, one: Assignment) -> bool:
        state = "back" if one.retired_on else "on"
        return holds(one.title, self.q) and self.cohort in ("", one.cohort) and self.state in ("", state)


def render_all(clockstart: Clockstart, visit: Visit) -> Component:
    """The assignments in the actor's reach that fit, twenty-five at a time, with how many people are how far."""
    asked, cohorts = AssignmentsQuery.read(visit.query), name_cohorts(clockstart)
    every = assignments.list_for_tutor(clockstart, visit.actor)
    found = [one for one in every if asked.keeps(one)]
    pages = max(1, -(-len(found) // AT_ONCE))
    page = min(asked.page, pages)
    shown = found[(page - 1) * AT_ONCE : page * AT_ONCE]
    rows = [make_row(clockstart, visit, one, cohorts) for one in shown]
    new = render_action("Assign practice", f"{HERE}/new", primary=True)
    questioned = render_action("Questioned marks", f"{HERE}/questions")
    nothing = render_empty(
        "Nothing is assigned yet", "Give a cohort five cases and a day; they find it on their home.", [new]
    )
    told = render_told(read_told())
    if not every:
        return render_page("Assignments", [*told, nothing], lead=LEAD, actions=[questioned])
    seen = {id: name for id, name in cohorts.items() if can_see_cohort(visit.actor, id)}
    table = render_table("Assignments", COLUMNS, rows, caption_hidden=True, stacked=True)
    body = [
        *render_query(asked, ["q", "cohort", "state"], {"cohort": seen}, here=HERE),
        render_criteria(f"{plural(len(found), 'assignment')}.", list_chips(asked.say({"cohort": seen}), asked, HERE)),
        table if rows else render_empty("Nothing fits", "Take a filter off."),
        render_pager(page, pages, lambda to: asked.at(HERE, page=to)),
    ]
    return render_page("Assignments", [*told, *body], lead=LEAD, actions=[questioned, new])


def make_row(clockstart: Clockstart, visit: Visit, one: Assignment, cohorts: Mapping[str, str]) -> tuple[Cell, ...]:
    people = assignments.list_people(clockstart, visit.actor, one)
    counts = assigned.count_states(live.read_all(clockstart, one, people))
    due = f"{in_words(one.due_on)}, taken back" if one.retired_on else in_words(one.due_on)
    return (
        html.A(one.title, href=f"{HERE}/{one.id}"),
        say_whom(one, cohorts, len(people)),
        str(due),
        *(counts[name] for name in ("none", "open", "submitted", "late")),
    )


def say_whom(one: Assignment, cohorts: Mapping[str, str], many: int) -> str:
    """ "Spring intake, 12 learners"."""
    cohort = [cohorts.get(one.cohort, "a cohort that is no more")] if one.cohort else []
    return ", ".join([*cohort, plural(many, "learner")])


def render_new(clockstart: Clockstart, visit: Visit) -> Component:
    """The form, with what was typed where it was refused."""
    told = read_told()
    typed = told.typed
    cohorts = {id: name for id, name in name_cohorts(clockstart).items() if can_see_cohort(visit.actor, id)}
    people = draw_text("people", typed.get("people", ""), rows=2, name="people")
    day = {f"due_on_{part}": "" for part in BOXES} | dict(typed)
    form = render_form(
        HERE,
        [
            render_field("title", "What is it called?", typed.get("title", ""), hint="Such as “First week”."),
            render_select("set", "Which cases?", OFFERED, typed.get("set", "")),
            render_families(told.ticked.get("families", ())),
            render_select("cases", "How many cases?", COUNTS, typed.get("cases", "")),
            render_select("level", "How hard should they be?", LEVELS, typed.get("level", "")),
            render_select("same_cases", "Are they the same for everybody?", SAME, typed.get("same_cases", "")),
            render_select("feedback", "When is what is right told?", FEEDBACKS, typed.get("feedback", "")),
            render_select("cohort", "For which cohort?", cohorts, typed.get("cohort", ""), none="No cohort"),
            render_labelled(people, "For which people?", "Email addresses, if it is for some alone or for others too."),
            render_date("opens_on", "From which day? (optional)", typed, hint="Today, where it is left empty."),
            render_date("due_on", "By which day is it due?", day),
            render_field(
                "minutes_allowed",
                "How many minutes for each try? (optional)",
                typed.get("minutes_allowed", ""),
                hint=MINUTES,
            ),
            render_select("tries", "How many tries?", TRIES, typed.get("tries", "")),
            render_select("counts", "Which try counts?", COUNTING, typed.get("counts", "")),
        ],
        button="Assign",
        fields={"id": typed.get("id") or new_id()},
    )
    return render_page("Assign practice", [*render_told(told), form], lead=LEAD, back=("Assignments", HERE))


def render_families(ticked: Sequence[str]) -> Component:
    """Kinds of case, folded away: they count with “Kinds of case that I pick” alone."""
    chosen = [one for one in ticked if one in FAMILY_WORDS]
    ticks = draw_ticks("families", FAMILY_WORDS, chosen, "families")
    heading = legend_of("Kinds of case", f"They count with “{OFFERED[PICKED]}” alone.")
    return html.Details([html.Summary("Kinds of case"), html.Fieldset([*heading, ticks])], open=bool(chosen))


def render_one(clockstart: Clockstart, visit: Visit) -> Component:
    """Who is how far; what can be changed of it."""
    told, known = read_told(), assignments.get_for_tutor(clockstart, visit.actor, visit.variables["assignment"])
    people = assignments.list_people(clockstart, visit.actor, known)
    agreement = [render_action("Agreement", f"{HERE}/{known.id}/agreement")] if known.same_cases else []
    change = [] if known.retired_on else render_changes(known, people, told.typed)
    return render_page(
        known.title,
        [
            *render_told(told),
            *render_release(clockstart, known, people),
            live.render(clockstart, known, people),
            render_section("What it is", render_about(known)),
            *change,
        ],
        lead=say_whom(known, name_cohorts(clockstart), len(people)),
        actions=agreement,
        back=("Assignments", HERE),
    )


def render_release(clockstart: Clockstart, known: Assignment, people: Sequence[Person]) -> list[Component]:
    """How many would see their results, and the button; nothing once they do, or where nobody has to release them."""
    if known.feedback != ON_RELEASE or known.released_on:
        return []
    counts = assigned.count_states(live.read_all(clockstart, known, people))
    seen, left = counts["submitted"], counts["none"] + counts["open"]
    waits = f"{plural(seen, 'learner')} {'has' if seen == 1 else 'have'} handed in and would see what is right."
    waits = waits if seen else "Nobody has handed in yet."
    rest = (
        f" {plural(left, 'learner')} {'has' if left == 1 else 'have'} not, and would see it on handing in."
        if left
        else ""
    )
    words = html.P(f"{waits}{rest} It cannot be taken back.")
    return [
        render_section("Results are held", [words, render_act(f"{HERE}/{known.id}/release", "Release the results")])
    ]


def render_about(known: Assignment) -> Component:
    families = [FAMILY_WORDS.get(one, one) for one in known.families]
    return render_facts(
        [
            ("Cases", f"{known.cases}, {OFFERED.get(known.set, known.set).lower()}, level {known.level}"),
            *([("Kinds of case", ", ".join(families))] if families else []),
            ("Drawn", SAME["yes" if known.same_cases else "no"].lower()),
            ("What is right is told", say_told(known)),
            ("Open from", known.opens_on),
            ("Due", known.due_on),
            ("Time for each try", say_minutes(known)),
            ("Tries", "as many as they like" if known.tries == UNLIMITED else known.tries),
            ("Counts", COUNTING[known.counts].lower()),
        ]
    )


def render_changes(known: Assignment, people: Sequence[Person], typed: Mapping[str, str]) -> list[Component]:
    """Another day for all, something of their own for one, and taking it back."""
    base, due = f"{HERE}/{known.id}", {f"due_on_{part}": str(getattr(known.due_on, part)) for part in BOXES}
    for_all = render_form(
        f"{base}/due",
        [render_date("due_on", "Due", {**due, **typed}, hint="Those it is for can see the day there was before.")],
        button="Change the day",
        look="secondary",
    )
    for_one = render_form(
        f"{base}/person",
        [
            render_select("uid", "For", {one.uid: one.name for one in people}, typed.get("uid", ""), form="own"),
            render_date("own_due", "Their own day (optional)", typed),
            render_select("extra", "More time where there is a limit", EXTRA, typed.get("extra", ""), hint=FROM_NOW),
        ],
        button="Save for this person",
        look="secondary",
    )
    back = [
        html.P("Nobody can begin it any more. What was begun can be finished, and nothing is lost."),
        render_act(f"{base}/retire", "Take it back"),
    ]
    return [
        render_section("Another day", for_all),
        *([render_section("One person", for_one)] if people else []),
        render_section("Take it back", back),
    ]
