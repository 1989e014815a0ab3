"""Who sees which module: said on three levels with dates, explained, audited, undone; menus and server agree."""

from __future__ import annotations

from typing import Any

import pytest

from auth.actor import as_actor
from dashapp.services.access import menu, module_access
from dashapp.services.access.module_access import Subject
from storage.people import Person
from storage.settings_store import Override, SettingsStore
from tests.http.test_staff import follow, post, read
from tests.whole_site import Visitor, WholeSite

SLUG = "dna-management"


@pytest.fixture
def site(whole_site: WholeSite) -> WholeSite:
    return whole_site


def say(ada: Visitor, level: str, subject: str, state: str, **days: str) -> Any:
    fields = {"level": level, "subject": subject, "module": SLUG, "state": state, **days}
    return post(ada, "/module-access/say", **fields)


def why(site: WholeSite, person: Person) -> str:
    subject = Subject("person", person.uid, person.name, site.clockstart.store.people.get(person.uid))
    effects = module_access.list_effects(site.clockstart, as_actor(site.cast.ada), subject)
    return next(effect.why for effect in effects if effect.module.slug == SLUG)


def is_in_menu(site: WholeSite, person: Person) -> bool:
    own = site.clockstart.store.settings.list_overrides("person", person.uid)
    actor = as_actor(site.clockstart.store.people.get(person.uid), own)
    return any(page.address == f"/{SLUG}" for page in menu.list_pages(site.clockstart, actor))


def test_what_another_process_has_just_set_is_told_at_once(site: WholeSite) -> None:
    alice, cohort = site.cast.alice, site.cast.cohort
    assert site.signed_in("learner").open_page(f"/{SLUG}").status_code == 200  # from here on it is remembered
    assert "because the module is open to learners" in why(site, alice)
    another = SettingsStore(site.clockstart.store.client)
    another.put_override("cohort", cohort.id, SLUG, Override(open=False))
    assert f"because the cohort {cohort.name} closes it" in why(site, alice)


def test_person_over_cohort_over_role_over_the_module(site: WholeSite, ada: Visitor) -> None:
    alice, visitor = site.cast.alice, site.signed_in("learner")
    said = (
        ("role", "learner", "closed", {}, False, "because it is closed to all learners."),
        (
            "cohort",
            site.cast.cohort.id,
            "open",
            {"ends_day": "3", "ends_month": "7", "ends_year": "2026"},
            True,
            "Open for Alice Adams because the cohort Spring intake opens it until 3 July 2026.",
        ),
        ("person", alice.uid, "closed", {}, False, "because it is closed to Alice Adams alone."),
    )
    assert "because the module is open to learners unless" in why(site, alice)
    for level, subject, state, days, is_open, sentence in said:
        follow(ada, say(ada, level, subject, state, **days))
        assert sentence in why(site, alice)
        assert is_in_menu(site, alice) is is_open
        assert visitor.open_page(f"/{SLUG}").status_code == (200 if is_open else 403)
        assert visitor.get(f"/{SLUG}").status_code == (200 if is_open else 403)
        assert visitor.get(f"/export/{SLUG}.csv").status_code == (200 if is_open else 403)
    follow(ada, post(ada, "/module-access/take-back", level="person", subject=alice.uid, module=SLUG))
    assert visitor.open_page(f"/{SLUG}").status_code == 200


def test_the_page_shows_what_they_see(site: WholeSite, ada: Visitor) -> None:
    words = follow(ada, say(ada, "role", "learner", "closed"))
    assert "DNA management is set to closed for learners." in words
    alice = read(ada, "/module-access?person=alice@example.com")
    assert "As seen by Alice Adams" in alice
    menu = alice[alice.index("Their menu today") :]
    assert "Cancellation management" in menu
    assert "DNA management" not in menu
    assert "learners" in read(ada, "/module-access")


def test_each_list_says_what_it_is_for(site: WholeSite, ada: Visitor) -> None:
    assert ada.open_page("/module-access").text.count('"placeholder":"Choose one"') == 2


