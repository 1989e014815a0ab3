"""The home of somebody who has stored nothing yet: a missed appointment in five steps, then what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.declare.module import Case
from dashapp.panels.training import can_start, describe_assigned, render_start, render_things
from dashapp.services.access import access
from dashapp.services.practice.training import NEXT
from dashapp.services.records import timeline
from dashapp.services.ribbons.rtt_ribbons import make_page_ribbon, say_headline
from dashapp.services.work import first_steps
from dashapp.services.work.first_steps import NAME, Days, FirstSteps
from dashapp.ui import clock_drawing
from dashapp.ui.forms.posting import render_act, render_form
from dashapp.ui.page import render_action
from dashapp.web.addresses import edit_address, record_address
from words.phrases import in_words

MAKE, REMOVE = "/start-here/make", "/start-here/remove"
LEAD = "Practise elective care administration on invented patients. Nothing you do here can harm anyone."


@dataclass(frozen=True, slots=True)
class Step:
    """One of the five: its name, what it is about, how many minutes, and what to do in words."""

    title: str
    about: str
    minutes: int
    task: str


def list_steps(days: Days) -> tuple[Step, ...]:
    return (
        Step("Look at a clock", "An example patient is made for you. Read the ribbon.", 1, ""),
        Step(
            "Say what happened",
            "The first appointment was missed. Had it been clearly communicated?",
            2,
            f"A letter of {in_words(days.written)} gave {NAME} the day and the time. Answer that the appointment was "
            "clearly communicated, enter the day of the letter and save: see what the clock does.",
        ),
        Step(
            "Enter the call",
            "One date: when the patient rang.",
            2,
            f"{NAME} rang on {in_words(days.rang)} to ask for another appointment. Enter that day: a new clock starts.",
        ),
        Step(
            "Rebook",
            "See that the new clock does not wait for the new day.",
            2,
            "Enter the day of a new appointment, such as one in three weeks. The clock runs from the call.",
        ),
        Step(
            "Fix a finding",
            "One letter is owed. Record it, and you are done.",
            3,
            "The patient and the referrer are owed a letter about the missed appointment. Record that it was sent, or "
            "write it in the communications tracker.",
        ),
    )


def render_new(clockstart: Clockstart, actor: Actor) -> list[Component]:
    """What was assigned, the card with its five steps, and below it where to go afterwards."""
    steps = first_steps.find(clockstart, actor)
    shown = steps or first_steps.show_finished(clockstart, actor)
    card = [render_card(steps, shown)] if shown else []
    assigned = describe_assigned(clockstart, actor)
    return [*([render_things(assigned)] if assigned else []), *card, render_after(clockstart, actor), render_foot()]


def render_left_over(clockstart: Clockstart, actor: Actor) -> list[Component]:
    """For somebody who has gone on to records of their own: the way back to the example, or to be rid of it."""
    steps = first_steps.find(clockstart, actor)
    if steps is None:
        return []
    done = sum(steps.done)
    words = f"The example of {NAME}: " + ("all five steps are done. " if steps.is_done else f"{done} of 5 steps. ")
    go_on = [] if steps.is_done else [html.A("Go on", href=find_place(steps))]
    return [html.Div([html.Span(words), *go_on, render_remove()], className="cs-left-over")]


def render_card(steps: FirstSteps | None, shown: FirstSteps) -> Component:
    listed = list_steps(shown.days)
    done = steps.done if steps else (False,) * len(listed)
    left = render_begun(steps, listed) if steps else render_offer(shown)
    return html.Section(
        [html.Div(left, className="cs-start-main"), render_list(listed, done)],
        className="cs-start",
        **{"aria-label": "Start here"},
    )


def render_offer(shown: FirstSteps) -> list[Component]:
    """Before the example is made: what the clock will have done in the end."""
    return [
        html.P("Start here, 10 minutes", className="cs-eyebrow"),
        html.H2("A patient misses the first appointment. What does the clock do?"),
        html.P("You will see it, say it and enter it once. That is how everything here works.", className="cs-reading"),
        *render_clock(shown.pathway),
        render_form(MAKE, [], button=f"Make the example, {NAME}, and begin"),
        html.P(f"Makes one patient, {NAME}. Remove it whenever you like.", className="cs-quiet"),
    ]


def render_begun(steps: FirstSteps, listed: Sequence[Step]) -> list[Component]:
    """The step that comes next, with the clock as it is now."""
    if steps.is_done:
        eyebrow, title = "Done", "You have moved a clock."
        words = (
            "The first appointment was missed after it was clearly communicated: that nullified the clock. A new one "
            "started on the day of the call, whenever the new appointment is."
        )
        action = render_action("See the pathway", record_address(steps.pathway.module.address, steps.pathway.record_id))
    else:
        place = steps.done.index(False)
        eyebrow, title, words = f"Step {place + 1} of {len(listed)}", listed[place].title, listed[place].task
        action = render_action("Open the missed appointment", find_place(steps), primary=True)
    return [
        html.P(eyebrow, className="cs-eyebrow"),
        html.H2(title),
        html.P(words, className="cs-reading"),
        *render_clock(steps.pathway),
        html.Div([action, render_remove()], className="cs-actions"),
    ]


def find_place(steps: FirstSteps) -> str:
    return edit_address(steps.missed.module.address, steps.missed.record_id)


def render_remove() -> Component:
    return render_act(REMOVE, f"Remove {NAME}")


def render_clock(pathway: Case) -> list[Component]:
    clock = timeline.read_rtt(pathway.pathway_events, pathway.today)
    ribbon = make_page_ribbon(clock, pathway.pathway_events)
    drawn = [clock_drawing.render_clock(ribbon, say_headline(clock).line)] if ribbon else []
    return [html.Div(drawn, className="cs-start-clock")]


def render_list(listed: Sequence[Step], done: Sequence[bool]) -> Component:
    items = [render_step(place, *one) for place, one in enumerate(zip(listed, done, strict=True), 1)]
    return html.Ol(items, className="cs-start-steps")


def render_step(place: int, step: Step, done: bool) -> html.Li:
    mark = html.Span("✓" if done else place, className="cs-step-mark", **{"aria-hidden": "true"})
    told = html.Span("Done: ", className="visually-hidden") if done else ""
    words = html.Div([html.P([told, step.title], className="cs-step-title"), html.P(step.about, className="cs-quiet")])
    return html.Li(
        [mark, words, html.Span(f"{step.minutes} min", className="cs-quiet")], className="cs-step-done" if done else ""
    )


AFTER = (
    ("patient-tracking-list", "/new", "Your first own pathway", "Add one, or import a file. What you save is kept."),
    ("waiting-list-validator", "/new", "Validate a pathway", "Say what the evidence shows and what comes next."),
    ("cancer-pathways", "/new", "Follow a cancer referral", "Three clocks from one referral: 28, 31 and 62 days."),
)


def render_after(clockstart: Clockstart, actor: Actor) -> Component:
    opened = {module.slug: module for module in access.list_open(clockstart, actor)}
    cards = [
        html.Li([html.P(html.A(title, href=opened[slug].address + path), className="cs-card-name"), html.P(words)])
        for slug, path, title, words in AFTER
        if slug in opened
    ]
    heading = html.Div(html.H2("After that"), className="cs-home-title")
    first = [render_first_cases()] if can_start(clockstart, actor) else []
    return html.Section([heading, html.Ul([*first, *cards], className="cs-home-cards")], className="cs-home-after")


def render_first_cases() -> html.Li:
    words = "Decide what an event does to the clock. You are told at once, and what you know is counted from here."
    return html.Li(
        [html.P("Five first cases", className="cs-card-name"), html.P(words), render_start(NEXT, "Begin", "secondary")]
    )


def render_foot() -> Component:
    return html.P(
        ["Looking for something? ", html.A("All modules", href="/modules"), " or press ", html.Kbd("Ctrl K"), "."],
        className="cs-home-foot",
    )
