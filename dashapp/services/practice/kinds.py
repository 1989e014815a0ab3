"""The modules with sessions of cases: what is noted of one when it is begun, and which cases are drawn of that."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any, NamedTuple
from urllib.parse import urlencode

from dashapp.context import Clockstart
from dashapp.services.practice.blueprints import BLUEPRINTS, Drawn, Terms, draw_items
from dashapp.services.practice.plans import find_plan, read_today
from dashapp.services.practice.sets import MIX, OFFERED_FAMILIES, SET_WORDS, SETS, list_templates
from dashapp.services.practice.standing import Standing, find_families, read_standing
from practice.about import find_about
from practice.dials import set_dials
from practice.families import FAMILIES
from practice.mastery import FAMILIAR, MASTERED, NOT_STARTED, PROFICIENT
from storage.errors import NotFound, Refused
from storage.papers import TERMS
from storage.record import Record
from words.phrases import in_words
from words.questions import Choices

AFTER_EACH = "after_each"
SETTINGS = ("set", "families", "cases", "level", "feedback", "seed", "where", "minutes_allowed")


class Chosen(NamedTuple):
    """One case of a session. `ending` is put after the seed of the session to draw it, where another than the first
    case of that seed is wanted."""

    template: str
    level: int
    ending: str = ""


@dataclass(frozen=True)
class Kind:
    """`settle(clockstart, uid, session)` is what the cases are drawn with, whatever the record says later;
    `choose(noted, seed)` its cases; `name` what a session is called, `tell(answers, id)` what
    is in it. A paper has no hints, and its items are told only once they are released.
    """

    slug: str
    store_key: str
    settle: Callable[[Clockstart, str, Record], Mapping[str, Any]]
    choose: Callable[[Mapping[str, Any], str], Sequence[Chosen]]
    name: Callable[[Mapping[str, Any]], str]
    tell: Callable[[Mapping[str, Any], str], str]
    is_paper: bool = False

    def address(self, session: str, number: int | None = None, after: int | None = None) -> str:
        """Where a case is answered, the next one without a number; `after` the one that was answered last."""
        asks = {"case": number, "after": after}
        path = f"/{self.slug}/{session}/work"
        if self.is_paper:
            path = f"/{self.slug}/{session}/paper/{asks.pop('case') or 1}"
        query = urlencode({name: value for name, value in asks.items() if value})
        return f"{path}?{query}" if query else path


def settle_set(clockstart: Clockstart, uid: str, session: Record) -> dict[str, Any]:
    return {name: session.data.get(name) for name in SETTINGS}


def choose_of_set(noted: Mapping[str, Any], seed: str) -> list[Chosen]:
    """No template twice before all have come; those that were settled, where they were."""
    if "chosen" in noted:
        return choose_settled(noted, seed)
    wanted = int(noted["cases"])
    templates = list_templates(str(noted["set"]), noted.get("families") or (), str(noted.get("where") or ""))
    if not templates:
        raise Refused("There are no such cases any more. Choose others, then begin.")
    return [Chosen(template, int(noted["level"])) for template in draw_in_turn(Random(seed), templates, wanted)]


def choose_settled(noted: Mapping[str, Any], seed: str) -> list[Chosen]:
    return [Chosen(*one) for one in noted["chosen"]]


def say_drawn(told: Mapping[str, Any], session: str) -> str:
    """The number of a person's own set; that of an assignment is told to nobody."""
    return "assigned" if "assignment" in told else f"set {told.get('seed') or session}"


SESSIONS = Kind(
    slug="practice-sessions",
    store_key="practice_sessions",
    settle=settle_set,
    choose=choose_of_set,
    name=lambda told: str(told.get("title") or "A session"),
    tell=lambda told, session: f"{told['cases']} cases, level {told['level']}, {say_drawn(told, session)}",
)


DAILY_REVIEW, TOPIC, MIXED, QUICK_FIVE = "daily_review", "topic", "mixed", "quick_five"
SESSION_KINDS: Choices = {
    DAILY_REVIEW: "Today's review",
    TOPIC: "One part of the work",
    MIXED: "A mix",
    QUICK_FIVE: "Quick five",
}
LEVEL_FOR: Mapping[str, int] = {FAMILIAR: 2, PROFICIENT: 3, MASTERED: 4}
"""How hard a case is for somebody with this mastery of its rule; 1 below that."""
FEW = 5


def settle_learning(clockstart: Clockstart, uid: str, session: Record) -> dict[str, Any]:
    """Which cases, by rule and mastery. Raises Refused for a review on a day on which nothing more is due."""
    told, random = session.data, Random(session.id)
    if told["session_kind"] == DAILY_REVIEW:
        chosen = choose_due(clockstart, uid, session)
    else:
        standing = read_standing(clockstart, uid)
        names = SETS[told["book"]] if told["session_kind"] == TOPIC else OFFERED_FAMILIES
        drawn = draw_in_turn(random, names, count_of(told))
        chosen = [Chosen(FAMILIES[name].template, level_for(standing, FAMILIES[name].rules)) for name in drawn]
    # Mixed, for the levels, is what does not say beforehand which kind of case comes.
    of_one = told["session_kind"] == TOPIC
    return {
        "set": told["book"] if of_one else MIX,
        "feedback": AFTER_EACH,
        **told_of(told),
        "chosen": [[*one] for one in chosen],
    }


