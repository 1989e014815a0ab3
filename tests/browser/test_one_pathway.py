"""One pathway, told across modules in a browser: each entry appears on it and moves its clocks."""

from __future__ import annotations

import re
from datetime import date

from playwright.sync_api import Page, Route, expect

from tests.browser import steps

NAME = "Tamsin Greatorex"
PATIENT: dict[str, steps.Answer] = {"patient_name": NAME, "nhs_number": "999 000 0018"}
OFFERS = (("2026-05-18", "2026-06-09", "2026-05-20"), ("2026-05-21", "2026-06-12", "2026-05-22"))


def find_pathway(page: Page) -> None:
    """Choose the patient's pathway by searching for it, as a person with a long list does, from the keyboard."""
    box = page.get_by_role("combobox", name=re.compile("Search your pathways")).last
    box.fill("greatorex")
    expect(page.locator("li[role=option]").first).to_be_visible()
    box.press("ArrowDown")
    box.press("Enter")
    expect(steps.field(page, "patient_name").locator("input")).to_have_value(NAME)
    expect(steps.field(page, "nhs_number")).to_have_attribute("data-from-pathway", "1")


def record_path(page: Page) -> str:
    """Where the record just saved is."""
    expect(page).to_have_url(re.compile(r"/\w{10}$"))
    return re.sub(r"^https?://[^/]+", "", page.url)


def see_pathway(page: Page, path: str, *words: str) -> None:
    steps.open_page(page, path)
    for one in words:
        expect(page.get_by_role("main")).to_contain_text(one)


def test_a_pathway_told_across_modules(learner: Page) -> None:
    # Given a first appointment that was missed, and on the way a new pathway for it
    steps.open_new(learner, "dna-management")
    steps.fill_record(learner, PATIENT | {"specialty": "C_110", "notes": "Typed before the pathway"})
    learner.get_by_role("button", name="New pathway").click()
    referral = {"treatment_function": "C_110", "referral_source": "gp", "priority": "routine"}
    asked = {**referral, "referral_received": date(2026, 3, 2)}
    steps.fill_record(learner, {f"new-record.{name}": answer for name, answer in asked.items()})
    learner.get_by_role("button", name="Create and choose").click()
    expect(learner.locator('[data-field="link"] select option:checked')).to_contain_text(NAME)
    assert steps.read_field(learner, "notes") == "Typed before the pathway"
    pathway = f"/patient-tracking-list/{steps.read_field(learner, 'link')}"
    missed: dict[str, steps.Answer] = {
        "appointment_date": date(2026, 4, 20),
        "appointment_type": "first_outpatient",
        "first_after_referral": "yes",
        "clearly_communicated": "yes",
        "child_or_vulnerable": "no",
        "action": "rebook_contact_awaited",
    }
    steps.fill_record(learner, missed)
    steps.save_and_wait(learner)

    # Then the clock of the pathway is nullified; and after the call to rebook a new one runs
    expect(learner.locator(".cs-moved")).to_contain_text("The clock is nullified on 20 April 2026")
    case = record_path(learner)
    see_pathway(learner, pathway, "Missed appointment (DNA)", "with code 33 and does not count")
    steps.open_page(learner, case)
    steps.edit(learner)
    steps.fill_record(learner, {"action": "rebooked", "rebook_contact_date": date(2026, 4, 27)})
    steps.save_and_wait(learner)
    expect(learner.locator(".cs-moved")).to_contain_text("A new clock starts on 27 April 2026")

    # When two reasonable offers are declined and active monitoring is agreed, the clock stops with 32
    steps.open_new(learner, "patient-choice")
    find_pathway(learner)
    assert steps.read_field(learner, "patient_name") == NAME
    steps.fill_record(learner, {"specialty": "C_110", "choice_type": "declined_date"})
    for index, days in enumerate(OFFERS):
        learner.get_by_role("button", name="Add an offer").click()
        made, offered, declined = (date.fromisoformat(day) for day in days)
        answers = {"made_on": made, "offered_date": offered, "answer": "declined", "declined_on": declined}
        offer = {**answers, "offered_time": "09:30", "how_told": "letter"}
        steps.fill_record(learner, {f"offers.{index}.{name}": answer for name, answer in offer.items()})
    agreed: dict[str, steps.Answer] = {
        "clinical_conversation": "yes",
        "patient_agreed": "yes",
        "active_monitoring_agreed_on": date(2026, 6, 1),
        "patient_informed": "yes",
    }
    steps.fill_record(learner, agreed)
    steps.save_and_wait(learner)
    expect(learner.locator(".cs-moved")).to_contain_text("The clock stops on 1 June 2026 with code 32")
    see_pathway(learner, pathway, "1 June 2026, code 32", "Patient choice and deferrals")


