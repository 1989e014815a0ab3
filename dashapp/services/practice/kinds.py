"""The modules with sessions of cases: what is noted of one when it is begun, and which cases are drawn of that."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from dashapp.context import Clockstart
from dashapp.services.practice.sets import list_templates
from storage.errors import NotFound
from storage.record import Record

AFTER_EACH = "after_each"
SETTINGS = ("set", "families", "cases", "level", "feedback", "seed")


@dataclass(frozen=True)
class Kind:
    """`settle(clockstart, uid, session)` is what the cases are drawn with, whatever the record says later;
    `choose(noted, seed)` the template and level of each case; `name` what a session is called, `tell(answers, id)` what
    is in it.
    """

    slug: str
    store_key: str
    settle: Callable[[Clockstart, str, Record], Mapping[str, Any]]
    choose: Callable[[Mapping[str, Any], str], Sequence[tuple[str, int]]]
    name: Callable[[Mapping[str, Any]], str]
    tell: Callable[[Mapping[str, Any], str], str]


def settle_set(clockstart: Clockstart, uid: str, session: Record) -> dict[str, Any]:
    return {name: session.data.get(name) for name in SETTINGS}


def choose_of_set(noted: Mapping[str, Any], seed: str) -> list[tuple[str, int]]:
    """No template twice before all have come."""
    templates, wanted = list_templates(str(noted["set"]), noted.get("families") or ()), int(noted["cases"])
    random, order = Random(seed), list[str]()
    while len(order) < wanted:
        order += random.sample(templates, len(templates))
    return [(template, int(noted["level"])) for template in order[:wanted]]


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
KINDS: Mapping[str, Kind] = {one.slug: one for one in (SESSIONS,)}


def get_kind(slug: str) -> Kind:
    """Raises NotFound for a module that has no sessions of cases."""
    if slug not in KINDS:
        raise NotFound("There is no such session.")
    return KINDS[slug]