def choose_due(clockstart: Clockstart, uid: str, session: Record) -> list[Chosen]:
    """A case about each rule that may still come back today."""
    sessions = clockstart.store.records.list(uid, session.module)
    standing = read_today(clockstart, uid, find_plan(clockstart, uid), sessions, count_of(session.data))
    if not standing.due:
        raise Refused(say_nothing_due(standing))
    due = enumerate(standing.due, start=1)
    return [
        choose_about(rule, level_for(standing, [rule]), session.id, number, clockstart.today) for number, rule in due
    ]


def choose_about(rule: str, level: int, seed: str, number: int, today: date) -> Chosen:
    """A case that a rule decides, of one of its families."""
    names = find_families(rule)
    templates = [FAMILIES[name].template for name in Random(f"{seed}#{number}").sample(names, len(names))]
    template, ending = find_about(rule, templates, seed, number, set_dials(level), today)
    return Chosen(template, level, ending)


def told_of(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: told[name] for name in ("session_kind", "book", "count") if told.get(name)}


def count_of(told: Mapping[str, Any]) -> int:
    return FEW if told["session_kind"] == QUICK_FIVE else int(told["count"])


def draw_in_turn(random: Random, names: Sequence[str], wanted: int) -> list[str]:
    """None twice before all have come."""
    order = list[str]()
    while len(order) < wanted:
        order += random.sample(names, len(names))
    return order[:wanted]


def level_for(standing: Standing, rules: Sequence[str]) -> int:
    """The level of the dials for the rule that is known least."""
    return min(LEVEL_FOR.get(standing.levels.get(rule, NOT_STARTED), 1) for rule in rules)


def say_nothing_due(standing: Standing) -> str:
    """ "Nothing is due. Next: 14 June." """
    following = f" Next: {in_words(standing.next_due)}." if standing.next_due else ""
    return f"{'That was all for today.' if standing.is_done else 'Nothing is due.'}{following}"


def name_learning(told: Mapping[str, Any]) -> str:
    kind = str(told.get("session_kind"))
    return SET_WORDS.get(str(told.get("book")), "") if kind == TOPIC else SESSION_KINDS.get(kind, "A session")


def tell_learning(told: Mapping[str, Any], session: str) -> str:
    at_most = "at most " if told["session_kind"] == DAILY_REVIEW else ""
    return f"{at_most}{count_of(told)} cases, each as hard as you know its rule".capitalize()


LEARNING = Kind(
    slug="learning-centre",
    store_key="learning_answers",
    settle=settle_learning,
    choose=choose_settled,
    name=name_learning,
    tell=tell_learning,
)
PAPER, REHEARSAL = "paper", "rehearsal"
PAPER_SORTS: Choices = {PAPER: "Exam paper", REHEARSAL: "Rehearsal"}


def settle_paper(clockstart: Clockstart, uid: str, session: Record) -> dict[str, Any]:
    """The blueprint's terms as they are now, and the extra time of the person."""
    blueprint, rehearsal = BLUEPRINTS[session.data["profile"]], session.data["sort"] == REHEARSAL
    terms = blueprint.list_terms(rehearsal=rehearsal)
    extra = clockstart.store.papers.find(uid, TERMS) or {}
    return {
        "set": MIX,
        "feedback": "at_end",
        "called": "rehearsal" if rehearsal else "paper",
        "profile": blueprint.profile,
        "sort": session.data["sort"],
        "terms": terms.model_dump(mode="json"),
        "minutes_allowed": terms.minutes,
        "extra_time_percent": int(extra.get("extra_time_percent") or 0),
    }


def choose_of_paper(noted: Mapping[str, Any], seed: str) -> list[Chosen]:
    blueprint = BLUEPRINTS[noted["profile"]]
    return [Chosen(one.template, blueprint.level) for one in draw_paper(noted, seed)]


def draw_paper(noted: Mapping[str, Any], seed: str) -> list[Drawn]:
    return draw_items(BLUEPRINTS[noted["profile"]], seed, Terms(**noted["terms"]).items)


def name_paper(told: Mapping[str, Any]) -> str:
    title = BLUEPRINTS[told["profile"]].title if told.get("profile") in BLUEPRINTS else "Unknown job"
    return f"{title}, {PAPER_SORTS.get(str(told.get('sort')), 'Paper').lower()}"


def tell_paper(told: Mapping[str, Any], session: str) -> str:
    terms = Terms(**told["terms"]) if "terms" in told else None
    return f"{terms.items} items, {told['minutes_allowed']} minutes" if terms else "One item a page"


EXAM = Kind(
    slug="certification",
    store_key="exam_attempts",
    settle=settle_paper,
    choose=choose_of_paper,
    name=name_paper,
    tell=tell_paper,
    is_paper=True,
)
KINDS: Mapping[str, Kind] = {one.slug: one for one in (SESSIONS, LEARNING, EXAM)}


def read_place(place: str) -> tuple[Kind, str]:
    """The kind and the id of a session by its address. Raises NotFound for none."""
    slug, _, session = place.partition("/")
    return get_kind(slug), session


def get_kind(slug: str) -> Kind:
    """Raises NotFound for a module that has no sessions of cases."""
    if slug not in KINDS:
        raise NotFound("There is no such session.")
    return KINDS[slug]
