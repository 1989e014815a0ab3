"""The monitor over the whole app: Bob sees Alice and not Charlie, Ada sees both, a learner is refused."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any

import openpyxl
import pytest

from auth.actor import as_actor
from dashapp.services.feedback import reviews, student_notes
from dashapp.services.people import oversight
from dashapp.services.records import examples
from dashapp.services.work import progress
from dashapp.services.work.progress import ORDER, ProgressQuery
from dashapp.ui import ids
from pages.student_progress_monitor.grid import shorten
from pages.student_progress_monitor.service import progress_series
from storage.record import Trace
from storage.reviews import NewReview
from tests.cast import sign_in
from tests.http.forms import Answer, RecordForm, find_by_input, list_words, press
from tests.whole_site import NOW, Visitor, WholeSite, make_whole_site

HERE, FILES = "/student-progress-monitor", "/export/student-progress-monitor"
SLUG, KEY = "dna-management", "dna_cases"


@pytest.fixture
def site(whole_site: WholeSite) -> WholeSite:
    return whole_site


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> WholeSite:
    """Twelve learners of Bob's cohort, some with records, work handed in, feedback; only read."""
    site = make_whole_site(tmp_path_factory.mktemp("filled"))
    people, store = site.clockstart.store.people, site.clockstart.store
    for number in range(12):
        who = people.create(
            f"l{number}@example.com", f"Learner {number:02}", "learner", now=NOW, cohorts=[site.cast.cohort.id]
        )
        for module in site.clockstart.registry:
            random = Random(f"{number} {module.slug}")
            if number % 4 == 3 or random.random() < 0.4:
                continue
            made = examples.make_patients(random.randint(1, 10**6), site.clockstart.today)
            found = examples.make_records(site.clockstart, module, made, random, random.randint(1, 5))
            if not found:
                continue
            store.records.put_many(who.uid, module.store_key, found, trace=Trace(who.uid), now=NOW)
            steps = (("submitted", "submission", 0.8), ("released", "feedback", 0.4))
            for at, (state, kind, share) in enumerate(steps):
                if random.random() < share:
                    new = NewReview(
                        f"{kind}.{module.store_key}", kind, module.store_key, "", state, "X", "good", "Yes."
                    )  # type: ignore[arg-type]
                    store.reviews.put(who.uid, new, op=f"{at}", seen_rev=0, trace=Trace("X"), now=NOW)
    return site


def charlie(site: WholeSite) -> Visitor:
    visitor = site.visitor()
    visitor.token = sign_in(visitor.client, site.cast.charlie)
    return visitor


def told(visitor: Visitor, path: str, query: str = "") -> str:
    reply = visitor.open_page(path, query)
    assert reply.status_code == 200, path
    return " ".join(" ".join(list_words(reply.get_json()["response"][ids.PAGE]["children"])).split())


def read_grid(visitor: Visitor, query: str = "") -> list[dict[str, str]]:
    """The lines of the grid: the name of each person, and by module what its cell says."""
    reply = visitor.open_page(HERE, query)
    assert reply.status_code == 200, query
    table = next(find_parts(reply.get_json(), "Table", "role", "grid"), None)
    return [read_line(row) for row in list_children(table["children"][2])] if table else []


def read_line(row: dict[str, Any]) -> dict[str, str]:
    name, _, *cells = list_children(row)
    said = [(find_label(cell) or "").partition(", ")[2].partition(": ") for cell in cells]
    return {"name": name["children"]["props"]["children"]} | {module: words for module, _, words in said}


def list_children(part: dict[str, Any]) -> list[dict[str, Any]]:
    return [child["props"] for child in part.get("props", part)["children"]]


def find_label(cell: dict[str, Any]) -> str | None:
    return cell.get("aria-label") or cell["children"]["props"]["aria-label"]


def find_parts(tree: Any, kind: str, name: str, value: str) -> Iterator[dict[str, Any]]:
    """The properties of every component of this kind with that property."""
    if isinstance(tree, dict):
        props = tree.get("props", {})
        if tree.get("type") == kind and props.get(name) == value:
            yield props
        tree = list(tree.values())
    if isinstance(tree, list):
        for part in tree:
            yield from find_parts(part, kind, name, value)


# --- who may look ---------------------------------------------------------------------------------------------------


def test_a_learner_is_refused_everywhere(site: WholeSite) -> None:
    alice, uid = site.signed_in("learner"), site.cast.alice.uid
    pages = [HERE, f"{HERE}/{uid}", f"{HERE}/mistakes", f"{HERE}/cohorts", f"{HERE}/message", f"{HERE}/pathways"]
    assert {alice.open_page(path).status_code for path in pages} == {403}
    files = [f"{FILES}/grid.csv", f"{FILES}/person/{uid}.xlsx", f"{FILES}/chart/status.csv"]
    assert {alice.get(path).status_code for path in files} == {403}


