"""How long inactive people are kept, who is due for erasure, and erasing one of them with proof."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from auth.actor import Actor
from auth.policy import check_administer
from dashapp.context import Clockstart
from dashapp.services.feedback import student_notes
from storage import keys
from storage.accounts import Person
from storage.erasure import Erased, erase_user
from storage.errors import NotFound, Refused
from storage.record import Trace

SETTING = "retention_months"
CHOICES: Mapping[str, str] = {
    "": "Nobody is ever due",
    "6": "6 months",
    "12": "12 months",
    "24": "2 years",
    "36": "3 years",
    "72": "6 years",
}


@dataclass(frozen=True, slots=True)
class Due:
    """Somebody who has done nothing for longer than people are kept."""

    person: Person
    last_active: datetime
    records: int


def find_months(clockstart: Clockstart) -> str:
    """After how many months without activity people are due for erasure; "" for never."""
    stored = clockstart.store.settings.get(SETTING)
    return stored if stored in CHOICES else ""


def put_months(clockstart: Clockstart, actor: Actor, months: str, trace: Trace) -> None:
    """Raises Forbidden, and Refused for a time that is not offered."""
    check_administer(actor)
    if months not in CHOICES:
        raise Refused("Choose one of the times offered.")
    clockstart.store.settings.put(SETTING, months)
    clockstart.store.audit.enter(
        None, "retention_changed", trace=trace, now=clockstart.now, kept=CHOICES[months].lower()
    )


def list_due(clockstart: Clockstart) -> list[Due]:
    """Everybody who has done nothing themselves for as long as is set, the longest inactive first."""
    months = find_months(clockstart)
    if not months:
        return []
    people = clockstart.store.people.list()
    acts = clockstart.store.audit.last_acts([person.uid for person in people])
    last = {one.uid: datetime.fromisoformat(acts[one.uid]) if acts[one.uid] else one.created_at for one in people}
    since = months_before(clockstart.now.date(), int(months))
    late = [one for one in people if last[one.uid].date() <= since]
    counts = clockstart.store.records.summaries([one.uid for one in late])
    due = [Due(one, last[one.uid], sum(item.count for item in counts[one.uid].values())) for one in late]
    return sorted(due, key=lambda one: (one.last_active, one.person.name))


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or its last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def get_subject(clockstart: Clockstart, actor: Actor, uid: str) -> Person:
    """The person who may be erased. Raises Forbidden, NotFound, and Refused for oneself."""
    check_administer(actor)
    person = clockstart.store.people.find(uid)
    if person is None:
        raise NotFound("There is no such person.")
    if uid == actor.uid:
        raise Refused("You cannot erase yourself. Ask another administrator.")
    return person


def erase(clockstart: Clockstart, actor: Actor, uid: str, typed: str, trace: Trace) -> Erased:
    """Erase a person for good. `typed` must be their e-mail address. Raises Refused when it is not, Forbidden,
    NotFound."""
    person = get_subject(clockstart, actor, uid)
    if keys.normalise_email(typed) != person.email:
        raise Refused(f"This is not the address of {person.name}. Nothing has been erased.")
    return erase_person(clockstart, person, trace)


def erase_person(clockstart: Clockstart, person: Person, trace: Trace) -> Erased:
    """Erase a person and the notes that others keep about them. The notes go first: while the person is there, an
    erasure that was interrupted is simply done again. Who may ask for it is for the caller to say."""
    student_notes.erase_about(clockstart, person, trace)
    return erase_user(clockstart.store.client, person.uid, trace=trace, now=clockstart.now)
