"""A learner's home: at most three things for today, where they were, feedback, and the modules they have begun."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from dash import html
from dash.development.base_component import Component

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.declare.meaning import MATTERS
from dashapp.declare.module import Module
from dashapp.panels.home_new import render_left_over
from dashapp.panels.training import Thing, can_start, describe_assigned, describe_review, render_things
from dashapp.services.access import access
from dashapp.services.feedback import reviews
from dashapp.services.people import people
from dashapp.services.practice.training import Training, read_training
from dashapp.services.records import drafts
from dashapp.services.work import actions, learner_day
from dashapp.services.work.actions import Action
from dashapp.services.work.learner_day import Begun, Gravest, Opened
from dashapp.ui.empty import render_empty
from dashapp.ui.icons import render_icon
from dashapp.ui.ribbon import render_ribbon
from dashapp.ui.times import LONDON, time_of_day
from dashapp.web.addresses import record_address
from storage.reviews import Review
from words.phrases import in_words, plural

THINGS, CARDS, NEWS = 3, 4, 3
ALL = "/actions"


def render_learner(clockstart: Clockstart, actor: Actor) -> list[Component]:
    """Two columns: what to do and where they were; how often they have been here."""
    begun = learner_day.list_begun(clockstart, actor)
    due, news = actions.list_actions(clockstart, actor), reviews.list_news(clockstart, actor, NEWS)
    unfinished = drafts.list_unfinished(clockstart, actor)
    names = people.name_of_many(clockstart, {one.author for one in news})
    training = read_training(clockstart, actor.uid) if can_start(clockstart, actor) else None
    things = [
        *(describe_review(training) if training else []),
        *describe_assigned(clockstart, actor)[:1],
        *list_things(clockstart, actor, begun, due, news, names),
    ]
    main = [
        *render_today(things[:THINGS], due, say_next_review(training) if training else ""),
        *render_go_on(clockstart, actor, begun, unfinished),
        *render_feedback(clockstart, actor, news, names),
        *render_begun(clockstart, actor, begun, unfinished),
        *render_left_over(clockstart, actor),
    ]
    return [html.Div([html.Div(main), *render_weeks(clockstart, actor)], className="cs-home")]


def greet(clockstart: Clockstart, name: str) -> str:
    """ "Good afternoon, Leah"."""
    hour = clockstart.now.astimezone(LONDON).hour
    part = "morning" if hour < 12 else "afternoon" if hour < 18 else "evening"
    return f"Good {part}, {name.split()[0]}"


def list_things(
    clockstart: Clockstart,
    actor: Actor,
    begun: Sequence[Begun],
    due: Sequence[Action],
    news: Sequence[Review],
    names: Mapping[str, str],
) -> list[Thing]:
    """Feedback that asks for a correction, what matters most, and the matters that are due by today."""
    gravest = learner_day.find_gravest(clockstart, actor, begun)
    to_correct = learner_day.list_to_correct(clockstart, actor, news)[:1]
    return [
        *(thing for one in to_correct if (thing := describe_correction(clockstart, actor, one, names))),
        *([describe_gravest(gravest)] if gravest else []),
        *describe_matters([one for one in due if one.on <= clockstart.today], clockstart.today),
    ]


def say_next_review(training: Training) -> str:
    """The day of the next review; nothing where one is due or there is none."""
    standing = training.standing
    return f"Next review: {in_words(standing.next_due)}." if standing.next_due and not standing.due else ""


def describe_gravest(gravest: Gravest) -> Thing:
    opened, finding = gravest.opened, gravest.finding
    href = record_address(opened.module.address, opened.record.id)
    return Thing("breach", f"{opened.name}: {finding.text}", f"Matters most. {finding.fix}", "Open record", href)


def describe_correction(clockstart: Clockstart, actor: Actor, review: Review, names: Mapping[str, str]) -> Thing | None:
    named = name_reviewed(clockstart, actor, review)
    if named is None:
        return None
    what = f"{names.get(review.author, 'Your manager')} on {named[0]}: {reviews.say_verdict(review).lower()}"
    return Thing("note", what, review.text, "Correct it", named[1])


def describe_matters(due: Sequence[Action], today: date) -> list[Thing]:
    """What is due by today, by what it is about, the longest overdue first."""
    grouped: dict[str, list[Action]] = {}
    for one in due:
        grouped.setdefault(one.matter, []).append(one)
    return [describe_matter(matter, found, today) for matter, found in grouped.items()]


def describe_matter(matter: str, found: Sequence[Action], today: date) -> Thing:
    first = found[0]
    late = (today - first.on).days
    when = f"due {plural(late, 'day')} ago" if late else "due today"
    if len(found) == 1:
        what = f"{first.name}: {first.what[0].lower()}{first.what[1:]}"
        return Thing("watch", what, f"{when.capitalize()}, in {first.module.title}.", "Open record", first.href)
    what = plural(len(found), *MATTERS[matter])
    return Thing("watch", what, f"First {first.name}, {when}.", "See them", f"{ALL}#{matter}")


def render_today(things: Sequence[Thing], due: Sequence[Action], later: str) -> list[Component]:
    """Nothing for today takes one line."""
    rest = [html.A(f"All {len(due)} in To do", href=ALL)] if len(due) > 1 else []
    nothing = html.P("Nothing needs you today.", className="cs-quiet")
    return [html.Section([render_title("Today", rest, later), render_things(things) if things else nothing])]


def render_title(words: str, links: Sequence[Component] = (), note: str = "") -> html.Div:
    beside = [html.Span(note, className="cs-quiet")] if note else []
    return html.Div([html.H2(words), *beside, *links], className="cs-home-title")


def render_go_on(
    clockstart: Clockstart, actor: Actor, begun: Sequence[Begun], unfinished: Sequence[drafts.Unfinished]
) -> list[Component]:
    """Drafts, then the records that changed last; nothing when there are neither."""
    kept = unfinished[: CARDS // 2]
    recent = learner_day.list_recent(clockstart, actor, begun, CARDS - len(kept))
    cards = [*map(render_draft, kept), *(render_recent(one, clockstart.now) for one in recent)]
    return [html.Section([render_title("Go on"), html.Ul(cards, className="cs-home-cards")])] if cards else []


def render_recent(opened: Opened, now: datetime) -> html.Li:
    meaning = opened.module.meaning(opened.case) if opened.module.meaning else None
    changed = say_moment(datetime.fromisoformat(opened.record.updated_at), now)
    ribbon = [render_ribbon(meaning.ribbons[0][1], "row")] if meaning and meaning.ribbons else []
    link = html.A(opened.name, href=record_address(opened.module.address, opened.record.id))
    note = html.P(f"{opened.module.title}, changed {changed}", className="cs-quiet")
    return html.Li([html.P(link, className="cs-card-name"), note, *ribbon])


def render_draft(one: drafts.Unfinished) -> html.Li:
    kept = say_moment(one.draft.kept_at, one.draft.kept_at)
    return html.Li(
        [
            html.P(html.A(f"{one.name}, draft", href=one.href), className="cs-card-name"),
            html.P(f"{one.module.one.capitalize()}, kept {kept}", className="cs-quiet"),
            html.Progress(value=str(one.answered), max=str(one.needed), **{"aria-hidden": "true"}),
            html.P(one.so_far, className="cs-quiet"),
        ]
    )


def say_moment(moment: datetime, now: datetime) -> str:
    """ "today 11:20", "Friday 16:08", "12 June 2026"."""
    day, today = moment.astimezone(LONDON).date(), now.astimezone(LONDON).date()
    if day == today:
        return f"today {time_of_day(moment)}"
    if today - day < timedelta(days=7):
        return f"{day:%A} {time_of_day(moment)}"
    return str(in_words(day))


def render_feedback(
    clockstart: Clockstart, actor: Actor, news: Sequence[Review], names: Mapping[str, str]
) -> list[Component]:
    """Who said what of which patient, each leading to the record."""
    found = [(one, named) for one in news if (named := name_reviewed(clockstart, actor, one))]
    items = [html.Li(render_review(one, named, names, clockstart.now)) for one, named in found]
    return [html.Section([render_title("Feedback"), html.Ul(items, className="cs-home-feedback")])] if items else []


def render_review(
    review: Review, named: tuple[str, str], names: Mapping[str, str], now: datetime
) -> list[Component | str]:
    said = f": “{review.text}” " if review.text else " "
    return [
        html.Strong(names.get(review.author, "Somebody who has left")),
        " on ",
        html.A(named[0], href=named[1]),
        f", {reviews.say_verdict(review).lower()}",
        said,
        html.Span(say_moment(reviews.when(review), now), className="cs-quiet"),
    ]


def name_reviewed(clockstart: Clockstart, actor: Actor, review: Review) -> tuple[str, str] | None:
    """What a review is about and where it is read: the patient of its record, or the work in a module."""
    module = clockstart.registry.find_by_store_key(review.module)
    if module is None or module not in access.list_open(clockstart, actor):
        return None
    if not review.record:
        return f"your work in {module.title}", module.address
    opened = learner_day.find_opened(clockstart, actor.uid, module, review.record)
    name = opened.name if opened else f"one {module.one}"
    return name, record_address(module.address, review.record)


def render_begun(
    clockstart: Clockstart, actor: Actor, begun: Sequence[Begun], unfinished: Sequence[drafts.Unfinished]
) -> list[Component]:
    """The modules by journey, each with how it stands; those not begun as one line of links."""
    opened = access.list_open(clockstart, actor)
    if not opened:
        return [render_empty("No modules are open to you yet", "Ask your tutor or an administrator to open one.")]
    waiting = learner_day.count_drafts(unfinished)
    grouped: dict[str, list[Begun]] = {}
    for one in begun:
        grouped.setdefault(one.module.journey, []).append(one)
    groups = [
        html.Div([html.H3(journey), html.Ul([render_module(one, clockstart.today, waiting) for one in found])])
        for journey, found in grouped.items()
    ]
    title = render_title("My modules", [html.A("All modules", href="/modules")], f"{len(begun)} begun, by journey")
    rest = [module for module in opened if all(module is not one.module for one in begun)]
    return [html.Section([title, html.Div(groups, className="cs-home-modules"), *render_rest(rest)])]


def render_module(begun: Begun, today: date, waiting: Mapping[str, int]) -> html.Li:
    module = begun.module
    status, words = learner_day.say_state(begun, today)
    drafts_words = f"{plural(waiting[module.slug], 'draft')}, " if waiting.get(module.slug) else ""
    mark = [] if status == "note" else [render_icon(status)]
    state = html.Span([*mark, f"{drafts_words}{words}"], className=f"cs-state cs-state-{status}")
    return html.Li([html.A(module.short_title or module.title, href=module.address), state])


def render_rest(modules: Sequence[Module]) -> list[Component]:
    if not modules:
        return []
    links = [html.Li(html.A(module.short_title or module.title, href=module.address)) for module in modules]
    return [html.Div([html.H3("Not begun"), html.Ul(links, className="cs-home-rest")])]


def render_weeks(clockstart: Clockstart, actor: Actor) -> list[Component]:
    """The last weeks as small squares, filled where something was entered; nothing when nothing was."""
    days = learner_day.count_days(clockstart, actor)
    worked = sum(1 for one in days if one)
    if not worked:
        return []
    cells = [html.Span(className="cs-week cs-week-done" if one else "cs-week") for one in days]
    now = f" This week on {plural(days[-1], 'day')}." if days[-1] else ""
    words = [html.Strong(f"{worked} of {len(days)} weeks."), now]
    title = render_title("Practice", note=f"last {len(days)} weeks")
    row = html.Div(cells, className="cs-weeks", **{"aria-hidden": "true"})
    return [html.Aside([title, row, html.P(words)], className="cs-home-aside", **{"aria-label": "Practice"})]