def test_a_manager_sees_their_cohorts_and_an_admin_everyone(site: WholeSite) -> None:
    bob, ada = site.signed_in("manager"), site.signed_in("admin")
    assert [line["name"] for line in read_grid(bob)] == ["Alice Adams"]
    assert [line["name"] for line in read_grid(ada)] == ["Alice Adams", "Charlie Clark"]
    assert read_grid(bob, f"?cohort={site.cast.other_cohort.id}") == []
    assert bob.open_page(f"{HERE}/{site.cast.charlie.uid}").status_code == 404
    assert bob.get(f"{FILES}/person/{site.cast.charlie.uid}.csv").status_code == 404
    assert "Charlie" not in bob.get(f"{FILES}/grid.csv").text
    assert "Charlie" not in told(bob, HERE) + told(bob, f"{HERE}/message")
    assert ada.open_page(f"{HERE}/{site.cast.charlie.uid}").status_code == 200


def test_it_can_be_closed_to_managers_and_never_opened_to_learners(site: WholeSite) -> None:
    from storage.settings_store import Override

    settings = site.clockstart.store.settings
    settings.put_override("role", "manager", HERE.strip("/"), Override(False))
    settings.put_override("role", "learner", HERE.strip("/"), Override(True))
    assert site.signed_in("manager").open_page(HERE).status_code == 403
    assert site.signed_in("learner").open_page(HERE).status_code == 403
    assert site.signed_in("admin").open_page(HERE).status_code == 200


# --- what it shows --------------------------------------------------------------------------------------------------


def test_a_save_a_handing_in_and_its_review_are_there_at_the_next_look(site: WholeSite) -> None:
    alice, bob = site.signed_in("learner"), site.signed_in("manager")

    def cell() -> str:
        return read_grid(bob, "?modules=all")[0]["DNA management"]

    assert cell() == "not started"
    RecordForm(alice, SLUG, "r1").save()
    assert cell().startswith("in progress, 1 missed appointment, last change ")
    press(alice, {"hand-in": SLUG, "act": "hand-in", "operation": "s1"})
    assert cell().startswith("submitted, 1 ")
    assert len(read_grid(bob, "?status=submitted")) == 1
    target = reviews.Target(site.cast.alice.uid, SLUG)
    actor, opinion = as_actor(site.cast.bob), reviews.Opinion("good", "Well done.", release=True)
    reviews.write(
        site.clockstart, actor, target, opinion, review_id="v", operation="o", seen_rev=0, trace=Trace(actor.uid)
    )
    assert cell().startswith("reviewed, 1 ")
    assert "Well done." in told(bob, f"{HERE}/{site.cast.alice.uid}")


def test_work_that_waits_is_on_the_home_page_of_those_who_look_after_it(filled: WholeSite) -> None:
    for role in ("manager", "admin"):
        page = told(filled.signed_in(role), "/")
        assert "To review" in page
        assert "Learner 0" in page
    assert "To review" not in told(filled.signed_in("learner"), "/")


def test_feedback_is_overdue_a_week_after_the_work_was_handed_in(site: WholeSite) -> None:
    uid, store = site.cast.alice.uid, site.clockstart.store
    RecordForm(site.signed_in("learner"), SLUG, "r1").save()
    handed_in = NewReview("in", "submission", KEY, "", "submitted", uid)
    for days, overdue in ((6, 0), (8, 1)):
        seen = 1 if overdue else 0
        moment = NOW - timedelta(days=days)
        store.reviews.put(uid, handed_in, op=f"o{days}", seen_rev=seen, trace=Trace(uid), now=moment)
        assert len(read_grid(site.signed_in("manager"), "?show=overdue")) == overdue