def test_a_meeting_moves_the_cancer_milestones_and_its_action_falls_due(learner: Page) -> None:
    # Given a cancer patient on a pathway that is made on the way
    steps.open_new(learner, "cancer-pathways")
    cancer = {"suspected_type": "lung", "route": "urgent_suspected_cancer", "referral_received": date(2026, 5, 20)}
    steps.fill_record(learner, {"patient_name": "Odette Farrow", "nhs_number": "999 000 0026", **cancer})
    learner.get_by_role("button", name="New pathway").click()
    asked = {"treatment_function": "C_340", "referral_source": "gp", "referral_received": date(2026, 5, 20)}
    steps.fill_record(learner, {f"new-record.{name}": one for name, one in {**asked, "priority": "two_week"}.items()})
    learner.get_by_role("button", name="Create and choose").click()
    expect(learner.locator('[data-field="link"] select option:checked')).to_contain_text("Odette Farrow")
    link = steps.read_field(learner, "link")
    steps.save_and_wait(learner)
    patient = record_path(learner)

    # When a meeting decides on treatment and the patient is told
    steps.open_new(learner, "mdt-coordination")
    meeting: dict[str, steps.Answer] = {"date": date(2026, 6, 11), "tumour_site_or_specialty": "lung", "status": "held"}
    steps.fill_record(learner, {**meeting, "chair": "Dr Osei"})
    learner.get_by_role("button", name="Add a patient").click()
    told: dict[str, steps.Answer] = {
        "link": link,
        "question": "Is surgery possible?",
        "outcome": "treat_here",
        "decision": "Resection.",
        "told_on": date(2026, 6, 12),
        "decision_to_treat": date(2026, 6, 12),
    }
    expect(steps.field(learner, "cases.0.link")).to_be_visible()
    steps.fill_record(learner, {f"cases.0.{name}": answer for name, answer in told.items()})
    expect(steps.field(learner, "cases.0.patient_name").locator("input")).to_have_value("Odette Farrow")
    learner.get_by_role("button", name="Add an action").click()
    action = {"what": "Book theatre for Odette", "owner": "Registrar", "due": date(2026, 6, 13)}
    steps.fill_record(learner, {f"cases.0.actions.0.{name}": answer for name, answer in action.items()})
    steps.save_and_wait(learner)

    # Then the 28 days are over on the cancer pathway, and the action stands among what needs doing today
    see_pathway(learner, patient, "MDT coordination", "12 June 2026")
    expect(learner.locator(".cs-clocks")).to_contain_text(re.compile("met", re.IGNORECASE))
    steps.open_page(learner, "/actions")
    learner.get_by_role("main").get_by_role("link", name=re.compile(r"^MDT coordination \d")).click()
    expect(learner.get_by_role("main")).to_contain_text("Book theatre for Odette (Registrar)")


def test_a_chosen_pathway_answers_what_it_knows_until_another_is_chosen(learner: Page) -> None:
    steps.open_new(learner, "patient-tracking-list")
    known: dict[str, steps.Answer] = {
        "patient_name": "Known Already",
        "nhs_number": "999 000 0034",
        "treatment_function": "C_130",
        "referral_source": "gp",
        "referral_received": date(2026, 4, 7),
        "priority": "routine",
        "consultant": "Ms Okafor",
    }
    steps.fill_record(learner, known)
    steps.save_and_wait(learner)
    pathway = record_path(learner).rpartition("/")[2]

    # Everything it knows is filled in and says where it is from; what was typed stays
    steps.open_new(learner, "clinical-exceptions")
    steps.fill_record(learner, {"consultant": "Dr Typed", "link": pathway})
    name, specialty = steps.field(learner, "patient_name"), steps.field(learner, "specialty")
    expect(name.locator("input")).to_have_value("Known Already")
    expect(steps.field(learner, "nhs_number").locator("input").first).to_have_value("999 000 0034")
    expect(specialty.locator("select")).to_have_value("C_130")
    expect(name).to_have_attribute("data-from-pathway", "1")
    assert steps.read_field(learner, "consultant") == "Dr Typed"

    # Changed by hand it is no longer the pathway's; the rest follows when another pathway is chosen
    steps.fill_record(learner, {"patient_name": "Changed By Hand"})
    expect(name).not_to_have_attribute("data-from-pathway", "1")
    offered = steps.field(learner, "link").locator("option").evaluate_all("all => all.map(one => one.value)")
    other = next(value for value in offered if value not in {"", pathway})
    steps.fill_record(learner, {"link": other})
    expect(steps.field(learner, "nhs_number").locator("input").first).not_to_have_value("999 000 0034")
    expect(steps.field(learner, "nhs_number")).to_have_attribute("data-from-pathway", "1")
    assert steps.read_field(learner, "patient_name") == "Changed By Hand"

    # A form that is opened from the pathway has it all at once
    steps.open_page(learner, f"/clinical-exceptions/new?link={pathway}")
    expect(steps.field(learner, "consultant").locator("input")).to_have_value("Ms Okafor")
    expect(steps.field(learner, "consultant")).to_have_attribute("data-from-pathway", "1")


def test_a_save_waits_for_what_the_chosen_pathway_knows(learner: Page) -> None:
    steps.open_new(learner, "patient-tracking-list")
    known: dict[str, steps.Answer] = {
        "patient_name": "Asked In Time",
        "nhs_number": "999 000 0042",
        "priority": "routine",
    }
    referral: dict[str, steps.Answer] = {"treatment_function": "C_130", "referral_source": "gp"}
    steps.fill_record(learner, {**known, **referral, "referral_received": date(2026, 4, 7)})
    steps.save_and_wait(learner)
    pathway = record_path(learner).rpartition("/")[2]
    steps.open_new(learner, "dna-management")
    missed: dict[str, steps.Answer] = {"appointment_date": date(2026, 4, 20), "appointment_type": "first_outpatient"}
    rest: dict[str, steps.Answer] = {"child_or_vulnerable": "no", "action": "rebook_contact_awaited"}
    told: dict[str, steps.Answer] = {"first_after_referral": "yes", "clearly_communicated": "yes"}
    steps.fill_record(learner, {**missed, **told, **rest})
    asked: list[Route] = []

    def hold(route: Route) -> None:
        if "pick-found" in (route.request.post_data or "") and not asked:
            asked.append(route)
        else:
            route.continue_()

    learner.route("**/_dash-update-component**", hold)
    steps.fill_record(learner, {"link": pathway})
    while not asked:
        learner.wait_for_timeout(50)
    steps.press_save(learner)
    asked[0].continue_()
    expect(steps.saved_status(learner)).to_be_visible()
    record_path(learner)
    expect(learner.get_by_role("heading", level=1)).to_have_text("Asked In Time")
