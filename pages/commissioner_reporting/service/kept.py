"""Kept returns: a month's return as it was prepared, who prepared it and by which rules, and who signed it off.

A kept return is a record of whoever prepared it. Its figures are worked out when it is kept and never change; a
sign-off stands beside it, by a different person who looks after the one who prepared it.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from auth import policy
from auth.actor import Actor
from auth.errors import Forbidden
from dashapp.context import Clockstart
from dashapp.services.access import access
from dashapp.services.records.records import RULES_VERSION, new_id
from pages.commissioner_reporting.service.figures import month_figures
from pages.commissioner_reporting.service.lists import ReportedList, read_list
from pages.commissioner_reporting.service.packing import pack_lines, pack_words, unpack_lines, unpack_words
from pages.commissioner_reporting.service.report_query import ReportAsked, read_asked
from rules.returns import check_return
from rules.returns.layout import Part, ReturnLine
from rules.returns.pathways import Month, month_of
from storage.errors import NotFound, Refused
from storage.record import Record, Trace
from words.phrases import plural

REPORTS = "commissioner_reports"
MADE = "figures"


@dataclass(frozen=True, slots=True)
class SignOff:
    """Who signed a kept return off, in which role, when, and in which words."""

    uid: str
    name: str
    role: str
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class KeptReturn:
    """One kept return. `figures` are the headline ones by name; `sign_off` None while nobody signed."""

    owner: str
    record_id: str
    month: Month
    scope_key: str
    scope_words: str
    note: str
    prepared_by: str
    prepared_at: datetime
    rules_version: str
    provider: str
    host: str
    figures: Mapping[str, Any]
    findings: tuple[str, ...]
    packed: Mapping[str, str]
    sign_off: SignOff | None

    @property
    def lines(self) -> list[ReturnLine]:
        """The whole return, `C_999` rows included."""
        return unpack_lines(self.packed["lines"])

    @property
    def open_pathways(self) -> set[str]:
        """The periods it counted as open: `owner/record/clock start`."""
        return set(unpack_words(self.packed["open"]))


def keep(clockstart: Clockstart, actor: Actor, asked: ReportAsked, note: str, trace: Trace, record_id: str = "") -> str:
    """Keep the month's return of a whole list as a record of the actor's; the new record's id. Raises Refused for a
    return of a part of the list, MustWait for a list whose clocks have to be worked out first."""
    access.check_can_write(clockstart, actor, actor.uid)
    if asked.given.line or asked.given.commissioner:
        raise Refused("A return is kept whole: take off the treatment function and the commissioner first.")
    data = {
        "month": asked.month.first.isoformat(),
        "whose": whose_of(asked.scope.key),
        "note": note.strip() or None,
        MADE: work_out(clockstart, actor, asked),
    }
    record_id = record_id or new_id()
    clockstart.store.records.put(
        actor.uid,
        REPORTS,
        record_id,
        {name: value for name, value in data.items() if value is not None},
        op=record_id,
        seen_rev=0,
        trace=trace,
        now=clockstart.now,
        rules_version=RULES_VERSION,
    )
    return record_id


def whose_of(key: str) -> str:
    """The kind of list a scope's key means, as the record stores it."""
    return key if key in ("own", "all") else key.partition("-")[0]


def work_out(clockstart: Clockstart, actor: Actor, asked: ReportAsked) -> dict[str, Any]:
    """What is kept with a return: the lines, what was open, the headline figures, the remarks, who and when."""
    listed = read_list(clockstart, asked)
    lines, figures = listed.lines(), month_figures(listed)
    return {
        "scope": asked.scope.key,
        "words": asked.scope.words,
        "by": actor.uid,
        "name": actor.name,
        "at": clockstart.now.isoformat(timespec="seconds"),
        "rules_version": RULES_VERSION,
        "provider": asked.given.provider,
        "host": asked.given.host,
        "headline": {
            **figures.list._asdict(),
            "decided": figures.decided,
            "admitted": figures.admitted,
            "non_admitted": figures.non_admitted,
            "new": figures.new,
            "foreign": figures.foreign,
        },
        "findings": [finding.code for finding in check_return(lines)],
        "lines": pack_lines(lines),
        "open": pack_words(sorted(name_open(listed, asked.month))),
    }


