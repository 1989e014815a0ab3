"""Whatever changes accounts, cohorts, access, links, sessions, settings or published figures enters somebody's trail.

What changes them is found by what it calls in the store, so a new act fails here until it is walked too.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, get_type_hints

import pytest

from auth.actor import Actor, as_actor
from dashapp.demo import demo
from dashapp.factory import find_registry
from dashapp.services.access import module_access
from dashapp.services.people import accounts, cohorts, mail, people_file, retention
from dashapp.services.practice import assignments
from pages.commissioner_reporting.service import published
from storage import Store
from storage.people import Cohort, Person
from storage.record import Trace
from storage.settings_store import Override
from tests.cast import password_hash
from tests.whole_site import WholeSite, make_whole_site

ROOT = Path(__file__).parents[2]
PARTS = ("people", "sessions", "factors", "settings", "invitations", "published", "sign_offs")
"""The parts of the store that hold what is administered."""
READS = re.compile(r"(find|get|list|read|is|has|takes|all|members|managers|overrides)(_|$)")
CALLS = {"check_administer", "get_account", "get_another", "get_subject", "invite", "erase_user", "erase_person"}
"""What such an act asks or does first where it writes nothing itself."""
SYSTEM = "system"
numbers = count(1)


@dataclass(frozen=True)
class Stage:
    """A site with an administrator who acts, and somebody to act on who learns in a cohort and is signed in once."""

    site: WholeSite
    actor: Actor
    person: Person
    cohort: Cohort

    @property
    def trace(self) -> Trace:
        return Trace(self.actor.uid)

    @property
    def access_of_cohort(self) -> module_access.Subject:
        return module_access.get_subject(self.site.clockstart, self.actor, "cohort", self.cohort.id)

    @property
    def access_of_person(self) -> module_access.Subject:
        return module_access.get_subject(self.site.clockstart, self.actor, "person", self.person.uid)

    def digest(self) -> str:
        return self.site.clockstart.store.sessions.list(self.person.uid, now=self.site.clockstart.now)[0].digest

    def command(self, *words: str) -> None:
        done = self.site.app.server.test_cli_runner().invoke(args=list(words))
        assert done.exit_code == 0, done.output

    def planned(self, email: str) -> people_file.PlannedPerson:
        return people_file.PlannedPerson(2, email, "Ivy Ito", "learner", (), "new", ())

    def published(self) -> str:
        about = dict.fromkeys(("rows", "providers", "file", "by", "at", "source", "licence"), "") | {
            "month": "2026-01-01"
        }
        self.site.clockstart.store.published.put("rtt-2026-01", about, {})
        return "rtt-2026-01"


@dataclass(frozen=True)
class Act:
    """`do` is called with the stage after `before`; `enters` are the acts it enters by trail: the person's, that of
    somebody `new`, or the system's."""

    do: Callable[[Stage], object]
    enters: tuple[tuple[str, str], ...]
    before: Callable[[Stage], object] = lambda stage: None
    by: str = ""


def of(do: Callable[[Any, Stage], object], trail: str, *acts: str, **more: Any) -> Act:
    """An act of a service, called with the site's Clockstart."""
    return Act(lambda stage: do(stage.site.clockstart, stage), tuple((trail, act) for act in acts), **more)


def off(do: Callable[[Stage], object], trail: str, *acts: str, **more: Any) -> Act:
    """An act of the command line."""
    return Act(do, tuple((trail, act) for act in acts), by="command line", **more)


