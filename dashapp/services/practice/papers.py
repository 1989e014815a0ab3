"""Exam papers: who may begin one, how its items are drawn, which one is open, and when its items are told."""

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import Any

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.services.access import access
from dashapp.services.practice import certificates, exam_clock
from dashapp.services.practice.attempts import TOLD_FROM, attempt_of, check_can_practise
from dashapp.services.practice.blueprints import BLUEPRINTS, Blueprint
from dashapp.services.practice.kinds import EXAM, PAPER, PAPER_SORTS, REHEARSAL, choose_of_paper, draw_paper, read_place
from dashapp.services.practice.standing import read_standing
from practice.case import Case
from practice.dials import set_dials
from practice.keys import find_key
from practice.making import make
from practice.mastery import FAMILIAR, MASTERED, PROFICIENT
from rules import RULES_VERSION
from storage.attempts import OPEN, SUBMITTED, VOID
from storage.errors import NotFound, PaperOpen, Refused
from storage.papers import OPEN_PAPER
from storage.record import Record, Trace
from words.phrases import in_words, plural

RENEWED_FROM = 60
"""Days before a certificate ends in which a paper for the next one may be begun."""
YEAR = timedelta(days=365)
ONE_OPEN = "You have a paper open. Hand it in before you begin another."


def draw(clockstart: Clockstart, attempt: str, head: Mapping[str, Any]) -> tuple[dict[str, Any], list[Case]]:
    """The head with the section of each item, and the items: seeds are HMAC(secret key, attempt, item), so that nobody
    outside the server can make them. A case of which local policy decides a part is drawn again."""
    order, today = find_seed(clockstart, attempt, 0), date.fromisoformat(head["drawn_on"])
    chosen = enumerate(choose_of_paper(head, order), start=1)
    cases = []
    for number, (template, level, _) in chosen:
        seeds = (find_seed(clockstart, attempt, number, again) for again in count())
        drawn = (make(template, seed, set_dials(level), today) for seed in seeds)
        cases.append(next(case for case in drawn if not find_key(case).policy.intersection(case.asked["facets"])))
    return {**head, "sections": [one.section for one in draw_paper(head, order)]}, cases


def find_seed(clockstart: Clockstart, attempt: str, number: int, again: int = 0) -> str:
    about = f"{attempt}/{number}" + (f"/{again}" if again else "")
    return hmac.digest(clockstart.settings.secret_key.encode(), about.encode(), "sha256").hex()


def hold(clockstart: Clockstart, head: Mapping[str, Any]) -> dict[str, Any]:
    """What the head of a paper says from when it is handed in: its items are told with the day of the next try, if
    nobody releases them before. Those of a rehearsal are told at once."""
    if head.get("sort") != PAPER:
        return {}
    return {TOLD_FROM: (clockstart.today + timedelta(days=head["terms"]["retake_days"])).isoformat()}


def say_told_from(head: Mapping[str, Any]) -> str:
    """When the items of a paper that was handed in are told."""
    day = in_words(date.fromisoformat(head[TOLD_FROM]))
    return f"What was right in each item is told from {day}, or when whoever looks after you releases it."


@dataclass(frozen=True, slots=True)
class OpenPaper:
    """`place` is its address without the first stroke, `until` when its time is over, as people read it."""

    place: str
    until: str

    def holds(self, path: str) -> bool:
        """Whether a page is one of the paper's own."""
        return path.startswith(f"/{self.place}/paper/")

    @property
    def problem(self) -> PaperOpen:
        words = f"You have an exam paper open until {self.until}. Until you have handed it in, only the paper is open."
        return PaperOpen(words, f"/{self.place}/paper/1")


def find_open(clockstart: Clockstart, uid: str) -> OpenPaper | None:
    """The paper that somebody has begun and not handed in, and that still takes answers."""
    noted = clockstart.store.papers.find(uid, OPEN_PAPER)
    if noted is None:
        return None
    place = str(noted["place"])
    head = clockstart.store.attempts.find(uid, attempt_of(read_place(place)[1], EXAM))
    end = exam_clock.find_deadline(head) if head and head["state"] == OPEN else None
    if end is None or head is None or exam_clock.is_over(head, clockstart.now):
        return None
    return OpenPaper(place, exam_clock.say_time(end))


def forget_open(clockstart: Clockstart, uid: str, place: str) -> None:
    """A paper that is not open any more closes nothing."""
    noted = clockstart.store.papers.find(uid, OPEN_PAPER)
    if noted and noted["place"] == place:
        clockstart.store.papers.remove(uid, OPEN_PAPER)


def list_papers(clockstart: Clockstart, uid: str, profile: str) -> list[Record]:
    """Papers of a person for one job, no rehearsals and none that are void, that begun first first."""
    found = clockstart.store.records.list(uid, EXAM.store_key)
    papers = [one for one in found if one.data.get("profile") == profile and one.data.get("sort") == PAPER]
    counted = [one for one in papers if one.data.get("state") != VOID]
    return sorted(counted, key=lambda one: (str(one.data.get("begun_on")), one.created_at))


