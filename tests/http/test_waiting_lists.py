"""Checking whole lists over the app: files and one's own list in, queues and decisions out, nobody else's seen."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from dashapp.services.jobs.jobs import Stopped, Watch
from dashapp.ui import ids
from pages.waiting_list_validator import MODULE
from pages.waiting_list_validator.service import validation
from pages.waiting_list_validator.service.list_files import EXAMPLE
from pages.waiting_list_validator.service.waiting_lists import Wanted
from storage.errors import Refused
from storage.record import NewRecord, Trace
from tests.cast import sign_in
from tests.http.forms import Answer, RecordForm, find_by_input, list_words
from tests.whole_site import NOW, Visitor, WholeSite

SLUG, KEY = "waiting-list-validator", "waiting_list"
HEAD = "pathway,patient_name,nhs_number,tfc,clock_start,next_event"
DECIDED = {
    "patient_name": "Rowan Ashdown",
    "level": "administrative",
    "validated_on": "2026-06-15",
    "evidence_place": "clinic_letter",
    "evidence": "Listed.",
    "decision": "remain",
    "next_step": "Book",
    "next_step_owner": "Booking office",
    "next_review_on": "2026-07-15",
}
PATHWAY = {
    "patient_name": "Rowan Ashdown",
    "nhs_number": "9990000018",
    "treatment_function": "C_110",
    "referral_source": "gp",
    "referral_received": "2026-01-12",
    "priority": "routine",
}


@pytest.fixture
def site(whole_site: WholeSite) -> WholeSite:
    return whole_site


def send(visitor: Visitor, data: bytes, name: str = "list.csv") -> Answer:
    """Choose a file on the page of lists."""
    values = {
        f"{ids.IMPORT_FILE}.contents": f"data:text/csv;base64,{base64.b64encode(data).decode()}",
        f"{ids.IMPORT_FILE}.filename": name,
        f"{ids.IMPORT_STATE}.data": {"slug": SLUG, "what": "check-file"},
    }
    answer = Answer(visitor.call(find_by_input(visitor, ids.IMPORT_FILE), values))
    assert answer.status == 200, answer.response.text
    return answer


def told(answer: Answer) -> str:
    return " ".join(list_words(answer.read(ids.IMPORT_PROGRESS)))


def check_example(visitor: Visitor, data: str = EXAMPLE, name: str = "list.csv") -> str:
    """The id of the list that a file has become."""
    return str(send(visitor, data.encode(), name).read(ids.IMPORT_STATE, "data")["job"])


def draw(visitor: Visitor, path: str, query: str = "") -> str:
    answer = visitor.open_page(path, query)
    assert answer.status_code == 200, answer.text
    return json.dumps(answer.get_json()["response"]["page"]["children"])


def rows_of(count: int) -> str:
    lines = (f"P{n},Name {n},9990000018,110,2026-0{1 + n % 5}-0{1 + n % 9},2026-07-01" for n in range(count))
    return "\n".join([HEAD, *lines])


# --- a file checked, worked through, decided -------------------------------------------------------------------------


def test_a_file_is_checked_and_what_cannot_go_on_comes_first(site: WholeSite, alice: Visitor) -> None:
    answer = send(alice, EXAMPLE.encode())
    assert "3 pathways checked, 3 failed a check" in told(answer)
    list_id = answer.read(ids.IMPORT_STATE, "data")["job"]
    drawn = draw(alice, f"/{SLUG}/lists/{list_id}")
    assert "0 of 3 validated; 3 remain." in drawn
    assert "status 34 on 5 May 2026 stops the clock" in drawn
    assert "On the e-Referral worklist without a clock start." in drawn
    places = [drawn.index(name) for name in ("Ivy Marchetti", "Rowan Ashdown")]
    assert places == sorted(places), "what has no outcome comes before what is merely wrong"


def test_a_decision_is_kept_for_its_row_and_counts_as_validated(site: WholeSite, alice: Visitor) -> None:
    list_id = check_example(alice)
    page = draw(alice, f"/{SLUG}/lists/{list_id}/1", "?queue=all&left=1")
    assert "What the checks found" in page
    assert f"/{SLUG}/lists/{list_id}/2?left=1" in page, "the way on"
    last = draw(alice, f"/{SLUG}/lists/{list_id}/1")
    assert "Save and go back to the list" in last
    form = RecordForm(alice, SLUG, f"{list_id}-1", answers=DECIDED)
    back = f"/{SLUG}/lists/{list_id}?left=1"
    saved = form.save(back=["the list", back], then=f"/{SLUG}/lists/{list_id}/2?left=1")
    assert "Saved" in saved.told
    assert f'"{back}"' in draw(alice, f"/{SLUG}/lists/{list_id}/1", "?left=1"), "the way back"
    assert saved.read(ids.NAVIGATE, "data") is None, "it stays where it is"
    drawn = draw(alice, f"/{SLUG}/lists/{list_id}")
    assert "1 of 3 validated; 2 remain." in drawn
    assert "Remain on the list" in drawn
    assert "Rowan Ashdown" not in draw(alice, f"/{SLUG}/lists/{list_id}", "?left=1")
    again = draw(alice, f"/{SLUG}/lists/{list_id}/1")
    assert "Listed." in again


def test_a_way_on_never_leads_to_another_site(site: WholeSite, alice: Visitor) -> None:
    form = RecordForm(alice, SLUG, "a-1", answers=DECIDED)
    for elsewhere in ("https://example.org/", "//example.org/", "/\\example.org", 7):
        saved = form.save(back=["x", elsewhere], then=elsewhere)
        assert "example.org" not in saved.response.text


def test_the_form_is_filled_from_the_row(alice: Visitor) -> None:
    list_id = check_example(alice)
    page = draw(alice, f"/{SLUG}/lists/{list_id}/1")
    for said in ("Rowan Ashdown", "999 000 0018", '"C_110"', '"34"', "A-1"):
        assert said in page


def test_ones_own_tracking_list_is_checked_with_what_hangs_on_it(site: WholeSite, alice: Visitor) -> None:
    uid = site.cast.alice.uid
    twins = [NewRecord(f"p{n}", {**PATHWAY, "pathway_id": f"{n:020}"}, op=f"o{n}", links=(f"p{n}",)) for n in (1, 2)]
    site.clockstart.store.records.put_many(uid, "patients", twins, trace=Trace(uid), now=NOW)
    answer = Answer(alice.call(find_by_input(alice, "check-own-list"), {"check-own-list.n_clicks": 1}))
    list_id = answer.read(ids.NAVIGATE, "data").partition("job=")[2]
    found = site.clockstart.store.lists.rows(uid, list_id, [1, 2])
    assert [[fail[0] for fail in row["fails"]] for row in found] == [[4, 38], [2, 4, 38]]
    assert [row["link"] for row in found] == ["p1", "p2"]


def test_what_is_new_or_changed_since_the_list_before_has_its_queue(site: WholeSite, alice: Visitor) -> None:
    check_example(alice)
    changed = EXAMPLE.replace("2026-02-16", "2026-02-17") + "A-4,New One,9990000042,110,2026-05-01,,,,,no\n"
    list_id = check_example(alice, changed)
    numbers = site.clockstart.store.lists.queue(site.cast.alice.uid, list_id, "changed")
    assert sorted(numbers) == [2, 4]
    assert "New or changed" in draw(alice, f"/{SLUG}/lists/{list_id}")


def test_the_list_as_a_whole_is_held_against_the_one_before(site: WholeSite, alice: Visitor) -> None:
    """E1-25: every part the same as last month; a list checked twice in a month is not held against itself."""
    first = check_example(alice)
    again = check_example(alice)
    assert "Every part is the same as last month." not in draw(alice, f"/{SLUG}/lists/{again}")
    lists, uid = site.clockstart.store.lists, site.cast.alice.uid
    lists.announce(uid, first, {**lists.get(uid, first), "today": "2026-05-29"})
    list_id = check_example(alice)
    assert "Every part is the same as last month." in draw(alice, f"/{SLUG}/lists/{list_id}")


# --- pages of a long list --------------------------------------------------------------------------------------------


def test_a_long_list_is_read_a_page_at_a_time(site: WholeSite, alice: Visitor) -> None:
    list_id = check_example(alice, rows_of(120))
    drawn = draw(alice, f"/{SLUG}/lists/{list_id}", "?page=3")
    assert "Page 3 of 3" in drawn
    assert drawn.count('"cs-work-item"') == 20
    assert draw(alice, f"/{SLUG}/lists/{list_id}", "?page=99").count('"cs-work-item"') == 20
    assert draw(alice, f"/{SLUG}/lists/{list_id}", "?find=name+119").count('"cs-work-item"') == 1
    assert draw(alice, f"/{SLUG}/lists/{list_id}", "?check=check-29").count('"cs-work-item"') <= 50


def test_every_row_of_every_queue_is_in_the_list_once(site: WholeSite, alice: Visitor) -> None:
    list_id = check_example(alice, rows_of(120))
    actor_pages = [draw(alice, f"/{SLUG}/lists/{list_id}", f"?page={page}") for page in (1, 2, 3)]
    seen = [name for page in actor_pages for name in (f'"Name {n}"' for n in range(120)) if name in page]
    assert len(seen) == len(set(seen)) == 120


# --- what cannot be read ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"colour,size\r\nred,2\r\n", "These columns are missing: NHS number, treatment function and clock start"),
        (b"", "The file is empty"),
        (HEAD.encode(), "no rows"),
        (b"\x00\x01\x02", "not a CSV file"),
        (b"nhs_number,NHS number,tfc,clock_start\n1,1,110,2026-01-01\n", "Two columns of the file are both NHS number"),
    ],
    ids=["columns", "empty", "heads only", "binary", "twice"],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(
    site: WholeSite, alice: Visitor, data: bytes, sentence: str
) -> None:
    words = told(send(alice, data))
    assert sentence in words
    assert "Nothing of this list was kept" in words
    assert site.clockstart.store.lists.all(site.cast.alice.uid) == {}


def test_a_bad_line_is_set_aside_by_line_and_the_good_ones_go_on(alice: Visitor) -> None:
    lines = [
        HEAD,
        "P1,Good,9990000018,110,2026-01-12,2026-07-01",
        "P2,Bad day,9990000026,110,31/02/2026,",
        "P3,Real,4010232137,110,2026-01-12,",
        "P1,Twice,9990000034,110,2026-01-12,",
        "P4,No number,,110,2026-01-12,2026-07-01",
        'P5,"cut off,9990000042,110,2026-01-12',
    ]
    answer = send(alice, "\n".join(lines).encode())
    assert "2 pathways checked" in told(answer)
    list_id = answer.read(ids.IMPORT_STATE, "data")["job"]
    aside = alice.get(f"/lists/{list_id}/set-aside.csv").text
    assert "clock_start: 31/02/2026 is not a real date" in aside
    assert "4,the NHS number could be a real person's" in aside
    assert "5,P1 is on line 2 already" in aside
    assert "7,A quotation mark on line 7 is not closed" in aside
    assert "4010232137" not in aside + draw(alice, f"/{SLUG}/lists/{list_id}")


def test_windows_text_and_day_first_dates_are_read(alice: Visitor) -> None:
    data = f"{HEAD}\nP1,Zoë Müller,999 000 0018,110,12/01/2026,01/07/2026\n".encode("cp1252")
    list_id = send(alice, data).read(ids.IMPORT_STATE, "data")["job"]
    assert "Zo\\u00eb M\\u00fcller" in draw(alice, f"/{SLUG}/lists/{list_id}")


def test_a_file_too_long_is_refused_before_it_is_kept(site: WholeSite) -> None:
    actor = actor_of(site)
    with site.app.server.app_context(), pytest.raises(Refused, match="Split it"):
        validation.start_file(site.clockstart, actor, MODULE, "long.csv", b"x" * (20 * 1024 * 1024 + 1))
    assert site.clockstart.store.lists.all(actor.uid) == {}


def actor_of(site: WholeSite) -> Any:
    from auth.actor import Actor

    alice = site.cast.alice
    return Actor(uid=alice.uid, role="learner", cohorts=alice.cohorts, name=alice.name, email=alice.email)


def test_a_stop_leaves_nothing_behind(site: WholeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked to stop while rows are being kept: the list is gone, and so is every key of it."""
    uid, store = site.cast.alice.uid, site.clockstart.store
    store.jobs.create(uid, "stopped", "check-file", now=NOW)
    watch = Watch(site.clockstart, uid, "stopped")
    asked: list[str] = []

    def report(self: Watch, done: int, total: int, sentence: str) -> None:
        asked.append(sentence)
        if "kept" in sentence and done:
            raise Stopped

    monkeypatch.setattr(Watch, "report", report)
    with site.app.server.app_context(), pytest.raises(Stopped):
        validation.check_file(site.clockstart, watch, "stopped", "list.csv", rows_of(1_200).encode())
    assert any("of 1,200 rows read" in sentence for sentence in asked)
    assert store.lists.all(uid) == {}
    assert list(store.client.scan_iter(f"cs:{{u:{uid}}}:list:*")) == []


