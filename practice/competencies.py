"""Competencies, each a group of families and work to be shown for it, and the jobs that need them (LEARNING §7)."""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple


class Competency(NamedTuple):
    """`families` are the beginnings of their names; `own_work` is what a tutor wants to see."""

    title: str
    families: tuple[str, ...]
    own_work: str

    def pick(self, names: Iterable[str]) -> tuple[str, ...]:
        """Those of the families that belong to it."""
        return tuple(name for name in names if name.startswith(self.families))


class Profile(NamedTuple):
    """A job and the competencies it needs."""

    title: str
    competencies: tuple[str, ...]


COMPETENCIES: Final[Mapping[str, Competency]] = {
    "start": Competency("Start the right clock", ("start-", "weeks", "working-days", "identifiers"), "10 pathways"),
    "stop": Competency("Stop it, and only then", ("stop-",), "10 pathways"),
    "missed": Competency("Missed and cancelled", ("dna-", "cancel-"), "8 missed and 8 cancelled appointments"),
    "choice": Competency("Choice, delay, fitness", ("choice-", "unfit"), "8 cases of choice, 4 of fitness"),
    "validate": Competency("Validate a list", ("validate-",), "50 pathways, ten of them read twice"),
    "letters": Competency("Read and write letters", ("letter-",), "10 letters read, 5 written"),
    "cancer": Competency("Track cancer, run an MDT", ("cancer-", "mdt-"), "8 pathways, 2 meetings"),
    "transfer": Competency("Transfer and report", ("transfer-", "return-parts"), "4 transfers, 1 return"),
    "tests": Competency("Tests, planned care, booking", ("dm01", "validate-planned", "booking-order"), "6 pathways"),
    "policy": Competency("Consent and funding", ("consent-", "funding-"), "4 consents, 2 requests for funding"),
    "capacity": Competency("Capacity", ("capacity-",), "1 plan"),
}
PROFILES: Final[Mapping[str, Profile]] = {
    "validator": Profile(
        "Validator", ("start", "stop", "missed", "choice", "validate", "letters", "transfer", "tests")
    ),
    "pathway_coordinator": Profile(
        "Pathway coordinator", ("start", "stop", "missed", "choice", "validate", "letters", "tests")
    ),
    "booking_clerk": Profile("Booking clerk", ("start", "missed", "choice", "letters", "tests")),
    "cancer_tracker": Profile("Cancer tracker", ("start", "stop", "cancer", "transfer")),
    "mdt_coordinator": Profile("MDT coordinator", ("letters", "cancer")),
    "medical_secretary": Profile("Medical secretary", ("start", "stop", "letters", "policy")),
    "waiting_list_manager": Profile("Waiting list manager", ("choice", "validate", "transfer", "tests", "capacity")),
}
