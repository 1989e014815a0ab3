"""Which standards a treatment belongs to, by event type, modality and diagnosis (rule book B5, P2 C9, C10)."""

from typing import NamedTuple

from ..events import Event
from . import checks
from .book import ALL_DECLINED, BASAL_CELL, COHORT_31, COHORT_62, SCOPE
from .notes import Notes
from .tables import (
    ALL_TREATMENT_DECLINED,
    EVENT_TYPES,
    FIRST_EVENT_TYPES,
    MODALITIES,
    NOT_SUBSEQUENT_MODALITIES,
    RETIRED_MODALITIES,
    is_basal_cell,
    is_in_scope,
    read_code,
)


class Cohort(NamedTuple):
    """Where a treatment counts: `treatment` is "first" or "subsequent", or None when it is not a cancer treatment."""

    treatment: str | None
    in_31: bool
    in_62: bool


NOWHERE = Cohort(None, False, False)


def read_cohort(event: Event, is_later: bool, notes: Notes) -> Cohort:
    """The cohort of one treatment event; `is_later` says whether a treatment came before it on the pathway.

    Without an event type, the earliest treatment on a pathway is read as the first, any other as subsequent.
    """
    modality = read_code(event.details.get("modality"))
    if event.name == "treatment_declined" and modality in (None, ALL_TREATMENT_DECLINED):
        return _say_declined(event, notes)
    if modality == ALL_TREATMENT_DECLINED:
        return _say_declined(event, notes)
    if event.name == "treatment_declined" or not _is_reportable(event, notes):
        return NOWHERE
    _check_modality(event, modality, notes)
    event_type = read_code(event.details.get("event_type"))
    if event_type is None:
        notes.find(checks.NO_EVENT_TYPE, "event_type", date=event.date)
        event_type = "02" if is_later else "01"
    if event_type not in EVENT_TYPES:
        notes.find(checks.UNKNOWN_EVENT_TYPE, "event_type", date=event.date, code=event_type)
        return NOWHERE
    if event_type in FIRST_EVENT_TYPES:
        return _say_first(event, event_type, notes)
    return _say_subsequent(event, event_type, modality, notes)


def _say_declined(event: Event, notes: Notes) -> Cohort:
    notes.step(
        ALL_DECLINED,
        "All treatment was declined on {date}: the patient is in neither the 31-day nor the 62-day standard.",
        date=event.date,
    )
    return NOWHERE


def _say_first(event: Event, event_type: str, notes: Notes) -> Cohort:
    notes.step(
        COHORT_62,
        "The treatment of {date} is a first treatment (event type {code}): it counts for 31 days and can end the "
        "62-day wait.",
        date=event.date,
        code=event_type,
    )
    return Cohort("first", in_31=True, in_62=True)


def _say_subsequent(event: Event, event_type: str, modality: str | None, notes: Notes) -> Cohort:
    counts = modality not in NOT_SUBSEQUENT_MODALITIES
    if counts:
        says = "The treatment of {date} is a subsequent treatment (event type {code}): it counts for 31 days only."
    else:
        says = (
            "The treatment of {date} is subsequent (event type {code}) with modality {modality}, {what}: it counts "
            "for neither standard."
        )
    what = MODALITIES.get(modality or "", "").lower()
    notes.step(COHORT_31, says, date=event.date, code=event_type, modality=modality, what=what)
    return Cohort("subsequent", in_31=counts, in_62=False)


def _is_reportable(event: Event, notes: Notes) -> bool:
    icd10, morphology = event.details.get("icd10"), event.details.get("morphology")
    if not isinstance(icd10, str) or not icd10.strip():
        return True
    if not is_in_scope(icd10):
        notes.step(
            SCOPE, "The diagnosis {code} is outside C00 to C97 and D05: the treatment is not reported.", code=icd10
        )
        return False
    if isinstance(morphology, str) and is_basal_cell(icd10, morphology):
        notes.step(
            BASAL_CELL,
            "{code} with morphology {morphology} is basal cell carcinoma: the treatment is not reported.",
            code=icd10,
            morphology=morphology,
        )
        return False
    return True


def _check_modality(event: Event, modality: str | None, notes: Notes) -> None:
    if modality is None:
        notes.find(checks.NO_MODALITY, "modality", date=event.date)
    elif modality in RETIRED_MODALITIES:
        notes.find(checks.RETIRED_MODALITY, "modality", date=event.date, code=modality)
    elif modality not in MODALITIES:
        notes.find(checks.UNKNOWN_MODALITY, "modality", date=event.date, code=modality)