def get_blueprint(profile: str) -> Blueprint:
    """Raises NotFound."""
    if profile not in BLUEPRINTS:
        raise NotFound("There is no such paper.")
    return BLUEPRINTS[profile]


def find_obstacle(clockstart: Clockstart, uid: str, blueprint: Blueprint) -> str:
    """Why somebody may not begin a paper now, "" where they may: what is needed before, a certificate that holds for
    long, a try that was only lately, no tries left."""
    held = certificates.find_valid(clockstart, uid, blueprint.profile)
    if held and clockstart.today < held.expires_on - timedelta(days=RENEWED_FROM):
        return f"You hold a certificate until {in_words(held.expires_on)}. It can be renewed in its last 60 days."
    lately = (clockstart.today - YEAR).isoformat()
    begun = list_papers(clockstart, uid, blueprint.profile)
    papers = [one for one in begun if str(one.data.get("begun_on", "")) > lately]
    passed = [place for place, one in enumerate(papers, start=1) if one.data.get("passed")]
    tries = papers[passed[-1] if passed else 0 :]
    if len(tries) >= blueprint.tries:
        again = date.fromisoformat(str(tries[-blueprint.tries].data["begun_on"])) + YEAR
        return f"You have used {plural(blueprint.tries, 'try', 'tries')} of one year. The next is on {in_words(again)}."
    ended = [str(one.data["handed_in_on"]) for one in tries if one.data.get("state") == SUBMITTED]
    again = date.fromisoformat(max(ended)) + timedelta(days=blueprint.retake_days) if ended else clockstart.today
    if clockstart.today < again:
        return f"You can try again from {in_words(again)}: {plural(blueprint.retake_days, 'day')} after the last try."
    levels = read_standing(clockstart, uid).levels
    known = sum(levels.get(rule) in {FAMILIAR, PROFICIENT, MASTERED} for rule in blueprint.rules)
    if known < blueprint.needs_familiar:
        return (
            f"Before the paper, {plural(blueprint.needs_familiar, 'rule')} of it have to be familiar to you; "
            f"{known or 'none'} of them {'is' if known == 1 else 'are'} so far. Practise, or take the rehearsal."
        )
    return ""


def begin(clockstart: Clockstart, actor: Actor, profile: str, sort: str, session: str, trace: Trace) -> None:
    """Make the record of a paper or a rehearsal, so that its items can be drawn. Done again with the same id it is done
    once. Raises Forbidden, Refused while another paper is open, and with what `find_obstacle` says."""
    access.check_can_write(clockstart, actor, actor.uid)
    check_can_practise(clockstart, actor, EXAM)
    blueprint, store = get_blueprint(profile), clockstart.store
    if sort not in PAPER_SORTS:
        raise NotFound("There is no such paper.")
    if store.records.find(actor.uid, EXAM.store_key, session):
        return
    if sort != REHEARSAL:
        if obstacle := find_obstacle(clockstart, actor.uid, blueprint):
            raise Refused(obstacle)
        seen = store.papers.find(actor.uid, OPEN_PAPER)
        is_open = seen and find_open(clockstart, actor.uid)
        if is_open or not store.papers.take(actor.uid, OPEN_PAPER, {"place": f"{EXAM.slug}/{session}"}, seen):
            raise Refused(ONE_OPEN)
    put_record(clockstart, actor.uid, profile, sort, session, trace)


def put_record(clockstart: Clockstart, uid: str, profile: str, sort: str, session: str, trace: Trace) -> None:
    """The record of a paper whose items are drawn next."""
    data = {"profile": profile, "sort": sort, "state": OPEN, "begun_on": clockstart.today.isoformat()}
    clockstart.store.records.append(
        uid,
        EXAM.store_key,
        session,
        data,
        op=session,
        trace=trace,
        rules_version=RULES_VERSION,
        now=clockstart.now,
    )


def list_unreleased(clockstart: Clockstart, uid: str) -> Sequence[tuple[str, Mapping[str, Any]]]:
    """Papers of a person that were handed in and the items of which are not told yet: (id of the session, head)."""
    heads = clockstart.store.attempts.list(uid).values()
    today = clockstart.today.isoformat()
    return [(str(one["session"]), one) for one in heads if str(one.get(TOLD_FROM, "")) > today]


def release(clockstart: Clockstart, uid: str, session: str) -> None:
    """The items of a paper that was handed in are told from now on. Raises Refused for any other."""

    def turn(head: dict[str, Any]) -> dict[str, Any]:
        if head.get(TOLD_FROM, "") <= clockstart.today.isoformat():
            raise Refused("These items are told already, or the paper is still open.")
        return {**head, TOLD_FROM: clockstart.today.isoformat()}

    clockstart.store.attempts.change(uid, attempt_of(session, EXAM), turn)