def test_only_those_who_changed_are_read_again(filled: WholeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    clockstart, ada = filled.clockstart, as_actor(filled.cast.ada)
    progress.read_progress(clockstart, ada, ProgressQuery())
    read: list[str] = []
    summaries = clockstart.store.records.summaries
    monkeypatch.setattr(
        type(clockstart.store.records), "summaries", lambda _, uids: (read.extend(uids), summaries(uids))[1]
    )
    progress.read_progress(clockstart, ada, ProgressQuery())
    assert read == []
    clockstart.store.audit.enter(filled.cast.charlie.uid, "sign-in", trace=Trace("C"), now=NOW)
    progress.read_progress(clockstart, ada, ProgressQuery())
    assert read == [filled.cast.charlie.uid]


def test_every_figure_equals_a_count_of_the_records_themselves(filled: WholeSite) -> None:
    clockstart, store = filled.clockstart, filled.clockstart.store
    found = progress.find_progress(clockstart, as_actor(filled.cast.ada), ProgressQuery())
    assert len(found) == 14
    remarks: Counter[str] = Counter()
    carrying: dict[str, set[str]] = {}
    for at, person in enumerate(found.people):
        for place, module in enumerate(found.modules):
            records = store.records.list(person.uid, module.store_key)
            assert found.counts[at, place] == len(records)
            remarks.update(code for record in records for code in record.codes)
            for record in records:
                for code in record.codes:
                    carrying.setdefault(code, set()).add(person.uid)
            told = store.reviews.list(person.uid, module=module.store_key, record="")
            handed_in = any(one.state == "submitted" for one in told)
            released = any(one.is_released for one in told)
            wanted = "reviewed" if released else "submitted" if handed_in else "open" if records else "none"
            assert ORDER[found.status[at, place]] == wanted
    mistakes = progress_series.list_mistakes(found)
    assert {one.code: one.records for one in mistakes} == remarks
    assert {one.code: one.people for one in mistakes} == {code: len(uids) for code, uids in carrying.items()}
    standings = oversight.list_standings(clockstart, found.people)
    assert [one.records for one in standings] == found.records.tolist()
    assert [one.begun for one in standings] == found.begun.tolist()


def test_grid_list_file_and_message_show_the_same_people(filled: WholeSite) -> None:
    ada = filled.signed_in("admin")
    query = f"?status=submitted&module={SLUG}"
    names = [line["name"] for line in read_grid(ada, query)]
    assert 0 < len(names) < 14
    file = list(csv.reader(io.StringIO(ada.get(f"{FILES}/grid.csv{query}").text.removeprefix("\ufeff"))))
    assert file[0][1].startswith("Submitted in DNA management; DNA management, 2026-06-15T09:00")
    assert [line[0] for line in file[2:]] == names
    assert {line[8] for line in file[2:]} == {"Submitted"}
    book = openpyxl.load_workbook(io.BytesIO(ada.get(f"{FILES}/grid.xlsx{query}").data)).active
    assert book is not None
    assert [row[0] for row in book.iter_rows(min_row=4, values_only=True)] == names
    shown, message = told(ada, HERE, query), ada.open_page(f"{HERE}/message", query).text
    assert [name for name in names if name not in shown or name not in message] == []


def test_the_grid_is_put_in_the_order_that_its_heads_ask_for(filled: WholeSite) -> None:
    ada = filled.signed_in("admin")

    def names(sort: str = "") -> list[str]:
        return [line["name"] for line in read_grid(ada, f"?sort={sort}")]

    assert names() == sorted(names())
    assert names("-name") == sorted(names(), reverse=True)
    found = progress.find_progress(filled.clockstart, as_actor(filled.cast.ada), ProgressQuery())
    records = dict(zip([person.name for person in found.people], found.records.tolist(), strict=True))
    assert [records[name] for name in names("records")] == sorted(records.values(), reverse=True)
    rank = ("reviewed", "submitted", "in progress", "not started")
    for sort in (SLUG, f"-{SLUG}"):
        seen = [rank.index(line["DNA management"].partition(",")[0]) for line in read_grid(ada, f"?sort={sort}")]
        begun = [one for one in seen if one < 3]
        assert 0 < len(begun) < len(seen)
        assert seen == begun + [3] * (len(seen) - len(begun))
        assert begun == sorted(begun, reverse=sort == SLUG)
    changed = dict(zip([person.name for person in found.people], found.last_change.tolist(), strict=True))
    for sort in ("last", "recent"):
        begun = [changed[name] > 0 for name in names(sort)]
        assert begun == sorted(begun, reverse=True)
    assert len(names("no-such")) == 14


def test_modules_nobody_has_begun_are_folded(site: WholeSite) -> None:
    RecordForm(site.signed_in("learner"), SLUG, "r1").save()
    bob = site.signed_in("manager")
    every = len(progress.list_modules(site.clockstart))
    assert read_grid(bob)[0].keys() == {"name", "DNA management"}
    assert f"{every - 1} modules nobody has begun are folded. Show all {every}" in told(bob, HERE)
    assert len(read_grid(bob, "?modules=all")[0]) == 1 + every
    assert "folded" not in told(bob, HERE, "?modules=all")


def test_the_list_says_what_matters_of_each(site: WholeSite) -> None:
    bob = site.signed_in("manager")
    assert "Alice Adams Has not started 0 0 0" in told(bob, HERE)
    RecordForm(site.signed_in("learner"), SLUG, "r1").save()
    assert "Alice Adams 1 0 0 15 June 2026" in told(bob, HERE)


def test_a_name_that_would_be_a_formula_is_made_harmless(site: WholeSite) -> None:
    site.clockstart.store.people.rename(site.cast.alice.uid, "=1+1")
    assert "'=1+1" in site.signed_in("manager").get(f"{FILES}/grid.csv").text


def test_mistakes_lead_to_their_rule_and_to_the_records(site: WholeSite) -> None:
    RecordForm(site.signed_in("learner"), SLUG, "r1").save()
    bob, uid = site.signed_in("manager"), site.cast.alice.uid
    code = site.clockstart.store.records.get(uid, KEY, "r1").codes[0]
    listed, one = (
        bob.open_page(path).text.replace("\\u002f", "/") for path in (f"{HERE}/mistakes", f"{HERE}/mistakes/{code}")
    )
    assert f"{HERE}/mistakes/{code}" in listed
    assert "/rules/dna#" in listed
    assert f"/people/{uid}/{SLUG}/r1" in one
    assert f"Remark {code}" not in one
    assert bob.open_page(f"{HERE}/mistakes/no-such-remark").status_code == 404


def test_a_remark_is_named_in_words_and_leaves_blank_what_each_record_fills_in(site: WholeSite) -> None:
    bob = site.signed_in("manager")
    page = told(bob, f"{HERE}/mistakes/rtt-no-clock-to-stop")
    assert "RTT : no clock to stop The records" in page
    assert "… on … finds no clock to stop." in page


def test_a_cohort_too_small_to_speak_of_has_no_figures(filled: WholeSite) -> None:
    page = told(filled.signed_in("admin"), f"{HERE}/cohorts")
    small = page.index("Autumn intake")
    assert "too few" in page[small : page.index("Spring intake")]
    assert "too few" not in page[page.index("Spring intake") :]


# --- notes ----------------------------------------------------------------------------------------------------------


def write_note(visitor: Visitor, uid: str, text: str, note_id: str = "n1") -> Answer:
    state = {"uid": uid, "note_id": note_id, "operation": f"op-{note_id}"}
    values = {f"{ids.NOTE_ADD}.n_clicks": 1, f"{ids.NOTE_STATE}.data": state, f"{ids.NOTE_TEXT}.value": text}
    return Answer(visitor.call(find_by_input(visitor, ids.NOTE_ADD), values))


def test_notes_are_for_those_who_look_after_a_learner(site: WholeSite) -> None:
    uid, store = site.cast.alice.uid, site.clockstart.store
    bob, ada, alice = site.signed_in("manager"), site.signed_in("admin"), site.signed_in("learner")
    assert write_note(bob, uid, "Asks good questions.").read(ids.NOTE_STATUS).startswith("Saved")
    for visitor in (bob, ada):
        assert "Asks good questions." in told(visitor, f"{HERE}/{uid}")
    assert [write_note(who, uid, "Mine.", "n2").status for who in (alice, charlie(site))] == [403, 403]
    assert write_note(bob, site.cast.charlie.uid, "Not his.", "n3").status == 404
    assert [path for path in ("/", f"/{SLUG}") if "Asks good" in told(alice, path)] == []
    assert [note.author.name for note in student_notes.list_notes(site.clockstart, as_actor(site.cast.ada), uid)] == [
        "Bob Brown"
    ]
    assert store.records.list(site.cast.bob.uid, "student_notes")[0].data["learner"] == uid


def test_a_note_is_taken_away_by_its_author_and_brought_back(site: WholeSite) -> None:
    uid = site.cast.alice.uid
    bob, ada = site.signed_in("manager"), site.signed_in("admin")
    write_note(bob, uid, "Asks good questions.")
    assert press(ada, {"note": "n1", "about": uid, "act": "remove"}).status_code == 404
    assert press(bob, {"note": "n1", "about": uid, "act": "remove"}).status_code == 200
    assert "Asks good questions." not in told(ada, f"{HERE}/{uid}")
    press(bob, {"note": "n1", "about": uid, "act": "restore"})
    assert "Asks good questions." in told(ada, f"{HERE}/{uid}")


def test_an_empty_note_is_refused_and_stays_in_the_box(site: WholeSite) -> None:
    answer = write_note(site.signed_in("manager"), site.cast.alice.uid, "   ")
    assert answer.read(ids.NOTE_STATUS).startswith("Not saved")
    assert answer.read(ids.NOTE_TEXT, "value") is None


@pytest.mark.parametrize(
    ("stage", "many", "said"),
    [("Appointments", 4, "Appointments"), ("Letters and contact", 1, "Letters"), ("Waiting list", 2, "Waiting")],
)
def test_a_stage_is_named_whole_or_by_its_first_word(stage: str, many: int, said: str) -> None:
    assert shorten(stage, many) == said
