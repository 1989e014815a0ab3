"""Looking at a learner's pages as the learner sees them: read-only, held by the session, entered in the trail."""

from auth.actor import Actor, as_actor
from auth.context import Auth, current_trace
from auth.policy import can_view_as, check_view_as
from auth.signing_in import SignedInUser, note_look_over
from storage.errors import NotFound
from storage.person import Person
from storage.record import Trace

LOOKS_ONLY = "You are looking at somebody else's pages. Nothing can be changed until you stop looking."


def start_viewing(auth: Auth, user: SignedInUser, uid: str) -> None:
    """Look at the pages of a learner from now on. Raises NotFound outside the actor's reach, Forbidden for others."""
    person = auth.store.people.find(uid)
    if person is None:
        raise NotFound("There is no such person.")
    check_view_as(user.actor, person)
    ends = {"at_latest": user.session.ends_at.isoformat(timespec="seconds")}
    auth.store.audit.enter(uid, "view_started", trace=trace_of(user.person), now=auth.clock(), **ends)
    user.session = auth.store.sessions.look_at(user.person.uid, user.session, uid)


def stop_viewing(auth: Auth, user: SignedInUser, why: str = "stopped") -> str:
    """See one's own pages again; the uid of the person whose pages were looked at, "" when there was none."""
    looking = user.session
    if looking.viewing:
        user.session = auth.store.sessions.look_at(user.person.uid, looking, "")
        note_look_over(auth, user.person, looking, why)
    return looking.viewing


def find_viewed(auth: Auth, user: SignedInUser) -> Actor | None:
    """The learner whose pages are looked at, as the actor of this request. Whether it is still allowed is asked anew
    each time: when it is not, the looking ends and the request goes on as the person's own."""
    if not user.session.viewing:
        return None
    person = auth.store.people.find(user.session.viewing)
    if person is None or not can_view_as(user.actor, person):
        stop_viewing(auth, user, "not allowed any more")
        return None
    access = auth.store.settings.list_overrides("person", person.uid)
    return as_actor(person, access, viewer=user.person)


def trace_of(viewer: Person) -> Trace:
    told = current_trace()
    return Trace(viewer.uid, told.trace, told.ip)