def test_what_a_dead_worker_left_is_swept_away_by_the_next_check(site: WholeSite, alice: Visitor) -> None:
    uid, store = site.cast.alice.uid, site.clockstart.store
    store.lists.announce(uid, "dead", {"state": "making", "name": "x"})
    store.lists.put_rows(uid, "dead", [{"n": 1}])
    assert alice.open_page(f"/{SLUG}/lists/dead").status_code == 404
    check_example(alice)
    assert "dead" not in store.lists.all(uid)


# --- what is owed ----------------------------------------------------------------------------------------------------


def test_the_query_log_shows_what_to_chase(alice: Visitor) -> None:
    query = {"to": "secretary", "question": "Was the patient listed?", "sent_on": "2026-06-01"}
    RecordForm(alice, SLUG, "q1", answers={**DECIDED, "queries": [query]}).save()
    drawn = draw(alice, f"/{SLUG}/queries")
    assert "Was the patient listed?" in drawn
    assert "To chase" in drawn
    assert "Chase the query: Was the patient listed?" in draw(alice, "/actions")


def test_who_is_due_for_contact_leaves_when_contacted(site: WholeSite, alice: Visitor) -> None:
    list_id = check_example(alice)
    assert '"2 patients of ' in draw(alice, f"/{SLUG}/contacts")
    contacted = {**DECIDED, "clock_start": "2026-01-12", "contacted_on": "2026-06-14", "contact_result": "still_wants"}
    RecordForm(alice, SLUG, f"{list_id}-1", answers=contacted).save()
    drawn = draw(alice, f"/{SLUG}/contacts", f"?list={list_id}&schedule=every_12_weeks")
    assert '"1 patient of ' in drawn
    assert "Ivy Marchetti" in drawn
    assert "Rowan Ashdown" not in drawn


