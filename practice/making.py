"""Making cases: the same template, seed, dials and day give the same case, byte for byte, in every process.

A seed is text. The cases of a set have the seed of the set with a number: 4821#1, 4821#2, and each can be made alone.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from hashlib import sha256
from random import Random
from typing import Any, Final, NamedTuple

from practice.case import Case, CaseError, Truth, describe_event
from practice.dials import Dials
from practice.evidence import draw_evidence
from practice.families import FAMILIES
from practice.family import Family
from practice.noise import draw_noise, find_end
from practice.patients import CHILDREN, SURGICAL, WHERE, draw_patient
from practice.records import Edit, Record, apply, list_rows, read_clock
from practice.slips import SLIPS
from practice.story import Story
from rules.events import Event, parse_event
from rules.rtt import STATUS_CODES, codes_for, read_effect, read_pathway
from words.nhs_number import synthetic_nhs_numbers
from words.pasted import quote

NOISE_TRIES: Final = 12
STEPS_OF_A_NUMBER: Final = 9
"""So many steps on there is another number, all but never an overlap: one step in eleven gives none."""
HOSPITAL: Final = "RXA"
OF_ADULTS: Final = frozenset(("self_referral_received", "thinking_time_agreed", "patient_requests_delay"))
"""What a child does not do for itself."""
LISTED: Final = frozenset(("codes", "appointments"))
"""Parts of a row that its events say."""


class Slipped(NamedTuple):
    """A slip and the changes it made."""

    slip: str
    edits: list[Edit]


class Made(NamedTuple):
    """A case with what its record would be without slips, and the slips in it: for the gate, and for explaining."""

    case: Case
    clean: Record
    slipped: list[Slipped]


def make(template: str, seed: str, dials: Dials, today: date) -> Case:
    """A case of a template such as `dna-first@1`, or of a family's present one by its name.

    CaseError for a template that is not, or no longer, there.
    """
    return make_whole(template, seed, dials, today).case


def make_set(template: str, seed: str, dials: Dials, today: date, count: int) -> Iterator[Case]:
    """So many cases from one seed."""
    return (make(template, f"{seed}#{number}", dials, today) for number in range(1, count + 1))


def make_whole(template: str, seed: str, dials: Dials, today: date) -> Made:
    """The same case with its clean record and its slips."""
    family = find_family(template)
    random = Random(_digest(family.name, str(family.version), seed))
    truth, asked = _tell(family, random, dials, today)
    quiet = truth
    truth = _add_noise(family, random, truth, asked, dials, today) if family.kind != "validate" else truth
    share, among = _find_share(family, truth, asked), _find_specialties(truth, asked)
    patient = draw_patient(random, _find_number(family.name, seed), today, share, among)
    patient |= [("specialty", WHERE[one]) for one in asked.values() if isinstance(one, str) and one in WHERE]
    clean = _keep_record(truth, patient)
    evidence = draw_evidence(random, _leave_out(quiet, truth, dials.missing), asked)
    slipped = _slip(family, random, clean, dials, today)
    record = describe_record(clean, slipped, today) | _mislead(family, random, truth, asked, dials, today)
    shown = _ask_about(record) if family.kind == "validate" else {}
    case = Case(
        family=family.name,
        kind=family.kind,
        as_of=today,
        truth=truth,
        asked={**asked, **shown, "facets": list(family.asks)},
        id=f"{_digest(family.template, seed):064x}"[:12],
        template=family.template,
        seed=seed,
        level=dials.level,
        patient=patient,
        evidence=evidence,
        record=record,
        slips=tuple(one.slip for one in slipped),
    )
    return Made(case, clean, slipped)


def _find_share(family: Family, truth: Truth, asked: Mapping[str, Any]) -> float:
    """How many of those whom such a story is told of are children: all who have to grow first, none who consent for
    themselves or are on a cancer pathway, where children have standards of their own."""
    if any(event.details.get("reason") == "age_or_growth" for event in truth.events):
        return 1
    if not OF_ADULTS.isdisjoint(_list_names(truth, asked)):
        return 0
    is_cancer = any(rule.startswith(("CWT-", "MDT-")) for rule in family.rules)
    return 0 if is_cancer or "capacity" in asked else CHILDREN


def _find_specialties(truth: Truth, asked: Mapping[str, Any]) -> frozenset[str] | None:
    """Those that operate, where an operation is decided on; None for any."""
    return SURGICAL if "decision_to_admit" in _list_names(truth, asked) else None


def _list_names(truth: Truth, asked: Mapping[str, Any]) -> set[str]:
    return {*(event.name for event in truth.events), str(asked.get("event"))}


def find_family(template: str) -> Family:
    """The family of a template or name; CaseError when it is not known, or has another version now."""
    family = FAMILIES.get(template.partition("@")[0])
    if family is None or template not in {family.name, family.template}:
        raise CaseError(f"There is no template {quote(template)}.")
    return family


def _digest(*parts: str) -> int:
    return int.from_bytes(sha256("\n".join(parts).encode()).digest())


def _tell(family: Family, random: Random, dials: Dials, today: date) -> tuple[Truth, dict[str, Any]]:
    story = Story(random, dials, today)
    family.draw(story)
    return story.tell()


def _find_number(family: str, seed: str) -> str:
    """Within a set all numbers differ."""
    base, mark, number = seed.rpartition("#")
    base, number = (base, number) if mark else (seed, "")
    place = int(number) if number.isdecimal() else 0
    return next(synthetic_nhs_numbers(_digest(family, base) % 2**32, place * STEPS_OF_A_NUMBER))


def _add_noise(
    family: Family, random: Random, truth: Truth, asked: Mapping[str, Any], dials: Dials, today: date
) -> Truth:
    """Noise counts only where it changes nothing of what is asked."""
    event = parse_event(asked) if "event" in asked else None
    wanted = max(dials.noise, dials.events[0] - len(truth.events) - 1) if dials.noise and family.noise else 0
    if not (truth.events or event):
        return truth
    right, left, until = _read(truth, event, today), wanted, event or find_end(truth)
    for _ in range(wanted and NOISE_TRIES):
        noise = draw_noise(random, family.noise, truth, until) if left else None
        tried = replace(truth, events=(*truth.events, noise)) if noise else truth
        if noise and _read(tried, event, today) == right:
            truth, left = tried, left - 1
    return replace(truth, events=tuple(sorted(truth.events, key=lambda one: one.date)))


def _read(truth: Truth, event: Event | None, today: date) -> object:
    """What an event does, or where none is asked about what all of them did."""
    before = read_pathway(truth.events if event else (), today)
    after = read_pathway([*truth.events, *([event] if event else [])], today)
    rules = Counter(step.rule.ident for step in after.steps)
    rules.subtract(step.rule.ident for step in before.steps)
    found = {finding.code for finding in (*before.findings, *after.findings)}
    return read_effect(before, after), +rules, codes_for(before, event, after) if event else after.periods, found


def _leave_out(quiet: Truth, truth: Truth, count: int) -> Truth:
    """What documents say: all, or all but so many of the events that change nothing."""
    noise = [event for event in truth.events if event not in quiet.events][:count]
    return replace(truth, events=tuple(event for event in truth.events if event not in noise))


def _keep_record(truth: Truth, patient: Mapping[str, str]) -> Record:
    number = patient["nhs_number"]
    named = {"pathway": f"{HOSPITAL}{number}", "patient": number, "nhs_number": number, "tfc": patient["specialty"]}
    named |= {"ppid": f"{HOSPITAL}{number:0>17}", "ppid_issuer": HOSPITAL, "provider": HOSPITAL}
    return Record(truth.events, named)


def _slip(family: Family, random: Random, clean: Record, dials: Dials, today: date) -> list[Slipped]:
    is_clean = random.random() < dials.clean and not _needs_slip(family, clean, today)
    if is_clean or not dials.slips[1]:
        return []
    wanted = random.randint(max(1, dials.slips[0]), dials.slips[1])
    chosen: list[Slipped] = []
    for name in random.sample(family.slips, len(family.slips)):
        if len(chosen) == wanted:
            break
        edits = SLIPS[name].find(clean, random, today)
        touched = {edit.part for other in chosen for edit in other.edits}
        if edits and touched.isdisjoint(edit.part for edit in edits):
            chosen.append(Slipped(name, edits))
    return chosen


def _mislead(
    family: Family, random: Random, truth: Truth, asked: Mapping[str, Any], dials: Dials, today: date
) -> dict[str, str]:
    """A code that somebody entered for the event asked about, and that does not fit it; {} where none misleads."""
    if "event" not in asked or "code" not in family.asks or random.random() >= dials.misleads:
        return {}
    event = parse_event(asked)
    before, after = read_pathway(truth.events, today), read_pathway([*truth.events, event], today)
    return {"recorded_code": random.choice(sorted(STATUS_CODES.keys() - codes_for(before, event, after)))}


def _needs_slip(family: Family, clean: Record, today: date) -> bool:
    """Whether it is only on the list because something is wrong: its clock does not run."""
    return family.kind == "validate" and read_clock(clean, today).status != "open"


def describe_record(clean: Record, slipped: list[Slipped], today: date) -> dict[str, Any]:
    """What the system shows: `events` as entered, `about` with the values of the row, `copies` of further rows."""
    record = apply(clean, [edit for one in slipped for edit in one.edits])
    row = list_rows(record, today)[0]
    known = {name: value for name in row.__slots__ if (value := getattr(row, name)) is not None}
    about = {name: value for name, value in known.items() if name not in LISTED} | dict(record.about)
    shown = {"events": [describe_event(event) for event in record.entered], "about": about}
    return {**shown, "copies": [dict(copy) for copy in record.copies]} if record.copies else shown


def _ask_about(record: Mapping[str, Any]) -> dict[str, Any]:
    """What the row shows, as values of the question."""
    about = record["about"]
    shown = {"recorded_start": about.get("clock_start"), "recorded_stop": about.get("clock_stop")}
    return {"recorded_status": "open" if about.get("open") else "closed", **shown}
