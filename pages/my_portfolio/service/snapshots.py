"""What is sealed when a portfolio is submitted: a copy of all it cites, with a digest; and what a tutor says of it.

A copy holds, for each piece of work, the record as it was, what the checks found in it and the feedback on it that was
released, and the rules' levels of that day. The digest is the SHA-256 of the copy as JSON with sorted keys; it is in
the record and with it in the audit trail, so that a copy that was changed is told.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import orjson

from auth import policy
from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.declare.module import Module
from dashapp.services.access import access
from dashapp.services.feedback import reviews
from dashapp.services.practice.standing import read_standing
from dashapp.services.practice.training import list_rules
from dashapp.services.records import records
from dashapp.services.records.picks import find_work
from practice.competencies import COMPETENCIES
from practice.mastery import NOT_STARTED
from rules import RULES_VERSION
from storage.errors import NotFound, Refused
from storage.record import Record, Trace
from storage.reviews import FEEDBACK

PORTFOLIOS = "portfolio_submissions"
DRAFT, SUBMITTED, RETURNED, ACCEPTED, WITHDRAWN = "draft", "submitted", "returned", "accepted", "withdrawn"
CAN_SUBMIT = frozenset({DRAFT, RETURNED, WITHDRAWN})
OLD, MOST_COMPETENCIES, LONGEST_SAID = timedelta(days=365), 3, 2000


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A sealed copy, and the digest that the portfolio's record has of it ("" for one that was replaced)."""

    id: str
    told: Mapping[str, Any]
    digest: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether it is what was sealed."""
        return self.digest in {"", digest_of(self.told)}


def digest_of(told: Mapping[str, Any]) -> str:
    """SHA-256 of the copy as JSON with sorted keys, in hexadecimal."""
    return sha256(orjson.dumps(told, option=orjson.OPT_SORT_KEYS)).hexdigest()


def state_of(record: Record) -> str:
    return str(record.data.get("state") or DRAFT)


def list_cited(record: Record) -> list[Mapping[str, Any]]:
    """The pieces of work a portfolio names, also when the module would not accept them."""
    rows = record.data.get("evidence")
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def make_copy(clockstart: Clockstart, uid: str, record: Record) -> dict[str, Any]:
    """What would be sealed now. Raises Refused for evidence that was removed."""
    owner, said = access.get_actor(clockstart, uid), record.data
    levels = read_standing(clockstart, uid).levels
    named = [slug for slug in said.get("competencies") or () if slug in COMPETENCIES]
    return {
        **{name: said.get(name) for name in ("title", "role_profile", "competencies", "period_from", "period_to")},
        **{name: said.get(name) for name in ("statement", "own_work")},
        "name": owner.name,
        "submitted_on": clockstart.today.isoformat(),
        "rules_version": RULES_VERSION,
        "levels": {slug: {rule: levels.get(rule, NOT_STARTED) for rule in list_rules(slug)} for slug in named},
        "evidence": [copy_cited(clockstart, owner, row) for row in list_cited(record)],
    }


def copy_cited(clockstart: Clockstart, owner: Actor, row: Mapping[str, Any]) -> dict[str, Any]:
    """One piece of work as it is now."""
    told = {name: row.get(name) for name in ("kind", "item", "outside", "competency", "why")}
    if not row.get("item"):
        return told
    found = find_work(clockstart, owner.uid, str(row["item"]))
    if found is None:
        raise Refused("A piece of work that this portfolio names was removed. Bring it back, or take it out here.")
    module, work = found
    case = records.make_case(clockstart, owner.uid, module, work)
    opinions = reviews.list_visible(
        clockstart, owner, owner.uid, store_key=module.store_key, record=work.id, kind=FEEDBACK
    )
    return {
        **told,
        "module": module.title,
        "name": records.name_record(module, work),
        "changed_at": work.updated_at,
        "record": dict(work.data),
        "findings": [{"severity": one.severity.value, "text": one.text} for one in (case.findings if case else ())],
        "feedback": [{"grade": reviews.say_verdict(one), "text": one.text, "at": one.updated_at} for one in opinions],
    }


def list_remarks(told: Mapping[str, Any], today: date) -> Iterator[str]:
    """What a tutor would ask about, each in a sentence."""
    cited = told["evidence"]
    shown = {one["competency"] for one in cited}
    for slug in told["competencies"] or ():
        if slug not in shown:
            yield f"No work is named for “{COMPETENCIES[slug].title}”."
    for one in cited:
        name = one.get("name", "")
        if name and date.fromisoformat(one["changed_at"][:10]) < today - OLD:
            yield f"{name} is more than 12 months old."
        if any(found["severity"] == "breach" for found in one.get("findings", ())):
            yield f"{name} has something that is not in order. Put it right, or say why it is as it is."
        if one.get("record", {}).get("aided"):
            yield f"{name} was done with help."
    for item in {one["item"] for one in cited if one["item"]}:
        if len({one["competency"] for one in cited if one["item"] == item}) > MOST_COMPETENCIES:
            yield f"One piece of work is named for more than {MOST_COMPETENCIES} competencies."


def submit(clockstart: Clockstart, actor: Actor, record_id: str, operation: str, trace: Trace) -> Record:
    """Seal a copy and hand the portfolio in. Raises Refused for one that is handed in, names no work, or names work
    that was removed."""
    record = get_own(clockstart, actor, record_id)
    if record.op == f"{operation}-submit":
        return record
    if state_of(record) not in CAN_SUBMIT:
        raise Refused("This portfolio is handed in. Withdraw it first to submit it again.")
    if not list_cited(record):
        raise Refused("This portfolio names no work yet. Add at least one piece.")
    name = f"{record.id[:100]}-{records.check_id(operation)[:50]}"
    told = clockstart.store.snapshots.seal(actor.uid, name, make_copy(clockstart, actor.uid, record))
    sealed = {"state": SUBMITTED, "snapshot": name, "digest": digest_of(told), "said": None}
    return write(clockstart, actor.uid, record, sealed, f"{operation}-submit", trace)


def withdraw(clockstart: Clockstart, actor: Actor, record_id: str, operation: str, trace: Trace) -> Record:
    """Take it back before anybody has decided; the sealed copy stays. Raises Refused for one that is not handed in."""
    record = get_own(clockstart, actor, record_id)
    if state_of(record) not in {SUBMITTED, WITHDRAWN}:
        raise Refused("This portfolio is not waiting for anybody.")
    return write(clockstart, actor.uid, record, {"state": WITHDRAWN}, f"{operation}-withdraw", trace)


def decide(
    clockstart: Clockstart, actor: Actor, uid: str, record_id: str, signed: Collection[str], text: str, trace: Trace
) -> Record:
    """Sign competencies off, or with none of them return the portfolio. Raises NotFound outside the actor's reach,
    Forbidden for one's own, Refused for one that is not handed in, or returned without a word."""
    person = access.get_person(clockstart, actor, uid)
    policy.check_review(actor, person)
    _, record = get_any(clockstart, actor, uid, record_id)
    if state_of(record) != SUBMITTED:
        raise Refused("This portfolio is not handed in, or somebody has decided meanwhile.")
    names = [slug for slug in record.data["competencies"] if slug in signed]
    if not names and not text.strip():
        raise Refused("Say what is missing, so that it can be added.")
    if len(text) > LONGEST_SAID:
        raise Refused(f"Write at most {LONGEST_SAID:,} characters.")
    on = clockstart.today.isoformat()
    said = {"by": actor.name, "uid": actor.uid, "on": on, "signed_off": names, "text": text.strip()}
    state = ACCEPTED if names else RETURNED
    return write(clockstart, uid, record, {"state": state, "said": said}, f"{record.rev}-decide", trace)