ACTS: Mapping[str, Act] = {
    "accounts.invite_person": of(
        lambda site, s: accounts.invite_person(site, s.actor, email=new_email(), name="Ivy", role="learner"),
        "new",
        "account_made",
        "invite_link_made",
    ),
    "accounts.make_link": of(
        lambda site, s: accounts.make_link(site, s.actor, s.person.uid), "person", "reset_link_made"
    ),
    "accounts.void_links": of(
        lambda site, s: accounts.void_links(site, s.actor, s.person.uid), "person", "links_voided"
    ),
    "accounts.change_role": of(
        lambda site, s: accounts.change_role(site, s.actor, s.person.uid, "manager"), "person", "role_changed"
    ),
    "accounts.change_email": of(
        lambda site, s: accounts.change_email(site, s.actor, s.person.uid, new_email()), "person", "email_changed"
    ),
    "accounts.deactivate": of(
        lambda site, s: accounts.deactivate(site, s.actor, s.person.uid), "person", "deactivated"
    ),
    "accounts.reactivate": of(
        lambda site, s: accounts.reactivate(site, s.actor, s.person.uid), "person", "reactivated"
    ),
    "accounts.reset_factor": of(
        lambda site, s: accounts.reset_factor(site, s.actor, s.person.uid),
        "person",
        "factor_reset",
        before=lambda s: s.site.clockstart.store.factors.confirm(
            s.person.uid, "SECRET", 1, ["code"], now=s.site.clockstart.now
        ),
    ),
    "accounts.end_session": of(
        lambda site, s: accounts.end_session(site, s.actor, s.person.uid, s.digest()), "person", "session_ended"
    ),
    "accounts.end_sessions": of(
        lambda site, s: accounts.end_sessions(site, s.actor, s.person.uid), "person", "sessions_ended"
    ),
    "accounts.end_everyones_sessions": of(
        lambda site, s: accounts.end_everyones_sessions(site, s.actor, ""), SYSTEM, "everyones_sessions_ended"
    ),
    "mail.mail_link": of(
        lambda site, s: mail.mail_link(site, s.person.email, "reset", s.actor.uid),
        "person",
        "reset_link_made",
        "reset_mailed",
    ),
    "assignments.adopt_policy": of(
        lambda site, s: assignments.adopt_policy(site, s.actor, s.cohort.id, adopted=True), SYSTEM, "policy_adopted"
    ),
    "cohorts.create": of(lambda site, s: cohorts.create(site, s.actor, new_name()), SYSTEM, "cohort_made"),
    "cohorts.rename": of(
        lambda site, s: cohorts.rename(site, s.actor, s.cohort.id, new_name()), SYSTEM, "cohort_renamed"
    ),
    "cohorts.remove": of(
        lambda site, s: cohorts.remove(site, s.actor, s.cohort.id),
        SYSTEM,
        "cohort_removed",
        before=lambda s: s.site.clockstart.store.people.unassign(s.person.uid, s.cohort.id),
    ),
    "cohorts.add_person": of(
        lambda site, s: cohorts.add_person(site, s.actor, s.person.uid, s.site.cast.cohort.id),
        "person",
        "cohort_assigned",
    ),
    "cohorts.add_by_email": of(
        lambda site, s: cohorts.add_by_email(site, s.actor, s.person.email, s.site.cast.cohort.id),
        "person",
        "cohort_assigned",
    ),
    "cohorts.take_out": of(
        lambda site, s: cohorts.take_out(site, s.actor, s.person.uid, s.cohort.id), "person", "cohort_left"
    ),
    "module_access.say": of(
        lambda site, s: module_access.say(site, s.actor, s.access_of_person, "dna-management", Override(open=False)),
        "person",
        "access_changed",
    ),
    "module_access.take_back": of(
        lambda site, s: module_access.take_back(site, s.actor, s.access_of_cohort, "dna-management"),
        SYSTEM,
        "access_changed",
        before=lambda s: s.site.clockstart.store.settings.put_override(
            "cohort", s.cohort.id, "dna-management", Override(open=False)
        ),
    ),
    "people_file.make_cohorts": of(
        lambda site, s: people_file.make_cohorts(site, people_file.Plan([], [new_name()]), s.trace),
        SYSTEM,
        "cohort_made",
    ),
    "people_file.write_person": of(
        lambda site, s: people_file.write_person(site, s.planned(new_email()), [], s.trace), "new", "account_made"
    ),
    "retention.put_months": of(
        lambda site, s: retention.put_months(site, s.actor, "12", s.trace), SYSTEM, "retention_changed"
    ),
    "retention.erase_person": of(lambda site, s: retention.erase_person(site, s.person, s.trace), SYSTEM, "erase"),
    "retention.erase": of(
        lambda site, s: retention.erase(site, s.actor, s.person.uid, s.person.email, s.trace), SYSTEM, "erase"
    ),
    "published.remove_extract": of(
        lambda site, s: published.remove_extract(site, s.actor, s.published(), s.trace), SYSTEM, "remove-extract"
    ),
    "demo.remove_demo": of(
        lambda site, s: demo.remove_demo(site),
        SYSTEM,
        "cohort_removed",
        by="demo",
        before=lambda s: s.site.clockstart.store.people.create_cohort(new_name(), now=s.site.clockstart.now, demo=True),
    ),
    "cli.create_user": off(
        lambda s: s.command("create-user", new_email(), "--role", "learner", "--name", "Ivy"),
        "new",
        "account_made",
        "invite_link_made",
    ),
    "cli.deactivate_user": off(lambda s: s.command("deactivate-user", s.person.email), "person", "deactivated"),
    "cli.create_cohort": off(lambda s: s.command("create-cohort", new_name()), SYSTEM, "cohort_made"),
    "cli.assign": off(
        lambda s: s.command("assign", s.person.email, s.site.cast.cohort.name), "person", "cohort_assigned"
    ),
}

