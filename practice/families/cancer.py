"""Cancer waits: 28 days to be told, 31 and 62 days to treatment, and what is taken off or shared (RULEBOOK B)."""

from datetime import timedelta

from practice.family import family
from practice.story import Story

URGENT = ("urgent_suspected_cancer", "breast_symptomatic", "screening")
WAITS = "met breach running not_counted"
SURGERY = {"event_type": "01", "modality": "23"}
ENDED = "Were the waits that end with this treatment within their standards?"
INVESTIGATES, TREATS = "Northgate Hospital", "Westmere Hospital"


def refer(story: Story, *routes: str) -> None:
    story.on("referral_received", route=story.pick(*(routes or URGENT)))


def decide(story: Story, wait: int, from_decision: int) -> None:
    """The decision to treat on a working day, so many days before the treatment that ends the wait from now."""
    until = story.day + timedelta(days=wait)
    story.day = max(story.day, until - timedelta(days=from_decision))
    while story.day.weekday() > 4:
        story.day -= timedelta(days=1)
    story.on("decision_to_treat").day = until


@family(
    "cancer-28",
    "Told within 28 days",
    "A patient on an urgent route is told, or decides on treatment, or is excluded: was the standard met?",
    asks="D O R N",
    rules="CWT-FDS CWT-FDS-END CWT-FDS-CODES",
    wrong="day_62_breach",
    slips="",
    noise="",
    version=2,
    decisions=WAITS,
    always={"date": "a cancer wait ends, or starts, on the day of the event itself"},
)
def told(story: Story) -> None:
    days = story.near(28, 12, 45)
    story.ahead(days)
    refer(story)
    story.after(days)
    way = story.pick(*("told", "ruled_out", "ruled_out", "excluded", "decided"), *("then_decided", "then_told") * 2)
    if way == "then_decided":
        story.on("patient_told", outcome="cancer_diagnosed").after(2, 12)
    elif way == "then_told":
        story.on("decision_to_treat").after(2, 12)
    if way in {"decided", "then_decided"}:
        story.ask("decision_to_treat")
    elif way == "excluded":
        story.ask(
            "patient_told", outcome="excluded", exclusion_reason=story.pick("01", "moved_private", "declined_all")
        )
    else:
        story.ask("patient_told", outcome="cancer_ruled_out" if way == "ruled_out" else "cancer_diagnosed")
    story.asked["question"] = "With this, was the 28-day standard met, and on which day did the wait end?"


@family(
    "cancer-31-62",
    "Treated within 31 and 62 days",
    "A decision to treat and then treatment, first or subsequent: were the waits that end here within their standards?",
    asks="D R W",
    rules="CWT-31 CWT-62 CWT-DTT CWT-ECAD CWT-DAYS",
    wrong="day_62_breach 31_from_referral",
    slips="",
    noise="",
    version=2,
    decisions=WAITS,
    always={"date": "a cancer wait ends, or starts, on the day of the event itself"},
)
def treated(story: Story) -> None:
    day_62, day_31 = story.near(62, 45, 75), story.near(31, 8, 40)
    story.ahead(day_62)
    refer(story)
    if story.chance(0.65):
        decide(story, day_62, day_31)
        story.ask("treatment_start", **SURGERY)
    else:
        decide(story, 49, story.pick(10, 20, 29))
        story.on("treatment_start", **SURGERY).after(10, 20).on("decision_to_treat")
        story.after(14, 28).ahead(day_31)
        story.on("earliest_clinically_appropriate_date").after(day_31)
        story.ask("treatment_start", event_type="02", modality=story.pick("02", "05"))
    story.asked["question"] = ENDED


@family(
    "cancer-adjust",
    "Missed or cancelled, then treated",
    "The first appointment was missed, or cancelled by the patient or the hospital; treatment follows later.",
    asks="D R W",
    rules="CWT-DNA-ADJUSTMENT CWT-62",
    slips="",
    noise="",
    version=2,
    decisions=WAITS,
    local=True,
)
def adjusted(story: Story) -> None:
    refer(story, "urgent_suspected_cancer")
    start = story.day
    way = story.pick("missed", "missed", "patient", "provider")
    story.after(6, 12)
    if way == "missed":
        story.on("dna", first=True, clearly_communicated=True, rtt_code="33").after(1, 6).on("patient_rebooks")
    elif way == "patient":
        story.on("patient_cancels", first=True, notice_hours=48, reason=story.pick("unwell", "work_or_family"))
    else:
        story.on("provider_cancels", first=True, reason=story.pick("surgeon", "equipment"))
    taken = (story.day - start).days if way == "missed" else 0
    story.after(4, 8).on("first_seen")
    total = story.near(62 + story.pick(0, taken), 50, 84, since=start)
    decide(story, total - (story.day - start).days, story.pick(9, 16, 23))
    story.ask("treatment_start", **SURGERY)
    story.asked["question"] = ENDED