def say_made(made: Any) -> str:
    """ "48 lines: 14 treatment functions, 4 commissioners"."""
    if not isinstance(made, dict) or "lines" not in made:
        return "No return"
    lines = unpack_lines(made["lines"])
    functions, commissioners = ({getattr(one, name) for one in lines} for name in ("line", "commissioner"))
    counted = (
        f"{plural(len(functions - {'C_999'}), 'treatment function')}, {plural(len(commissioners), 'commissioner')}"
    )
    return f"{plural(len(lines), 'line')}: {counted}"


def name_open(listed: ReportedList, month: Month) -> Iterator[str]:
    """The open periods of a month, each as `owner/record/clock start`."""
    columns = listed.columns.where(listed.parts(month)[Part.PART_2])
    for row in columns.rows:
        yield f"{columns.people[row['owner']]}/{columns.ids[row['record']]}/{row['start']}"


def gather(clockstart: Clockstart, actor: Actor, values: Mapping[str, Any], known: Record | None) -> dict[str, Any]:
    """What the form's answers are kept with: the figures of a new return, those it had of one that is there.

    Raises Refused for a month that is not over, and for an edit that would put other figures under the same name.
    """
    if known is not None and MADE in known.data:
        if any(str(values.get(name) or "") != str(known.data.get(name) or "") for name in ("month", "whose")):
            raise Refused("The figures of a kept return stay as they are. Keep another one for another month or list.")
        return {**values, MADE: known.data[MADE]}
    month = date.fromisoformat(str(values["month"]))
    query = {"whose": [find_key(clockstart, actor, values)], "month": [f"{month:%Y-%m}"]}
    asked = read_asked(clockstart, actor, query)
    return {**values, "month": asked.month.first.isoformat(), MADE: work_out(clockstart, actor, asked)}


def find_key(clockstart: Clockstart, actor: Actor, values: Mapping[str, Any]) -> str:
    """The scope that a form names: a cohort or a person by name, inside the actor's reach. Raises NotFound."""
    whose, name = str(values["whose"]), str(values.get("whose_name") or "").strip().casefold()
    if whose == "cohort":
        cohorts = clockstart.store.people.list_cohorts()
        found = next((one.id for one in cohorts if one.name.casefold() == name), "")
    elif whose == "person":
        people = access.list_people(clockstart, actor)
        found = next((one.uid for one in people if name in (one.name.casefold(), one.email)), "")
    else:
        return whose
    return f"{whose}-{found}"


def list_kept(clockstart: Clockstart, actor: Actor) -> list[KeptReturn]:
    """Every kept return the actor may read, the newest month first. Records that hold no figures are left out."""
    uids = {actor.uid, *(person.uid for person in access.list_people(clockstart, actor))}
    summaries = clockstart.store.records.summaries(sorted(uids))
    found = [
        kept
        for uid in sorted(uids)
        if (summary := summaries[uid].get(REPORTS)) is not None and summary.count
        for record in clockstart.store.records.list(uid, REPORTS)
        if (kept := read_kept(clockstart, uid, record)) is not None
    ]
    return sorted(found, key=lambda kept: (kept.month.first, kept.prepared_at), reverse=True)


def get_kept(clockstart: Clockstart, actor: Actor, uid: str, record_id: str) -> KeptReturn:
    """One kept return. Raises NotFound, also for one outside the actor's reach."""
    access.check_can_read(clockstart, actor, uid)
    kept = read_kept(clockstart, uid, clockstart.store.records.get(uid, REPORTS, record_id))
    if kept is None:
        raise NotFound("That record holds no figures of a return.")
    return kept