WALKED_ELSEWHERE: Mapping[str, tuple[str, str]] = {
    "certificates.revoke": ("http/test_certification.py::test_verify_says_what_a_number_is", "certificate_revoked"),
    "exam_terms.put_extra": ("http/test_certification.py::test_the_clock_is_the_servers", "extra_time_given"),
    "exam_terms.release": ("http/test_certification.py::test_items_are_told_once_released", "items_released"),
    "account.change_name": ("test_account.py::test_every_change_is_in_the_audit_trail", "name_changed"),
    "account.change_password": ("test_account.py::test_every_change_is_in_the_audit_trail", "password_changed"),
    "account.end_session": ("test_account.py::test_sessions_are_listed_and_ended_one_by_one", "session_ended"),
    "account.end_other_sessions": (
        "test_account.py::test_all_other_sessions_are_ended_at_once",
        "other_sessions_ended",
    ),
    "cli.erase_user": ("test_commands.py::test_erasing_from_the_command_line_is_in_the_systems_trail", "erase"),
    "earlier_data.bring_in_offered": (
        "test_earlier_data.py::test_a_file_named_after_one_account_is_offered_to_an_administrator_and_never_taken",
        "earlier_data_given",
    ),
    "factor_pages.remove": ("test_second_factor.py::test_learners_may_do_without", "factor_removed"),
    "factor_pages.set_up_now": (
        "test_second_factor.py::test_it_is_in_the_audit_trail_and_the_secret_is_not",
        "factor_set_up",
    ),
    "factors.renew_codes": ("test_second_factor.py::test_new_recovery_codes_end_the_old_ones", "recovery_codes_made"),
    "factors.set_up": ("test_second_factor.py::test_it_is_in_the_audit_trail_and_the_secret_is_not", "factor_set_up"),
    "factors.takes": (
        "test_second_factor.py::test_it_is_in_the_audit_trail_and_the_secret_is_not",
        "recovery_code_used",
    ),
    "invitations.invite_first": (
        "test_commands.py::test_the_link_to_the_first_account_is_in_the_systems_trail",
        "first_link_made",
    ),
    "invitations.make_first": ("test_links.py::test_the_link_makes_an_administrator_once", "account_made"),
    "invitations.take_up": (
        "test_invitations.py::test_who_made_it_and_that_it_was_used_is_in_the_audit_trail",
        "invite_link_used",
    ),
    "invitations.invite": (
        "test_invitations.py::test_who_made_it_and_that_it_was_used_is_in_the_audit_trail",
        "invite_link_made",
    ),
    "kept.sign_off": (
        "test_commissioner_reporting.py::test_a_return_is_kept_signed_by_another_and_stays_as_it_was",
        "sign-off",
    ),
    "proof_pages.prove_now": ("test_proof.py::test_it_is_in_the_audit_trail", "proof_given"),
    "published.bring_in_extract": (
        "test_reporting_beside.py::test_a_manager_brings_an_extract_in_and_everybody_compares",
        "import-extract",
    ),
    "signing_in.begin_session": ("test_sign_in.py::test_sign_ins_and_refusals_are_in_the_audit_trail", "sign_in"),
    "viewing.start_viewing": ("test_viewing.py::test_it_is_entered_in_the_learners_trail_and_stopped", "view_started"),
    "viewing.stop_viewing": ("test_viewing.py::test_it_is_entered_in_the_learners_trail_and_stopped", "view_ended"),
}
"""What people do to their own account and session, and what needs more than a stage: the test that reads its entry,
and the act it names."""
NO_ACTS: Mapping[str, str] = {
    "accounts.send_link": "hands the letter to the worker, and mail.mail_link enters it",
    "cli.make_link": "prints what invitations.invite has made and entered",
    "demo.take_back": "takes away what a demo that was cut off has invented",
    "blueprint.extend_session": "activity is no act",
    "cli.rebuild_indexes": "repairs what is found by, and changes nothing about anybody",
    "demo.find_or_make_cohort": "invents a cohort, of people who are marked as invented",
    "demo.make_people": "invents people, who are marked as invented",
    "factor_pages.show_set_up": "offers a secret that nothing asks for yet",
    "guard.note_activity": "activity is no act",
    "router.administrators": "the check of a page for administrators, which shows it",
    "people_file.make_plan": "plans and writes nothing",
    "signed_sessions.read_signed": "makes the session that a cookie tells of, and stores nothing",
    "signing_in.keep_session": "stores a session whose beginning was entered or is held to be",
    "signing_in.check_sign_in": "hashes the same password again, with newer parameters",
}