# --- who may see it --------------------------------------------------------------------------------------------------


def test_nobody_else_finds_a_list(site: WholeSite, alice: Visitor) -> None:
    """Bob looks after Alice and reads her validations; the list she works from is hers, as is Charlie's his."""
    list_id = check_example(alice)
    charlie = site.visitor()
    charlie.token = sign_in(charlie.client, site.cast.charlie)
    for stranger in (charlie, site.signed_in("manager"), site.signed_in("admin")):
        assert stranger.open_page(f"/{SLUG}/lists/{list_id}").status_code == 404
        assert stranger.open_page(f"/{SLUG}/lists/{list_id}/1").status_code == 404
        for name in ("rows", "checks", "set-aside"):
            assert stranger.get(f"/lists/{list_id}/{name}.csv").status_code == 404
        values = {"remove-list-confirm.n_clicks": 1, "list-state.data": list_id}
        assert stranger.call(find_by_input(stranger, "remove-list-confirm"), values).status_code == 404
    assert site.clockstart.store.lists.get(site.cast.alice.uid, list_id)["rows"] == 3


def test_a_removed_list_is_gone_and_its_validations_stay(site: WholeSite, alice: Visitor) -> None:
    list_id = check_example(alice)
    RecordForm(alice, SLUG, f"{list_id}-1", answers=DECIDED).save()
    values = {"remove-list-confirm.n_clicks": 1, "list-state.data": list_id}
    assert Answer(alice.call(find_by_input(alice, "remove-list-confirm"), values)).status == 200
    assert alice.open_page(f"/{SLUG}/lists/{list_id}").status_code == 404
    assert site.clockstart.store.records.get(site.cast.alice.uid, KEY, f"{list_id}-1").data["decision"] == "remain"
    acts = [entry.act for entry in site.clockstart.store.audit.list_newest(site.cast.alice.uid)]
    assert {"check-list", "remove-list", "add"} <= set(acts)