def test_every_change_is_audited_and_can_be_undone(site: WholeSite, ada: Visitor) -> None:
    store, alice = site.clockstart.store, site.cast.alice
    first = {"starts_day": "1", "starts_month": "6", "starts_year": "2026"}
    assert "Undo" in follow(ada, say(ada, "person", alice.uid, "open", **first))
    follow(ada, say(ada, "person", alice.uid, "closed"))
    page = ada.open_page("/module-access", f"?person={alice.uid}")
    assert page.status_code == 200
    follow(ada, say(ada, "role", "learner", "closed"))
    (entry, before) = store.audit.list_newest(alice.uid)[:2]
    assert (entry.act, entry.actor, entry.about) == (
        "access_changed",
        site.cast.ada.uid,
        {"what": SLUG, "said": "closed", "instead": "open from 1 June 2026"},
    )
    assert before.about == {"what": SLUG, "said": "open from 1 June 2026"}
    assert store.audit.list_newest(None)[0].about == {"role": "learner", "what": SLUG, "said": "closed"}
    follow(ada, post(ada, "/module-access/take-back", level="person", subject=alice.uid, module=SLUG))
    assert store.settings.list_overrides("person", alice.uid) == {}


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ({"starts_day": "31", "starts_month": "2", "starts_year": "2026"}, "must be a real date"),
        ({"ends_day": "x", "ends_month": "7", "ends_year": "2026"}, "must be a real date"),
        (
            {
                "starts_day": "2",
                "starts_month": "7",
                "starts_year": "2026",
                "ends_day": "1",
                "ends_month": "7",
                "ends_year": "2026",
            },
            "before the first",
        ),
    ],
)
def test_days_that_cannot_be_are_said_and_kept(
    site: WholeSite, ada: Visitor, days: dict[str, str], sentence: str
) -> None:
    answer = say(ada, "cohort", site.cast.cohort.id, "open", **days)
    page = ada.open_page("/module-access", f"?cohort={site.cast.cohort.id}").get_data(as_text=True)
    assert answer.status_code == 303
    assert sentence in page
    assert f'"{next(iter(days.values()))}"' in page
    assert site.clockstart.store.settings.list_overrides("cohort", site.cast.cohort.id) == {}


@pytest.mark.parametrize(
    "fields",
    [
        {"level": "person", "subject": "nobody"},
        {"level": "cohort", "subject": "nothing"},
        {"level": "role", "subject": "owner"},
        {"level": "everything", "subject": "x"},
        {"module": "no-such-module"},
        {"module": "account"},
    ],
)
def test_forged_names_change_nothing(site: WholeSite, ada: Visitor, fields: dict[str, str]) -> None:
    sent = {"level": "role", "subject": "learner", "module": SLUG, "state": "closed", **fields}
    assert post(ada, "/module-access/say", **sent).status_code in {303, 404}
    assert site.clockstart.store.settings.list_overrides("role", "learner") == {}


def test_only_administrators_say_and_see(site: WholeSite) -> None:
    for role in ("learner", "manager"):
        visitor = site.signed_in(role)
        assert visitor.open_page("/module-access").status_code == 403
        assert say(visitor, "person", site.cast.alice.uid, "open").status_code == 403


def test_a_decision_is_explained_where_cohorts_differ(site: WholeSite, ada: Visitor) -> None:
    site.clockstart.store.people.assign(site.cast.alice.uid, site.cast.other_cohort.id)
    follow(ada, say(ada, "cohort", site.cast.cohort.id, "closed"))
    assert "because the cohort Spring intake closes it." in why(site, site.cast.alice)
    follow(ada, say(ada, "cohort", site.cast.other_cohort.id, "open"))
    assert "because the cohort Autumn intake opens it." in why(site, site.cast.alice)
    later = {"starts_day": "16", "starts_month": "6", "starts_year": "2026"}
    follow(ada, say(ada, "person", site.cast.alice.uid, "open", **later))
    assert "Closed for Alice Adams because it is open to Alice Adams alone only from 16 June 2026." in why(
        site, site.cast.alice
    )
