"""What a clinic letter says about the clock: sentences, cues in them, what takes a cue back, one act, the rule books.

A suggestion for somebody who checks it. The cues are in `cues.toml`; what an act does to the clock the rule books say,
from the history of the pathway. Where the letter says nothing that decides, it does not say.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from practice.keys.rtt import list_dates, list_decisions
from practice.letters.days import find_clinic_day, find_day_in
from practice.letters.lexicon import WORDS, Cue, read_cues
from practice.letters.scopes import is_taken_back, may_still_be
from practice.letters.sentences import Sentence, split_sentences
from rules.event_values import read_values
from rules.events import EVENT_KINDS, Event, parse_event
from rules.rtt import Clock, codes_for, read_pathway, what_if
from words.phrases import in_words

LONGEST: Final = 8_000
SOME: Final = 99
"""All sentences of a letter: where none decides."""
NOT_SAID: Final = "not_said"
STRONG: Final = WORDS["strong"]
SHOWN: Final = ("since", "going_on", "monitor_team", "monitor_patient", "no_treatment", "discharged", "dna", "decided")
"""What is shown of a letter about a clock that does not run, where nothing decides."""
SHOWN_WITH: Final[Mapping[str, Sequence[str]]] = {
    "discharged": ("no_treatment", "open_door", "discharged", "no_outcome"),
    "monitor_team": ("no_treatment", "monitor_patient", "later"),
    "monitor_patient": ("no_treatment", "monitor_team", "later"),
    "dna": ("uncommunicated", "going_on", "reviewed"),
    "declines_all": ("discharged", "monitor_patient"),
    "transferred": ("discharged",),
    "separate": ("going_on",),
    "going_on": ("monitor_team", "dna"),
}
"""What is told together with an act, and shown with it."""
LONG: Final = WORDS["long"]
"""A time so long that whoever waits it is watched, and what is only said of a case that may come."""
AT_A_DISTANCE: Final = frozenset({"died", "dna"})
"""Acts that have a day of their own, where the sentence names one."""


class LetterError(ValueError):
    """A letter that cannot be read, with a sentence."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a letter says: the codes that fit, the decision and the day that changed, the passages that decide, and why
    in a sentence; without codes it does not say."""

    codes: tuple[str, ...]
    decision: str
    day: date | None
    deciding: tuple[str, ...]
    why: str
    acts: tuple[str, ...] = ()


def read_letter(history: Sequence[Event], letter_date: date, text: str) -> Reading:
    """Raises LetterError for a text that is empty, too long or no text."""
    check_text(text)
    sentences = split_sentences(text)
    before = read_pathway(history, letter_date)
    told = find_acts(sentences)
    if "going_on" in told and all(LONG.search(sentences[at].text) for at in told["going_on"]):
        told["later"] = told.pop("going_on")
    act = choose_act(told, before, history)
    if act is None:
        return Reading((), NOT_SAID, None, (), "The letter does not say what happens next.", tuple(told))
    name, decides = act
    shown = [*decides, *(at for one in SHOWN_WITH.get(name, ()) for at in told.get(one, ()))]
    days = {event.date for event in history}
    clinic = find_clinic_day(sentences, letter_date, days)
    on = find_act_day(name, [sentences[at].text for at in shown if at < len(sentences)], clinic, letter_date)
    event = make_event(name, told, before, has_been_seen(before, history), on)
    return tell(history, before, event, letter_date, sentences, shown, told)


def check_text(text: Any) -> None:
    if not isinstance(text, str) or not text.strip():
        raise LetterError("There is no letter to read.")
    if len(text) > LONGEST:
        raise LetterError(f"A letter has at most {LONGEST:,} characters; this one has {len(text):,}.")
    if "\x00" in text:
        raise LetterError("This is not text.")


def tell(
    history: Sequence[Event],
    before: Clock,
    event: Event,
    as_of: date,
    sentences: Sequence[Sentence],
    shown: Sequence[int],
    told: Mapping[str, Any],
) -> Reading:
    """What the rule books say of the act."""
    was, after, _ = what_if(history, event, max(as_of, event.date))
    codes = sorted(codes_for(was, event, after)) or list_state_codes(before)
    days = list_dates(was, event, after)
    decision = list_decisions(was, event, after)[0]
    why = f"Read as: {EVENT_KINDS[event.name].label}, {in_words(event.date)}."
    return Reading(tuple(codes), decision, days[0] if days else None, join_passages(sentences, shown), why, tuple(told))


def list_state_codes(clock: Clock) -> list[str]:
    """The code of an activity that leaves the clock as it stands."""
    known = {"open": ["20"], "active_monitoring": ["91"], "stopped": ["90"], "nullified": ["90"], "not_rtt": ["98"]}
    return known.get(clock.status, [])


def find_acts(sentences: Sequence[Sentence]) -> dict[str, list[int]]:
    """Act → the sentences that tell of it; what was taken back, is past, may be or is somebody else's is left out."""
    found: dict[str, list[int]] = {}
    for at, sentence in enumerate(sentences):
        for act in list_told(sentence):
            found.setdefault(act, []).append(at)
    return found


def list_told(sentence: Sentence) -> Iterator[str]:
    for act, cues in read_cues().items():
        verdicts = [judge(act, cue, part) for part in sentence.parts for cue in cues]
        if True in verdicts:
            yield act
            if act == "discharged" and STRONG.search(sentence.text):
                yield "strong"
        elif None in verdicts and act in {"treated", "decided", "new_treatment", "monitor_team"}:
            yield "going_on"