def test_a_queue_as_csv_is_safe_and_whole(alice: Visitor) -> None:
    list_id = check_example(alice, EXAMPLE.replace("Rowan Ashdown", "=cmd|1"))
    text = alice.get(f"/lists/{list_id}/rows.csv?queue=all").text
    assert len(text.splitlines()) == 4
    assert "'=cmd|1" in text
    wanted = Wanted.read({"queue": "no-such", "page": "-1"})
    assert (wanted.named(), [one.text for one in wanted.ignored]) == ({}, ["no-such", "-1"])
    assert Wanted.read({"queue": "check-29"}).query() == "check=check-29"


def test_a_validation_on_a_pathway_answers_its_own_lists_checks(site: WholeSite, alice: Visitor) -> None:
    """Checked, validated through the list, checked again: check 38 is silent, and so is the contact due list."""
    uid = site.cast.alice.uid
    data = {**PATHWAY, "next_event": "Clinic", "next_event_on": "2026-07-01"}
    record = NewRecord("p1", data, op="o1", links=("p1",))
    site.clockstart.store.records.put_many(uid, "patients", [record], trace=Trace(uid), now=NOW)
    answers = {**DECIDED, "link": "p1", "contacted_on": "2026-06-15", "contact_result": "still_wants"}
    fails = []
    for _ in range(2):
        answer = Answer(alice.call(find_by_input(alice, "check-own-list"), {"check-own-list.n_clicks": 1}))
        list_id = answer.read(ids.NAVIGATE, "data").partition("job=")[2]
        (row,) = site.clockstart.store.lists.rows(uid, list_id, [1])
        fails.append(([fail[0] for fail in row.get("fails", ())], row.get("contacted")))
        assert "Saved" in RecordForm(alice, SLUG, f"{list_id}-1", answers=answers).save().told
    assert fails == [([38], None), ([], "2026-06-15")]
    assert "Pathway validated" in draw(alice, "/patient-tracking-list/p1")