def write(
    clockstart: Clockstart, uid: str, record: Record, sealed: Mapping[str, Any], operation: str, trace: Trace
) -> Record:
    """The record with what only Clockstart writes; Conflict when it was saved meanwhile."""
    data = {name: value for name, value in {**record.data, **sealed}.items() if value is not None}
    stored = clockstart.store.records.put(
        uid,
        PORTFOLIOS,
        record.id,
        data,
        op=operation,
        seen_rev=record.rev,
        trace=trace,
        links=None,
        rules_version=RULES_VERSION,
        now=clockstart.now,
    )
    return stored.record


def get_own(clockstart: Clockstart, actor: Actor, record_id: str) -> Record:
    """One's own portfolio to be changed. Raises NotFound, Forbidden."""
    access.check_can_write(clockstart, actor, actor.uid)
    return get_any(clockstart, actor, actor.uid, record_id)[1]


def get_any(clockstart: Clockstart, actor: Actor, uid: str, record_id: str) -> tuple[Module, Record]:
    """A portfolio the actor may read. Raises NotFound."""
    return records.get_record(clockstart, actor, uid, "my-portfolio", record_id)


def get_snapshot(clockstart: Clockstart, actor: Actor, uid: str, snapshot_id: str) -> Snapshot:
    """A sealed copy the actor may read, with the digest of the portfolio that has it. Raises NotFound."""
    module = access.get_module(clockstart, actor, "my-portfolio")
    access.check_can_read(clockstart, actor, uid)
    told = clockstart.store.snapshots.find(uid, snapshot_id)
    if told is None:
        raise NotFound("There is no such copy.")
    kept = clockstart.store.records.list(uid, module.store_key)
    return Snapshot(
        snapshot_id, told, next((of_copy(one) for one in kept if one.data.get("snapshot") == snapshot_id), "")
    )


def of_copy(record: Record) -> str:
    return str(record.data.get("digest") or "")


def list_signed_off(clockstart: Clockstart, uid: str) -> dict[str, Mapping[str, Any]]:
    """Competency → who signed it off and when, by the last portfolio that has it."""
    found: dict[str, Mapping[str, Any]] = {}
    for record in clockstart.store.records.list(uid, PORTFOLIOS):
        said = record.data.get("said")
        if state_of(record) == ACCEPTED and isinstance(said, Mapping):
            found |= dict.fromkeys(said.get("signed_off", ()), said)
    return found