def judge(act: str, cue: Cue, part: str) -> bool | None:
    """Whether the words tell of the act: True, False, or None where it is still to come."""
    answer: bool | None = False
    for found in cue.words.finditer(part):
        if cue.not_with and cue.not_with.search(part):
            return False
        if is_taken_back(act, part, found.start(), found.end()):
            continue
        if not may_still_be(act, part, found.start(), found.end()):
            return True
        answer = None
    return answer


Act = tuple[str, Sequence[int]]


def has_been_seen(before: Clock, history: Sequence[Event]) -> bool:
    """Whether the patient was seen since the clock began."""
    since = before.clock_start or date.min
    return any(one.name in {"appointment_attended", "treatment_started"} and one.date >= since for one in history)


def choose_act(told: Mapping[str, list[int]], before: Clock, history: Sequence[Event]) -> Act | None:
    """The act that decides and the sentences it is told in."""

    def of(*acts: str) -> Act | None:
        return next(((act, told[act]) for act in acts if act in told), None)

    untold = "untold" in told
    if "died" in told:
        return of("died")
    if before.status == "open":
        return choose_while_running(told, of, untold=untold)
    rest = [at for one in SHOWN for at in told.get(one, ())]
    if before.status == "active_monitoring":
        again = None if untold else of("treated", "decided", "new_treatment")
        if again and again[0] != "treated":
            again = "goes_ahead", [*again[1], *told.get("going_on", ())]
        return again or ("checked", [*told.get("untold", ()), *rest] or [*range(SOME)])
    if before.status in {"stopped", "nullified"}:
        again = None if untold else of("new_treatment", "decided")
        return of("dose") or (("new_treatment", again[1]) if again else None) or ("checked", rest or [*range(SOME)])
    if "no_outcome" in told:
        return None
    is_for_gp = any(one.name == "direct_access_diagnostic_request" for one in history)
    return "tested" if is_for_gp else "checked", rest or [*range(SOME)]


def choose_while_running(told: Mapping[str, list[int]], of: Callable[..., Act | None], *, untold: bool) -> Act | None:
    shown = [at for act in ("decided", "going_on", "untold") for at in told.get(act, ())]
    runs = ("going_on", shown) if shown else None
    if "dna" in told and "treated" not in told:
        return ("dna", [*told.get("discharged", []), *told["dna"]])
    if untold:
        return of("treated") or runs
    first = of("declines_all", "treated", "transferred")
    if first:
        return first
    if "discharged" in told and "strong" in told:
        return of("discharged")
    is_over = "discharged" in told and not runs and "later" not in told
    if "decided" not in told and not is_over and (monitors := of("monitor_patient", "monitor_team")):
        return monitors[0], [*monitors[1], *told.get("no_treatment", ())]
    if "no_treatment" in told and not runs:
        return ("monitor_team" if "later" in told else "discharged", [*told["no_treatment"], *told.get("later", ())])
    if "separate" in told:
        return of("separate")
    if not runs and (ends := of("discharged", "open_door")):
        return "discharged", ends[1]
    return runs or of("later", "hint")


def find_act_day(name: str, passages: Sequence[str], clinic: date, letter_date: date) -> date:
    """The day of the act: of the visit, or one that its own sentences name."""
    if name not in AT_A_DISTANCE:
        return clinic
    return next((day for text in passages if (day := find_day_in(text, letter_date))), clinic)


def make_event(name: str, told: Mapping[str, Any], before: Clock, seen: bool, on: date) -> Event:
    """The act as an event of the vocabulary."""
    told_of: dict[str, Any] = {"date": on.isoformat()}
    if name == "dna" and "discharged" in told and seen:
        name = "discharged"
        told_of |= {
            "reason": "dna",
            "clinician_reviewed": "reviewed" in told,
            "policy_published": "policy" in told,
            "clearly_communicated": "uncommunicated" not in told,
            "best_interest_confirmed": "reviewed" in told,
            "policy_protects_vulnerable": "vulnerable" not in told,
        }
    if name == "dna":
        told_of |= {"first": not seen}
        if "communicated" in told or "uncommunicated" in told:
            told_of["clearly_communicated"] = "uncommunicated" not in told
    event = EVENTS.get(name, {"event": "appointment_attended"})
    if event["event"] == "appointment_attended" and before.status == "open":
        told_of["first"] = not seen
    return read_values([parse_event({**event, **told_of})])[0][0]


EVENTS: Final[Mapping[str, Mapping[str, Any]]] = {
    "died": {"event": "death"},
    "declines_all": {"event": "patient_declines_treatment", "all_treatment": True},
    "treated": {"event": "treatment_started", "definitive": True},
    "transferred": {"event": "transfer_out", "to": "another provider", "clinical_responsibility_transfers": True},
    "discharged": {"event": "discharge_to_gp", "clinician_reviewed": True, "clinical_reason": True},
    "monitor_patient": {"event": "active_monitoring_start", "initiated_by": "patient", "reason": "patient choice"},
    "monitor_team": {"event": "active_monitoring_start", "initiated_by": "care_professional", "reason": "clinical"},
    "separate": {"event": "consultant_referral_new_condition"},
    "dna": {"event": "dna"},
    "dose": {"event": "medication_dose_change"},
    "goes_ahead": {"event": "patient_wishes_to_proceed"},
    "new_treatment": {"event": "new_treatment_decision", "substantively_new": True},
    "tested": {"event": "diagnostic_attended"},
}


def join_passages(sentences: Sequence[Sentence], shown: Sequence[int]) -> tuple[str, ...]:
    """The sentences as they stand in the letter, those that follow each other as one passage."""
    passages: list[str] = []
    last = None
    for at in sorted({one for one in shown if one < len(sentences)}):
        if last is not None and at == last + 1:
            passages[-1] += f" {sentences[at].text}"
        else:
            passages.append(sentences[at].text)
        last = at
    return tuple(passages)