def read_kept(clockstart: Clockstart, uid: str, record: Record) -> KeptReturn | None:
    """A record as a kept return; None for one that was written without figures."""
    made = record.data.get(MADE)
    if not isinstance(made, dict) or "lines" not in made:
        return None
    return KeptReturn(
        owner=uid,
        record_id=record.id,
        month=month_of(date.fromisoformat(record.data["month"])),
        scope_key=made["scope"],
        scope_words=made["words"],
        note=str(record.data.get("note") or ""),
        prepared_by=made["name"],
        prepared_at=datetime.fromisoformat(made["at"]),
        rules_version=made["rules_version"],
        provider=made["provider"],
        host=made["host"],
        figures=made["headline"],
        findings=tuple(made["findings"]),
        packed={"lines": made["lines"], "open": made["open"]},
        sign_off=find_sign_off(clockstart, uid, record.id, made),
    )


def find_sign_off(clockstart: Clockstart, uid: str, record_id: str, made: Mapping[str, Any]) -> SignOff | None:
    """The sign-off of exactly these figures."""
    told = clockstart.store.sign_offs.find(uid, record_id)
    if told is None or told["digest"] != digest_of(made):
        return None
    return SignOff(told["uid"], told["name"], told["role"], datetime.fromisoformat(told["at"]), told["words"])


def digest_of(made: Mapping[str, Any]) -> str:
    return hashlib.sha256(f"{made['lines']}{made['at']}".encode()).hexdigest()


def can_sign(clockstart: Clockstart, actor: Actor, uid: str) -> bool:
    """Whether the actor may sign off what `uid` prepared: another person, who looks after them or administers."""
    person = clockstart.store.people.find(uid)
    return person is not None and policy.can_review(actor, person)


def sign_off(clockstart: Clockstart, actor: Actor, uid: str, record_id: str, words: str, trace: Trace) -> KeptReturn:
    """Sign a kept return off under the actor's name. Raises NotFound outside the actor's reach, Forbidden for one's own
    work, Refused while a check says that something is wrong and no words say why it is signed all the same."""
    kept = get_kept(clockstart, actor, uid, record_id)
    if not can_sign(clockstart, actor, uid):
        raise Forbidden("Somebody else signs a return off: a manager of whoever prepared it, or an administrator.")
    words = words.strip()
    if wrong_in(kept) and not words:
        raise Refused("A check says that something is wrong. Say why the return is signed off all the same.")
    made = clockstart.store.records.get(uid, REPORTS, record_id).data[MADE]
    told = {
        "uid": actor.uid,
        "name": actor.name,
        "role": actor.role,
        "at": clockstart.now.isoformat(timespec="seconds"),
        "words": words,
        "digest": digest_of(made),
    }
    clockstart.store.sign_offs.put(uid, record_id, told)
    about = {"what": f"return for {kept.month.first:%B %Y}", "report": record_id, "words": words}
    clockstart.store.audit.enter(uid, "sign-off", trace=trace, now=clockstart.now, **about)
    return get_kept(clockstart, actor, uid, record_id)


def wrong_in(kept: KeptReturn) -> list[str]:
    """The sentences of the checks that say that something is wrong."""
    return [finding.text for finding in check_return(kept.lines) if finding.severity.value == "breach"]


def find_for(clockstart: Clockstart, actor: Actor, asked: ReportAsked) -> list[KeptReturn]:
    """The kept returns of this list and month that the actor may read, signed ones first, then the newest."""
    found = [
        kept for kept in list_kept(clockstart, actor) if kept.month == asked.month and is_same_list(kept, asked, actor)
    ]
    return sorted(found, key=lambda kept: kept.sign_off is None)


def is_same_list(kept: KeptReturn, asked: ReportAsked, actor: Actor) -> bool:
    """Whether a return was kept of the list that is asked for: `own` and `all` mean those of who kept it."""
    return kept.scope_key == asked.scope.key and (kept.owner == actor.uid or kept.scope_key not in ("own", "all"))
