"""The administration commands: what each says and what it leaves in the store and the trail."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import Result

from storage import keys
from storage.backup_file import BackupFile, Section, digest_of
from storage.record import Trace
from tests.whole_site import WholeSite, make_whole_site

EMAIL = "dana@example.com"


@pytest.fixture
def site(whole_site: WholeSite) -> WholeSite:
    return whole_site


def run(site: WholeSite, *words: str, typed: str = "") -> Result:
    return site.app.server.test_cli_runner().invoke(args=words, input=typed)


def list_acts(site: WholeSite, uid: str | None) -> list[tuple[str, str]]:
    return [(entry.act, entry.actor) for entry in site.clockstart.store.audit.list_newest(uid)]


def test_an_account_is_invited_and_entered(site: WholeSite) -> None:
    told = run(site, "create-user", EMAIL, "--role", "learner", "--name", "Dana Drew")
    assert (told.exit_code, bool(re.search(r" http://127.0.0.1:8050/invite/\S+", told.output))) == (0, True), (
        told.output
    )
    person = site.clockstart.store.people.get_by_email(EMAIL)
    assert (person.name, person.role) == ("Dana Drew", "learner")
    assert ("account_made", "command line") in list_acts(site, person.uid)


def test_a_password_that_is_too_short_makes_no_account(site: WholeSite) -> None:
    words = ("create-user", EMAIL, "--role", "learner", "--name", "Dana Drew", "--password-stdin")
    assert run(site, *words, typed="short\n").exit_code == 1
    assert site.clockstart.store.people.find_by_email(EMAIL) is None
    assert run(site, *words, typed="seven quiet herons\n").output == f"{EMAIL} can sign in.\n"


def test_an_address_that_is_taken_ends_with_the_sentence(site: WholeSite) -> None:
    told = run(site, "create-user", site.cast.alice.email, "--role", "learner", "--name", "Another")
    assert (told.exit_code, told.output[:7]) == (1, "Error: ")
    assert "Traceback" not in told.output


def test_a_cohort_is_made_and_given_and_both_are_in_the_trail(site: WholeSite) -> None:
    assert run(site, "create-cohort", "Winter intake").output == "Made the cohort Winter intake.\n"
    assert ("cohort_made", "command line") in list_acts(site, None)
    assert run(site, "assign", site.cast.charlie.email, "Winter intake").exit_code == 0
    (assigned, *_) = [
        entry
        for entry in site.clockstart.store.audit.list_newest(site.cast.charlie.uid)
        if entry.act == "cohort_assigned"
    ]
    cohort = site.clockstart.store.people.find_cohort_by_name("Winter intake")
    assert cohort is not None
    assert (assigned.actor, assigned.about) == ("command line", {"cohort": cohort.id})
    assert run(site, "assign", site.cast.charlie.email, "No such intake").exit_code == 1


def test_somebody_deactivated_cannot_sign_in(site: WholeSite) -> None:
    assert run(site, "deactivate-user", site.cast.alice.email).exit_code == 0
    assert not site.clockstart.store.people.get(site.cast.alice.uid).active
    assert ("deactivated", "command line") in list_acts(site, site.cast.alice.uid)


def test_erasing_from_the_command_line_is_in_the_systems_trail(site: WholeSite) -> None:
    assert run(site, "erase-user", site.cast.alice.email, "--yes").exit_code == 0
    assert ("erase", "command line") in list_acts(site, None)


def test_the_link_to_the_first_account_is_in_the_systems_trail(site: WholeSite) -> None:
    for person in site.cast.everyone:
        assert run(site, "erase-user", person.email, "--yes").exit_code == 0
    assert "/set-up/" in run(site, "set-up-link").output
    assert list_acts(site, None)[0] == ("first_link_made", "command line")


def test_indexes_that_were_lost_are_made_anew(site: WholeSite) -> None:
    client, alice = site.clockstart.store.client, site.cast.alice
    client.delete(keys.email(alice.email), keys.USERS)
    assert site.clockstart.store.people.find_by_email(alice.email) is None
    assert run(site, "rebuild-indexes").output == "4 people are listed.\n"
    assert site.clockstart.store.people.get_by_email(alice.email).uid == alice.uid


def test_two_accounts_with_one_address_are_named(site: WholeSite) -> None:
    client, alice = site.clockstart.store.client, site.cast.alice
    client.hset(keys.account("01ZZZZZZZZZZZZZZZZZZZZZZZZ"), mapping=client.hgetall(keys.account(alice.uid)))
    told = run(site, "rebuild-indexes")
    assert told.exit_code == 1
    assert "01ZZZZZZZZZZZZZZZZZZZZZZZZ (Alice Adams) cannot sign in" in told.output


def test_records_that_differ_from_the_trail_are_named_and_rebuilt(site: WholeSite) -> None:
    alice, store = site.cast.alice, site.clockstart.store
    visitor = site.signed_in("learner")
    visitor.get("/")
    store.client.hset(keys.records(alice.uid, "dna_cases"), "lost", "{}")
    assert run(site, "verify-audit", alice.email).exit_code == 1
    assert run(site, "rebuild-user", alice.email).exit_code == 0
    assert run(site, "verify-audit", alice.email).output.endswith("0 differences.\n")


def test_an_exported_person_moves_elsewhere_and_does_not_come_back_where_they_were_erased(
    site: WholeSite, tmp_path: Path
) -> None:
    file, email = tmp_path / "alice.jsonl", site.cast.alice.email
    assert run(site, "export-user", email, str(file)).exit_code == 0
    assert "0 are left" in run(site, "erase-user", email, "--yes").output
    assert run(site, "import-user", str(file)).exit_code == 1
    assert site.clockstart.store.people.find_by_email(email) is None
    elsewhere = make_whole_site(tmp_path)
    run(elsewhere, "erase-user", email, "--yes")
    moved = run(elsewhere, "import-user", str(file))
    assert (moved.exit_code, moved.output.startswith(f"{email}: http://127.0.0.1:8050/invite/")) == (0, True), (
        moved.output
    )


def test_a_score_that_was_typed_into_an_exported_file_is_left_out(site: WholeSite, tmp_path: Path) -> None:
    alice, file = site.cast.alice, tmp_path / "alice.jsonl"
    told = {"title": "Monday", "set": "missed", "cases": "5", "level": "1", "feedback": "at_end"}
    site.clockstart.store.records.append(
        alice.uid, "practice_sessions", "s1", told, op="s1", trace=Trace(alice.uid), now=site.clockstart.now
    )
    run(site, "export-user", alice.email, str(file))
    (section,) = BackupFile(file).read()
    typed = '"title":"Monday","state":"submitted","score":100,"handed_in_on":"soon"'
    lines = [
        {**line, "value": {"s1": line["value"]["s1"].replace('"title":"Monday"', typed)}}
        if line["key"] == "rec:practice_sessions"
        else line
        for line in section.lines
    ]
    assert lines != section.lines
    BackupFile(file).write([Section(alice.uid, lines, digest_of(lines))], site.clockstart.now)
    elsewhere = make_whole_site(tmp_path)
    run(elsewhere, "erase-user", alice.email, "--yes")
    elsewhere.clockstart.store.client.delete(keys.tombstone(alice.uid))
    moved = run(elsewhere, "import-user", str(file))
    assert "Left out: the records are as the audit trail in the file has them." in moved.output
    assert "practice_sessions" in moved.output
    assert elsewhere.clockstart.store.records.get(alice.uid, "practice_sessions", "s1").data == told


def test_a_backup_is_verified(site: WholeSite, tmp_path: Path) -> None:
    written = run(site, "backup", str(tmp_path / "kept"))
    assert written.exit_code == 0, written.output
    assert run(site, "verify-backup", written.output.removeprefix("Wrote ").strip()).output.startswith(
        "In order: 4 people"
    )


CASES = Path(__file__).parents[1] / "data" / "csv_imports"


@pytest.mark.parametrize("expected", sorted(CASES.glob("*.json")), ids=lambda path: path.name.split("_")[0])
def test_a_list_is_tried_out_and_then_imported(site: WholeSite, expected: Path) -> None:
    told, alice = json.loads(expected.read_text(encoding="utf-8")), site.cast.alice
    words = ["import-list", told["module"], str(CASES / told["file"])]
    tried = json.loads(run(site, *words, "--dry-run").stdout)
    assert tried["imported"] == told["imported"]
    assert {one["line"] for one in tried["set_aside"]} == {one["line"] for one in told["set_aside"]}
    assert (tried["ignored_lines"], tried["asks_the_person"]) == (told["ignored_lines"], told["asks_the_person"])
    names = told["mapped"][0]
    assert [{name: one.get(name) for name in names} for one in tried["mapped"]] == told["mapped"]
    assert run(site, *words).exit_code == 2, "an import is somebody's"
    before = len(site.clockstart.store.records.list(alice.uid, "patients"))
    run(site, *words, "--owner", alice.email)
    assert len(site.clockstart.store.records.list(alice.uid, "patients")) == before + told["imported"]
    again = json.loads(run(site, *words, "--owner", alice.email, "--dry-run").stdout)
    assert again["imported"] == 0
    assert again["already_there"] + len(again["set_aside"]) == again["data_rows"] == told["data_rows"]


FILE = {"module": "dna_cases", "user": "alice@example.com", "last_updated": "2025-07-01 10:00:00"}


@pytest.mark.parametrize(
    ("data", "status"),
    [([{"id": "c1"}], 0), ([{"id": "c1"}, "no record"], 1), ("no list", 1)],
    ids=["good", "row", "file"],
)
@pytest.mark.parametrize("words", [(), ("--dry-run",)], ids=["import", "dry run"])
def test_importing_earlier_data_ends_with_1_when_anything_was_refused(
    site: WholeSite, tmp_path: Path, data: object, status: int, words: tuple[str, ...]
) -> None:
    folder = tmp_path / "earlier-files"
    folder.mkdir()
    (folder / "a.json").write_text(json.dumps({**FILE, "data": data}), encoding="utf-8")
    told = run(site, "import-earlier-data", str(folder), *words)
    assert told.exit_code == status, told.output
    assert f"{status} refused." in told.output


def test_a_link_in_the_folder_is_refused_and_said_by_the_status(site: WholeSite, tmp_path: Path) -> None:
    folder, elsewhere = tmp_path / "earlier-files", tmp_path / "elsewhere.json"
    folder.mkdir()
    elsewhere.write_text(json.dumps({**FILE, "data": [{"id": "c1"}]}), encoding="utf-8")
    (folder / "a.json").symlink_to(elsewhere)
    told = run(site, "import-earlier-data", str(folder))
    assert (told.exit_code, "1 refused." in told.output) == (1, True), told.output
