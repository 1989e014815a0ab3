"""Files in and out through the app: what goes out comes in again, and a row that cannot be used is named by line."""

from __future__ import annotations

import base64
import csv
import io
import json
from collections.abc import Sequence
from typing import Any

import openpyxl
import pytest

from dashapp.ui import ids
from tests.cast import sign_in
from tests.http.forms import DNA, Answer, RecordForm, find_by_input, list_parts, list_words, send_file
from tests.whole_site import NOW, Visitor, WholeSite

SLUG, KEY = "dna-management", "dna_cases"
FORMULA = '=HYPERLINK("http://x")'


@pytest.fixture
def site(whole_site: WholeSite) -> WholeSite:
    return whole_site


def make_csv(rows: list[dict[str, Any]]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def records_of(site: WholeSite, uid: str) -> dict[str, dict[str, Any]]:
    return {record.id: record.data for record in site.clockstart.store.records.list(uid, KEY)}


def test_good_rows_are_stored_and_the_others_named_by_line(site: WholeSite, alice: Visitor) -> None:
    bad = {**DNA, "appointment_date": "31/02/2026"}
    told = send_file(alice, SLUG, "cases.csv", make_csv([DNA, bad, {**DNA, "specialty": "Nowhere"}]))
    assert "1 missed appointment imported" in told
    assert "2 set aside" in told
    assert "there is no 31 February 2026" in told or "31/02/2026" in told
    assert [record["patient_name"] for record in records_of(site, site.cast.alice.uid).values()] == ["Nora Field"]


def test_a_line_with_a_comma_too_many_is_set_aside_and_not_read_askew(site: WholeSite, alice: Visitor) -> None:
    head, good = make_csv([DNA]).decode().split("\r\n")[:2]
    askew, another = good.replace("Nora Field", "Field, Nora"), good.replace("Nora Field", "Nora Fielding")
    told = send_file(alice, SLUG, "cases.csv", "\r\n".join([head, good, askew, f"{another},,"]).encode())
    assert "2 missed appointments imported" in told
    assert "1 set aside" in told
    assert "more cells than column names" in told
    names = {record["patient_name"] for record in records_of(site, site.cast.alice.uid).values()}
    assert names == {"Nora Field", "Nora Fielding"}


def test_the_same_file_again_stores_nothing_twice(site: WholeSite, alice: Visitor) -> None:
    data = make_csv([DNA, {**DNA, "patient_name": "Someone Else"}])
    send_file(alice, SLUG, "cases.csv", data)
    assert "2 already there" in send_file(alice, SLUG, "cases.csv", data)
    assert len(records_of(site, site.cast.alice.uid)) == 2


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("wrong.csv", b"colour,size\r\nred,2\r\n", "These columns are missing"),
        ("empty.csv", b"", "file"),
        ("heads.csv", b"patient_name,nhs_number\r\n", "no rows"),
        ("cut.xlsx", b"PK\x03\x04 cut off", "not an Excel workbook"),
        ("picture.csv", b"\x00\x01\x02\x03", "not a CSV file"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(
    site: WholeSite, alice: Visitor, name: str, data: bytes, sentence: str
) -> None:
    assert sentence.casefold() in send_file(alice, SLUG, name, data).casefold()
    assert records_of(site, site.cast.alice.uid) == {}


def test_a_truncated_file_loses_only_its_last_row(site: WholeSite, alice: Visitor) -> None:
    whole = make_csv([DNA, {**DNA, "patient_name": "Cut Off"}])
    told = send_file(alice, SLUG, "cut.csv", whole[: -len(DNA["action"]) - 30])
    assert "1 missed appointment imported" in told
    assert "1 set aside" in told


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_goes_out_comes_into_another_account_as_it_was(site: WholeSite, alice: Visitor, form: str) -> None:
    for name in ("Nora Field", FORMULA, "'quoted", "Ünïcode Ōë", 'comma, "quote"\nline'):
        RecordForm(alice, answers={**DNA, "patient_name": name, "previous_dnas": 2}).save()
    sent = alice.get(f"/export/{SLUG}.{form}").get_data()
    charlie = site.visitor()
    charlie.token = sign_in(charlie.client, site.cast.charlie)
    assert "5 missed appointments imported" in send_file(charlie, SLUG, f"cases.{form}", sent)
    assert records_of(site, site.cast.charlie.uid) == records_of(site, site.cast.alice.uid)


def test_a_spreadsheet_never_runs_what_somebody_typed(alice: Visitor) -> None:
    RecordForm(alice, answers={**DNA, "patient_name": FORMULA}).save()
    rows = list(csv.DictReader(io.StringIO(alice.get(f"/export/{SLUG}.csv").get_data().decode("utf-8-sig"))))
    assert rows[0]["patient_name"] == f"'{FORMULA}"
    sheet = openpyxl.load_workbook(io.BytesIO(alice.get(f"/export/{SLUG}.xlsx").get_data())).worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    cell = sheet[2][heads.index("patient_name")]
    assert (cell.data_type, cell.value) == ("s", FORMULA)


def test_a_chart_and_its_csv_have_the_same_numbers(site: WholeSite, alice: Visitor) -> None:
    for specialty, month in (("C_110", "2026-04"), ("C_110", "2026-05"), ("C_120", "2026-05")):
        RecordForm(alice, answers={**DNA, "specialty": specialty, "appointment_date": f"{month}-03"}).save()
    module = site.clockstart.registry.find(SLUG)
    chart = next(
        one for one in module.charts if one.by == "specialty" and not one.withheld and one.measures[0].among is None
    )
    address = f"/export/{SLUG}/chart/{chart.key}.csv"
    everything = read_chart(alice, address)
    assert sorted(int(row[1]) for row in everything) == [1, 2]
    assert [row[1] for row in read_chart(alice, f"{address}?since=2026-05")] == ["1", "1"]
    assert len(read_chart(alice, f"{address}?specialty=C_110")) == 1


def read_chart(visitor: Visitor, address: str) -> list[list[str]]:
    """The rows of a chart's CSV below its title and heads."""
    return list(csv.reader(io.StringIO(visitor.get(address).get_data().decode("utf-8-sig"))))[2:]


def test_a_number_of_a_chart_leads_to_the_records_behind_it(site: WholeSite, alice: Visitor) -> None:
    RecordForm(alice, answers={**DNA, "patient_name": "In May"}).save()
    RecordForm(alice, answers={**DNA, "patient_name": "In April", "appointment_date": "2026-04-03"}).save()
    query = "?chart=by-month&group=2026-05"
    shown = alice.open_page(f"/{SLUG}", query).text
    assert "In May" in shown
    assert "In April" not in shown
    assert "May 2026" in shown
    bob = site.signed_in("manager").open_page(f"/{SLUG}/charts/records", query).text
    assert "In May" in bob
    assert "In April" not in bob
    assert site.signed_in("learner").get(f"/{SLUG}/charts/records").status_code == 403


def test_a_filter_never_reaches_beyond_ones_people(site: WholeSite, alice: Visitor) -> None:
    RecordForm(alice, answers=DNA).save()
    cohort = site.cast.other_cohort.id
    shown = site.signed_in("manager").open_page(f"/{SLUG}/charts", f"?cohort={cohort}").text
    assert "nobody in your reach" in shown
    assert site.cast.other_cohort.name not in shown
    assert "nobody in your reach" in alice.open_page(f"/{SLUG}/charts", f"?person={site.cast.charlie.uid}").text


def test_a_restored_file_counts_as_the_persons_own_act(site: WholeSite, alice: Visitor) -> None:
    send_file(alice, SLUG, "cases.csv", make_csv([DNA]))
    (record,) = site.clockstart.store.records.list(site.cast.alice.uid, KEY)
    (entry,) = site.clockstart.store.records.history(site.cast.alice.uid, KEY, record.id)
    assert entry.actor == site.cast.alice.uid
    assert entry.at.startswith(NOW.date().isoformat())


# --- columns with other names ----------------------------------------------------------------------------------------

REPORT = (
    b"Missed appointments of Trust X\r\nPrinted 2 June 2026, by a clerk\r\n\r\n"
    b"Patient;NHS NUMBER;Appointment date;Specialty;appointment_type;first_after_referral;clearly_communicated;"
    b"child_or_vulnerable;action;Ward\r\n"
    b"Nora Field;999 000 0018;12-May-26;C_110;first_outpatient;yes;yes;no;rebook_contact_awaited;7\r\n"
    b"Total: 1\r\n"
)
COLUMN = json.dumps({"at": ["ALL"], "type": ids.IMPORT_COLUMN}, sort_keys=True, separators=(",", ":"))


def upload(chosen: Sequence[str] = ()) -> dict[str, Any]:
    """What the import page sends with a file, and the question chosen for each column."""
    lists = [
        {"id": {"at": str(at), "type": ids.IMPORT_COLUMN}, "property": "value", "value": one}
        for at, one in enumerate(chosen)
    ]
    return {
        f"{ids.IMPORT_FILE}.contents": f"data:text/csv;base64,{base64.b64encode(REPORT).decode()}",
        f"{ids.IMPORT_FILE}.filename": "report.csv",
        f"{ids.IMPORT_STATE}.data": {"slug": SLUG},
        f"{ids.IMPORT_START}.n_clicks": 1,
        f"{COLUMN}.value": lists,
    }


def test_a_column_with_another_name_is_matched_by_hand(site: WholeSite, alice: Visitor) -> None:
    previewed = Answer(alice.call(find_by_input(alice, ids.IMPORT_FILE), upload())).read(ids.IMPORT_PROGRESS)
    words = " ".join(list_words(previewed))
    assert "Say which column of the file holds each" in words
    assert "Sounds like Patient name" in words
    lists = [part for part in list_parts(previewed) if isinstance(part.get("id"), dict) and "at" in part["id"]]
    chosen = ["patient_name", *(part["value"] for part in lists[1:-1]), ""]
    rows = Answer(alice.call(find_by_input(alice, COLUMN), upload(chosen))).read(ids.IMPORT_ROWS)
    assert "Nora Field" in " ".join(list_words(rows))
    assert records_of(site, site.cast.alice.uid) == {}
    done = Answer(alice.call(find_by_input(alice, ids.IMPORT_START), upload(chosen))).read(ids.IMPORT_PROGRESS)
    assert "1 missed appointment imported" in " ".join(list_words(done))
    (record,) = records_of(site, site.cast.alice.uid).values()
    assert (record["patient_name"], record["appointment_date"]) == ("Nora Field", "2026-05-12")
    assert "Ward" not in record


def test_the_template_has_a_column_for_every_question(site: WholeSite, alice: Visitor) -> None:
    module = site.clockstart.registry.find(SLUG)
    (names,) = csv.reader(io.StringIO(alice.get(f"/export/{SLUG}/template.csv").get_data().decode("utf-8-sig")))
    assert set(names) == {question.label for question in module.questions}


def test_somebody_without_an_account_gets_no_template_and_no_preview(site: WholeSite) -> None:
    stranger = site.visitor()
    assert stranger.get(f"/export/{SLUG}/template.csv").status_code in (302, 401)
    assert stranger.call(find_by_input(stranger, ids.IMPORT_START), upload()).status_code == 401