@family(
    "cancer-offer",
    "A date declined, then treated",
    "A date for admission is offered at short notice and declined; the patient is free later and is treated then.",
    asks="D R W",
    rules="CWT-TREATMENT-ADJUSTMENT CWT-31 CWT-62",
    wrong="three_weeks_cancer",
    slips="",
    noise="",
    decisions=WAITS,
    local=True,
)
def declined(story: Story) -> None:
    refer(story, "urgent_suspected_cancer")
    story.after(18, 30).on("decision_to_treat")
    decided, is_reasonable = story.day, story.chance(0.75)
    told = story.after(3, 9).day
    tci = story.after(4, 12).day
    story.day = told
    story.on("tci_declined", tci=tci, reasonable=is_reasonable, care_setting="inpatient")
    story.day = tci
    taken = story.after(4, 14).day - tci
    story.on("patient_available")
    total = story.near(31 + story.pick(0, taken.days), 20, 52, since=decided)
    story.day = max(story.day + timedelta(days=1), decided + timedelta(days=total))
    story.ask("treatment_start", **SURGERY)
    story.asked["question"] = ENDED


@family(
    "cancer-upgrade",
    "Upgraded by the consultant",
    "A consultant upgrades a patient, who was referred as routine or as urgent already; treatment may follow.",
    asks="D T R W",
    rules="CWT-UPGRADE CWT-UPGRADE-NOT-PERMITTED CWT-62 CWT-31",
    slips="",
    noise="",
    decisions=WAITS,
    accepts_either="decision",
    always={"date": "a cancer wait ends, or starts, on the day of the event itself"},
)
def upgraded(story: Story) -> None:
    if story.chance(0.4):
        refer(story, "routine", "routine", *URGENT)
        story.after(5, 15).ask("consultant_upgrade")
        story.asked["question"] = "What of the 62 days after this, and until when do they run?"
        return
    gap, day_62 = 7 * story.random.randint(1, 3), story.near(62, 40, 75)
    story.ahead(day_62)
    refer(story, "routine", "routine", *URGENT)
    from_upgrade = story.events[-1].details["route"] == "routine" or story.chance(0.3)
    story.after(gap).on("consultant_upgrade")
    decide(story, day_62 - (0 if from_upgrade else gap), story.near(31, 8, 36))
    story.ask("treatment_start", **SURGERY)
    story.asked["question"] = ENDED


@family(
    "cancer-scope",
    "Does it count?",
    "Treatment of a tumour that is reported or not, a first treatment or a subsequent one, or no treatment at all.",
    asks="D R W",
    version=2,
    rules="CWT-SCOPE CWT-BCC CWT-COHORT-62 CWT-COHORT-31 CWT-DECLINED",
    wrong="day_62_breach 31_from_referral",
    slips="",
    noise="",
    decisions=WAITS,
    always={"date": "a cancer wait ends, or starts, on the day of the event itself"},
)
def scope(story: Story) -> None:
    day_62, day_31 = story.near(62, 40, 75), story.near(31, 8, 38)
    story.ahead(day_62)
    refer(story, "urgent_suspected_cancer")
    way = story.pick("bcc", "bowen", "squamous", "in_situ_breast", "subsequent", "declined")
    if way == "subsequent":
        decide(story, 49, story.pick(10, 20, 29))
        story.on("treatment_start", **SURGERY).after(10, 20).ahead(day_31)
        story.on("decision_to_treat").after(day_31)
    else:
        decide(story, day_62, day_31)
    if way == "declined":
        story.ask("treatment_declined", modality="98")
    else:
        story.ask("treatment_start", **{**SURGERY, **TUMOURS[way]})
    story.asked["question"] = "Does a wait that ends here count, and was it within its standard?"


TUMOURS = {
    "bcc": {"icd10": "C44.3", "morphology": "8090/3"},
    "bowen": {"icd10": "D04.3", "morphology": "8081/2"},
    "squamous": {"icd10": "C44.3", "morphology": "8070/3"},
    "in_situ_breast": {"icd10": "D05.1", "morphology": "8500/2"},
    "subsequent": {"icd10": "C50.4", "morphology": "8500/3", "event_type": "02"},
}


@family(
    "cancer-shared",
    "Shared between two hospitals",
    "One hospital investigates and another treats: to which of them does the 62-day result count?",
    kind="verdict",
    decisions="investigating treating halves solo",
    asks="D R",
    rules="CWT-SHARED CWT-38 CWT-SOLO CWT-5050",
    slips="",
    noise="",
)
def shared(story: Story) -> None:
    before, after = story.near(38, 25, 50), story.near(24, 12, 36)
    way = story.pick("transferred", "transferred", "transferred", "transferred", "alone", "untold")
    while any((story.day + timedelta(days=days)).weekday() > 4 for days in (0, before, before + after)):
        story.day += timedelta(days=1)
    story.on("referral_received", route="urgent_suspected_cancer", provider=INVESTIGATES).after(before)
    if way == "transferred":
        story.on("transfer_to_treating_provider", **{"from": INVESTIGATES, "to": TREATS})
    decide(story, after, story.pick(6, 9))
    story.on("treatment_start", **SURGERY, provider=INVESTIGATES if way == "alone" else TREATS)
    story.question(question="To which hospital does the 62-day result of this patient count?")