def new_email() -> str:
    return f"somebody{next(numbers)}@example.com"


def new_name() -> str:
    return f"Intake {next(numbers)}"


@pytest.fixture(scope="module")
def whole_site(tmp_path_factory: pytest.TempPathFactory) -> WholeSite:
    return make_whole_site(tmp_path_factory.mktemp("acts"))


@pytest.fixture
def stage(whole_site: WholeSite, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    monkeypatch.setattr(mail, "send", lambda settings, letter: None)
    store, now = whole_site.clockstart.store, whole_site.clockstart.now
    cohort = store.people.create_cohort(new_name(), now=now)
    person = store.people.create(
        new_email(), "Ivy Ito", "learner", now=now, password_hash=password_hash(), cohorts=[cohort.id]
    )
    store.sessions.start(person.uid, now=now)
    with whole_site.app.server.test_request_context():
        yield Stage(whole_site, as_actor(whole_site.cast.ada), person, cohort)


@pytest.mark.parametrize("name", ACTS)
def test_an_act_enters_the_trail_of_whom_it_is_about(name: str, stage: Stage) -> None:
    act = ACTS[name]
    act.before(stage)
    before = Counter(read_trails(stage))
    act.do(stage)
    entered = [entry for entry in (Counter(read_trails(stage)) - before).elements() if entry[1] not in {"entry_erased"}]
    who = act.by or stage.actor.uid
    assert sorted(entered) == sorted((trail, entry, who) for trail, entry in act.enters)


def read_trails(stage: Stage) -> Iterator[tuple[str, str, str]]:
    """Whose trail, the act and who did it, of every entry there is."""
    store, known = stage.site.clockstart.store, {person.uid for person in stage.site.cast.everyone}
    for uid in [None, *store.people.list_uids()]:
        whose = SYSTEM if uid is None else "person" if uid == stage.person.uid else "known" if uid in known else "new"
        yield from ((whose, entry.act, entry.actor) for entry in store.audit.walk(uid))


def test_every_act_is_walked() -> None:
    """A function that is not named here changes what is administered: walk it above."""
    assert set(find_acts()) == {*ACTS, *WALKED_ELSEWHERE, *NO_ACTS}


@pytest.mark.parametrize("name", WALKED_ELSEWHERE)
def test_the_test_elsewhere_reads_the_entry(name: str) -> None:
    (test, act), folder = WALKED_ELSEWHERE[name], Path(__file__).parents[1]
    file, _, function = test.partition("::")
    (path,) = folder.rglob(file)
    found = re.search(rf"def {function}\(.*?(?=\n(?:def|@)|\Z)", path.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    assert f'"{act}"' in found.group()


def test_every_act_walked_has_words() -> None:
    named = {entry for act in ACTS.values() for _, entry in act.enters} | {act for _, act in WALKED_ELSEWHERE.values()}
    assert named <= find_registry().acts.keys()


def find_acts() -> Iterator[str]:
    """Every function that writes to an administered part of the store, or makes one of the calls of such an act."""
    kinds = get_type_hints(Store)
    writes = {(part, name) for part in PARTS for name in list_writes(kinds[part])}
    folders = [ROOT / "auth", ROOT / "dashapp", ROOT / "server", *(ROOT / "pages").glob("*/service")]
    for path in sorted(path for folder in folders for path in folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and is_act(node, writes):
                yield f"{path.stem}.{node.name}"


def list_writes(kind: type) -> list[str]:
    members = inspect.getmembers(kind, inspect.isfunction)
    return [name for name, _ in members if not name.startswith("_") and not READS.match(name)]


def is_act(function: ast.FunctionDef, writes: set[tuple[str, str]]) -> bool:
    called = [ast.unparse(node.func).split(".") for node in ast.walk(function) if isinstance(node, ast.Call)]
    acts = not READS.match(function.name) and any(names[-1] in CALLS for names in called)
    return acts or any(tuple(names[-2:]) in writes for names in called)
