"""Making and marking a list of 200 cases, and a paper of 50 opened, gone on with and answered, on an embedded server
that syncs every write to disk. Beside the answer, in the same run, the save of a record.

`python -m bench.practice_making`
"""

from __future__ import annotations

import tempfile
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from auth.actor import Actor, as_actor
from bench.figures import Figure, print_figures
from bench.mastery import take
from dashapp.services.practice import answering
from dashapp.services.practice.kinds import AFTER_EACH, SESSIONS
from dashapp.services.records import records
from practice.dials import set_dials
from practice.keys import find_key
from practice.making import make_set
from practice.marking import mark
from practice.options import find_right
from storage.connection import connect
from storage.embedded import EmbeddedServer
from storage.record import Trace
from tests.http.forms import DNA
from tests.running_app import TODAY
from tests.whole_site import Visitor, WholeSite, make_whole_site

LIST, PAPER, ANSWERS = 200, 50, 30
MADE_MS, MARKED_MS, OPENED_MS, NEXT_MS, TIMES_A_SAVE = 500, 300, 300, 100, 1.5


def main() -> None:
    print_figures(f"A list of {LIST} cases, warm", list_making())
    with tempfile.TemporaryDirectory(dir=".", prefix=".bench-") as folder:
        server = EmbeddedServer(Path(folder).resolve() / "data")
        try:
            site = make_whole_site(Path(folder), connect(server.start()))
            print_figures(f"A paper of {PAPER}, server time", list_paper(site))
        finally:
            server.stop()


def list_making() -> list[Figure]:
    today, dials = date.fromisoformat(TODAY), set_dials(3)
    cases = list(make_set("validate-list", "warm", dials, today, LIST))
    answers = [find_right(find_key(case)) for case in cases]
    made = take(lambda: list(make_set("validate-list", "4821", dials, today, LIST)), 5)
    keyed = take(lambda: [find_key(case) for case in cases], 5)
    marked = take(lambda: [mark(case, told) for case, told in zip(cases, answers, strict=True)], 5)
    return [
        Figure("made", made, "ms", "", f"≤ {MADE_MS} ms", made <= MADE_MS),
        Figure("marked", marked, "ms", f"{keyed:.0f} ms for the keys alone", f"≤ {MARKED_MS} ms", marked <= MARKED_MS),
    ]


def list_paper(site: WholeSite) -> list[Figure]:
    actor, visitor = as_actor(site.cast.alice), site.signed_in("learner")
    for name, feedback in (("end", "at_end"), ("each", AFTER_EACH)):
        begin(site, actor, name, feedback)
    opened = take(lambda: open_case(visitor, 1), 9)
    numbers = iter(range(2, PAPER + 1))
    following = take(lambda: open_case(visitor, next(numbers)), 9)
    plain, saved = take_saves(site, actor)
    most = TIMES_A_SAVE * plain
    asked = f"≤ {TIMES_A_SAVE} × a save"
    return [
        Figure("opened", opened, "ms", "", f"≤ {OPENED_MS} ms", opened <= OPENED_MS),
        Figure("next case", following, "ms", "", f"≤ {NEXT_MS} ms", following <= NEXT_MS),
        *(
            Figure(f"answer saved, told at {name}", took, "ms", f"{plain:.1f} ms a record", asked, took <= most)
            for name, took in saved.items()
        ),
    ]


def begin(site: WholeSite, actor: Actor, name: str, feedback: str) -> None:
    session: dict[str, Any] = {"title": name, "set": "mix", "cases": str(PAPER), "level": "2", "feedback": feedback}
    trace = Trace(actor.uid)
    site.clockstart.store.records.append(
        actor.uid, SESSIONS.store_key, name, session, op=name, trace=trace, now=site.clockstart.now
    )
    answering.begin(site.clockstart, actor, name, trace)


def open_case(visitor: Visitor, number: int) -> None:
    reply = visitor.open_page(f"/{SESSIONS.slug}/end/work", f"?case={number}")
    assert reply.status_code == 200, reply.status_code


def take_saves(site: WholeSite, actor: Actor) -> tuple[float, dict[str, float]]:
    """A record saved by its service, and answers in turn with it, so that the disk is the same for all."""
    trace, taken = Trace(actor.uid), dict[str, list[float]]()
    for number in range(1, ANSWERS + 1):
        acts = {
            "record": partial(save_record, site, actor, number),
            "end": partial(answer, site, actor, "end", number, trace),
            "each": partial(answer, site, actor, "each", number, trace),
        }
        for name, act in acts.items():
            taken.setdefault(name, []).append(take(act, 1))
    middle = {name: median(times) for name, times in taken.items()}
    return middle.pop("record"), middle


def save_record(site: WholeSite, actor: Actor, number: int) -> object:
    return records.submit(site.clockstart, actor, "dna-management", f"r{number}", f"o{number}", DNA, 0)


def answer(site: WholeSite, actor: Actor, name: str, number: int, trace: Trace) -> object:
    return answering.answer(
        site.clockstart, actor, name, number, {"decision": "clock_runs"}, op=f"{name}{number}", seen_rev=0, trace=trace
    )


if __name__ == "__main__":
    main()
