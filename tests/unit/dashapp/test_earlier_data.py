"""Files of the earlier platform: read, owned, brought in once, waiting, set aside."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from auth.actor import as_actor
from auth.errors import Forbidden
from dashapp.context import Clockstart
from dashapp.services.earlier import earlier_data
from dashapp.services.earlier.earlier_files import read_owners
from dashapp.services.records.pathways import pathway_label
from dashapp.services.search.finding import find_records
from storage.errors import NotFound, Refused
from storage.record import Trace
from storage.user_data import acting_as, load_user_data, using_store
from tests.cast import Cast
from words.folding import fold

CASE = {"id": "c1", "patient_name": "Ann", "created_at": "2025-07-01 09:30:00", "colour": "green"}


def write(folder: Path, name: str, told: Any) -> Path:
    path = folder / name
    path.write_text(told if isinstance(told, str) else json.dumps(told), encoding="utf-8")
    return path


def envelope(user: str, data: Any, module: str = "dna_cases") -> dict[str, Any]:
    return {"module": module, "user": user, "last_updated": "2025-07-01 10:00:00", "data": data}


def bring_in(clockstart: Clockstart, folder: Path, *owners: str, dry_run: bool = False) -> list[str]:
    reports = earlier_data.import_folder(clockstart, folder, read_owners(owners), dry_run=dry_run)
    return [report.line() for report in reports]


def stored(clockstart: Clockstart, email: str, module: str = "dna_cases") -> Any:
    with using_store(clockstart.store), acting_as(email):
        return load_user_data(module)


def test_a_file_comes_in_once_with_its_unknown_fields_and_times_in_their_zone(
    clockstart: Clockstart, cast: Cast, tmp_path: Path
) -> None:
    source = write(tmp_path, "dna_cases_alice_at_example_com.json", envelope("alice@example.com", [CASE]))
    before = source.read_bytes()
    assert bring_in(clockstart, tmp_path, dry_run=True) == [
        f"{source.name}: dna_cases of alice@example.com: 1 records, 1 new, 0 already there, refused 0"
    ]
    assert stored(clockstart, "alice@example.com") == []
    assert "1 new" in bring_in(clockstart, tmp_path)[0]
    assert "0 new, 1 already there" in bring_in(clockstart, tmp_path)[0]
    assert stored(clockstart, "alice@example.com") == [{**CASE, "created_at": "2025-07-01T08:30:00+00:00"}]
    assert source.read_bytes() == before


def test_the_owner_is_the_envelopes_user_and_never_the_file_name(
    clockstart: Clockstart, cast: Cast, tmp_path: Path
) -> None:
    write(tmp_path, "dna_cases_alice_at_example_com.json", envelope("Charlie@Example.com", [CASE]))
    bring_in(clockstart, tmp_path)
    assert stored(clockstart, "alice@example.com") == []
    assert len(stored(clockstart, "charlie@example.com")) == 1


@pytest.mark.parametrize("user", ["unknown", "anonymous", "", None])
def test_an_unusable_owner_needs_to_be_named(
    clockstart: Clockstart, cast: Cast, tmp_path: Path, user: str | None
) -> None:
    write(tmp_path, "dna_cases_x.json", envelope(user or "", [CASE]) | {"user": user})
    (line,) = bring_in(clockstart, tmp_path)
    assert "refused 1" in line
    assert "--owner" in line
    bring_in(clockstart, tmp_path, "dna_cases_*.json=alice@example.com")
    assert len(stored(clockstart, "alice@example.com")) == 1


def test_a_bare_list_is_read_when_its_owner_is_named(clockstart: Clockstart, cast: Cast, tmp_path: Path) -> None:
    write(tmp_path, "exceptions_someone.json", [{"id": 7, "reason": "unfit"}])
    bring_in(clockstart, tmp_path, "exceptions_*=alice@example.com")
    assert stored(clockstart, "alice@example.com", "clinical_exceptions") == [{"id": "7", "reason": "unfit"}]


def test_a_bare_object_comes_back_as_an_object(clockstart: Clockstart, cast: Cast, tmp_path: Path) -> None:
    write(tmp_path, "capacity_alice.json", envelope("alice@example.com", {"target": 92}, "capacity"))
    bring_in(clockstart, tmp_path)
    bring_in(clockstart, tmp_path)
    assert stored(clockstart, "alice@example.com", "capacity_plans") == {"target": 92}


def test_records_without_an_account_wait_for_it(clockstart: Clockstart, cast: Cast, tmp_path: Path) -> None:
    write(tmp_path, "dna_cases_new.json", envelope("newcomer@example.com", [CASE, {"patient_name": "Bo"}]))
    assert "2 waiting for an account" in bring_in(clockstart, tmp_path)[0]
    person = clockstart.store.people.create("newcomer@example.com", "New Comer", "learner", now=clockstart.now)
    assert earlier_data.claim_waiting(clockstart, person) == 2
    assert earlier_data.claim_waiting(clockstart, person) == 0
    assert [item["patient_name"] for item in stored(clockstart, "newcomer@example.com")] == ["Ann", "Bo"]


def test_what_was_changed_or_removed_since_is_not_brought_back(
    clockstart: Clockstart, cast: Cast, tmp_path: Path
) -> None:
    write(tmp_path, "a.json", envelope("alice@example.com", [CASE, {**CASE, "id": "c2"}]))
    bring_in(clockstart, tmp_path)
    records, uid, trace = clockstart.store.records, cast.alice.uid, Trace(cast.alice.uid)
    records.put(uid, "dna_cases", "c1", {"patient_name": "Anna"}, op="x", seen_rev=1, trace=trace, now=clockstart.now)
    records.remove(uid, "dna_cases", "c2", op="y", seen_rev=1, trace=trace, now=clockstart.now)
    assert "0 new, 2 already there, refused 0" in bring_in(clockstart, tmp_path)[0]
    assert [item["patient_name"] for item in stored(clockstart, "alice@example.com")] == ["Anna"]


def test_rows_that_cannot_be_used_go_to_quarantine_with_the_reason(
    clockstart: Clockstart, cast: Cast, tmp_path: Path
) -> None:
    write(tmp_path, "a.json", envelope("alice@example.com", [CASE, "not a record", {**CASE, "colour": "red"}]))
    (line,) = bring_in(clockstart, tmp_path)
    assert "1 new, 0 already there, refused 2: row 2 is not a record; row 3 the id c1 is further up" in line
    (aside,) = (clockstart.settings.data_dir / "quarantine").glob("*.rows.jsonl")
    assert [json.loads(text)["row"] for text in aside.read_text().splitlines()] == [2, 3]


@pytest.mark.parametrize(
    "told", ['{"module": "dna_cases", "user": "alice@example.com", "data": [{"id"', "", "\ufeff\x00"]
)
def test_a_truncated_file_is_copied_aside_and_the_others_go_on(
    clockstart: Clockstart, cast: Cast, tmp_path: Path, told: str
) -> None:
    write(tmp_path, "broken.json", told)
    write(tmp_path, "good.json", envelope("alice@example.com", [CASE]))
    broken, good = bring_in(clockstart, tmp_path)
    assert "is not whole JSON" in broken
    assert "1 new" in good
    names = {path.name.partition("-")[2] for path in (clockstart.settings.data_dir / "quarantine").iterdir()}
    assert names == {"broken.json", "broken.json.reason.txt"}


def test_a_link_is_not_followed_and_says_so(clockstart: Clockstart, cast: Cast, tmp_path: Path) -> None:
    folder = tmp_path / "earlier"
    folder.mkdir()
    secret = write(tmp_path, "secret.json", envelope("alice@example.com", [CASE]))
    (folder / "link.json").symlink_to(secret)
    (folder / "lost.json").symlink_to(tmp_path / "nowhere")
    write(folder, "good.json", envelope("alice@example.com", [{**CASE, "id": "c9"}]))
    good, link, lost = bring_in(clockstart, folder)
    assert "1 new" in good
    assert "not followed" in link
    assert "not followed" in lost
    assert [item["id"] for item in stored(clockstart, "alice@example.com")] == ["c9"]
    aside = clockstart.settings.data_dir / "quarantine"
    assert all(path.name.endswith(".reason.txt") for path in aside.iterdir())


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ('{"id": "n", "weeks": NaN}', "holds NaN"),
        ('{"id": "n", "offers": [{"weeks": -Infinity}]}', "holds -Infinity"),
        ('{"id": "n", "weeks": 1e999}', "finite"),
        ('{"id": "n", "weeks": 36893488147419103232}', "fit in 64 bits"),
        ('{"id": 36893488147419103232}', "fit in 64 bits"),
        ('{"id": "n", "weeks": ' + "9" * 5000 + "}", "which is no value"),
        ('{"id": "n", "name": "\\ud800"}', "cannot be stored"),
        ('{"id": "' + "x" * 300 + '"}', "An id is text"),
        ('{"id": "n", "link": "' + "x" * 300 + '"}', "An id is text"),
        ('{"id": "n", "deep": ' + "[" * 150 + "]" * 150 + "}", "nested more than"),
    ],
)
def test_one_record_that_cannot_be_stored_is_set_aside_and_not_the_file(
    clockstart: Clockstart, cast: Cast, tmp_path: Path, bad: str, words: str
) -> None:
    good = json.dumps(CASE)
    told = f'{{"module": "dna_cases", "user": "alice@example.com", "data": [{bad}, {good}]}}'
    write(tmp_path, "a.json", told)
    (line,) = bring_in(clockstart, tmp_path)
    assert "1 new, 0 already there, refused 1: row 1" in line
    assert words in line
    assert [item["id"] for item in stored(clockstart, "alice@example.com")] == ["c1"]
    (aside,) = (clockstart.settings.data_dir / "quarantine").glob("*.rows.jsonl")
    assert json.loads(aside.read_text(encoding="utf-8"))["row"] == 1


def test_a_number_of_records_that_disagrees_is_reported(clockstart: Clockstart, cast: Cast, tmp_path: Path) -> None:
    write(tmp_path, "a.json", envelope("alice@example.com", [CASE]) | {"total_records": 4})
    write(tmp_path, "b.json", envelope("charlie@example.com", [CASE]) | {"total_records": 1})
    wrong, right = bring_in(clockstart, tmp_path)
    assert wrong.endswith("refused 0, says 4 records and holds 1")
    assert right.endswith("refused 0")


def test_a_file_named_after_one_account_is_offered_to_an_administrator_and_never_taken(
    clockstart: Clockstart, cast: Cast
) -> None:
    folder = clockstart.settings.earlier_data_dir
    folder.mkdir(parents=True)
    name = write(folder, "dna_cases_alice_at_example_com.json", [CASE]).name
    (line,) = bring_in(clockstart, folder)
    assert line.endswith("its name fits alice@example.com")
    assert stored(clockstart, "alice@example.com") == []
    ada, trace = as_actor(cast.ada), Trace(cast.ada.uid)
    assert [(one.name, one.owner, one.new) for one in earlier_data.list_offers(clockstart, ada)] == [
        (name, "alice@example.com", 1)
    ]
    for refused in (as_actor(cast.alice), as_actor(cast.bob)):
        with pytest.raises(Forbidden):
            earlier_data.bring_in_offered(clockstart, refused, name, "alice@example.com", trace)
    for other in ((name, "charlie@example.com"), ("../x.json", "alice@example.com")):
        with pytest.raises(NotFound):
            earlier_data.bring_in_offered(clockstart, ada, *other, trace)
    assert earlier_data.bring_in_offered(clockstart, ada, name, "alice@example.com", trace).new == 1
    assert [item["id"] for item in stored(clockstart, "alice@example.com")] == ["c1"]
    assert earlier_data.list_offers(clockstart, ada) == []
    (entry,) = [
        entry for entry in clockstart.store.audit.list_newest(cast.alice.uid) if entry.act == "earlier_data_given"
    ]
    assert (entry.actor, entry.about) == (cast.ada.uid, {"what": "dna_cases", "file": name, "rows": "1"})


def test_a_direction_that_was_left_open_ends_with_the_name(clockstart: Clockstart, cast: Cast, tmp_path: Path) -> None:
    """No page would store such a name; what comes after it on a page keeps its own direction all the same."""
    name = "\N{RIGHT-TO-LEFT OVERRIDE}Drawkcab \N{RIGHT-TO-LEFT ISOLATE}Sleinad"
    ends = "\N{POP DIRECTIONAL ISOLATE}\N{POP DIRECTIONAL FORMATTING}"
    write(tmp_path, "a.json", envelope("alice@example.com", [CASE | {"patient_name": name}]))
    bring_in(clockstart, tmp_path)
    (found,) = find_records(clockstart, as_actor(cast.alice), fold("Sleinad"))
    assert found.title == name + ends
    assert pathway_label({"patient_name": name, "nhs_number": "9996729400"}) == f"{name}{ends}, 999 672 9400"


def test_a_name_that_fits_two_accounts_is_not_offered(clockstart: Clockstart, cast: Cast) -> None:
    for email in ("a.b@example.com", "a_b@example.com"):
        clockstart.store.people.create(email, "Ab", "learner", now=clockstart.now)
    folder = clockstart.settings.earlier_data_dir
    folder.mkdir(parents=True)
    write(folder, "dna_cases_a_b_at_example_com.json", [CASE])
    (line,) = bring_in(clockstart, folder)
    assert "a.b@example.com and a_b@example.com" in line
    assert earlier_data.list_offers(clockstart, as_actor(cast.ada)) == []


def test_only_ones_own_files_are_offered_in_the_app(clockstart: Clockstart, cast: Cast) -> None:
    folder = clockstart.settings.earlier_data_dir
    folder.mkdir(parents=True)
    write(folder, "a.json", envelope("alice@example.com", [CASE]))
    write(folder, "b.json", envelope("charlie@example.com", [CASE]))
    assert earlier_data.find_unread(clockstart, "alice@example.com").count == 1
    assert earlier_data.bring_in_own(clockstart, cast.alice) == 1
    assert earlier_data.find_unread(clockstart, "alice@example.com").count == 0
    assert stored(clockstart, "charlie@example.com") == []


def test_an_absent_folder_is_said_by_the_command(clockstart: Clockstart, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no folder"):
        bring_in(clockstart, tmp_path / "nowhere")
