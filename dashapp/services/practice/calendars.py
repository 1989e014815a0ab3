"""What is assigned to a person as a calendar (RFC 5545), for whoever knows its address."""

from datetime import UTC, datetime, time

from icalendar import Calendar, Event

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.services.access import access
from dashapp.services.people.accounts import trace_of
from dashapp.services.practice import assigned
from dashapp.services.practice.assigned import Standing
from storage.errors import NotFound
from words.phrases import plural


def make_link(clockstart: Clockstart, actor: Actor) -> str:
    """The path of a new calendar of the actor's; the one before works no more."""
    access.check_can_write(clockstart, actor, actor.uid)
    token = clockstart.store.calendars.make(actor.uid)
    clockstart.store.audit.enter(actor.uid, "calendar_link_made", trace=trace_of(actor), now=clockstart.now)
    return f"/calendar/{token}.ics"


def take_back(clockstart: Clockstart, actor: Actor) -> None:
    """The actor's calendar is there for nobody any more."""
    access.check_can_write(clockstart, actor, actor.uid)
    if clockstart.store.calendars.take_back(actor.uid):
        clockstart.store.audit.enter(actor.uid, "calendar_link_revoked", trace=trace_of(actor), now=clockstart.now)


def read_calendar(clockstart: Clockstart, token: str) -> bytes:
    """Due dates of whoever the token is of. Raises NotFound for a token of nobody, or of somebody deactivated."""
    uid = clockstart.store.calendars.find(token)
    person = clockstart.store.people.find(uid) if uid else None
    if person is None or not person.active:
        raise NotFound("There is no such calendar.")
    calendar = Calendar()
    for name, value in (("prodid", "-//Clockstart//EN"), ("version", "2.0"), ("x-wr-calname", "Clockstart")):
        calendar.add(name, value)
    for one in assigned.list_assigned(clockstart, access.get_actor(clockstart, person.uid)):
        calendar.add_component(make_event(one))
    return bytes(calendar.to_ical())


def make_event(one: Standing) -> Event:
    """The day an assignment is due, as a whole day."""
    known, event = one.assignment, Event()
    done = "Handed in: " if one.handed_in else ""
    event.add("uid", f"{known.id}@clockstart")
    event.add("dtstamp", datetime.combine(known.moved[-1].on if known.moved else known.made_on, time(), UTC))
    event.add("dtstart", one.due_on)
    event.add("summary", f"{done}{known.title}")
    event.add("description", f"{plural(int(known.cases), 'case')}, due on this day.")
    event.add("transp", "TRANSPARENT")
    return event
