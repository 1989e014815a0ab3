"""The 15 tests of the DM01 return, in its order (rule book C)."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from .book import BOOK


class Group(StrEnum):
    """The three groups the return is laid out in."""

    IMAGING = "Imaging"
    PHYSIOLOGICAL = "Physiological measurement"
    ENDOSCOPY = "Endoscopy"


class DiagnosticTest(NamedTuple):
    """One of the 15 tests; `number` is its place in the return (16 is the total)."""

    slug: str
    label: str
    group: Group
    number: int


def _tests(group: Group, first: int, *named: tuple[str, str]) -> list[DiagnosticTest]:
    return [DiagnosticTest(slug, label, group, number) for number, (slug, label) in enumerate(named, first)]


TESTS: dict[str, DiagnosticTest] = {
    test.slug: test
    for test in (
        *_tests(
            Group.IMAGING,
            1,
            ("mri", "Magnetic resonance imaging (MRI)"),
            ("ct", "Computed tomography (CT)"),
            ("ultrasound", "Non-obstetric ultrasound"),
            ("barium_enema", "Barium enema"),
            ("dexa", "DEXA scan"),
        ),
        *_tests(
            Group.PHYSIOLOGICAL,
            6,
            ("audiology", "Audiology - audiology assessments"),
            ("echocardiography", "Cardiology - echocardiography"),
            ("electrophysiology", "Cardiology - electrophysiology"),
            ("peripheral_neurophysiology", "Neurophysiology - peripheral neurophysiology"),
            ("sleep_studies", "Respiratory physiology - sleep studies"),
            ("urodynamics", "Urodynamics - pressures and flows"),
        ),
        *_tests(
            Group.ENDOSCOPY,
            12,
            ("colonoscopy", "Colonoscopy"),
            ("flexi_sigmoidoscopy", "Flexi sigmoidoscopy"),
            ("cystoscopy", "Cystoscopy"),
            ("gastroscopy", "Gastroscopy"),
        ),
    )
}
TOTAL_NUMBER = 16
BOOK.tabulate(
    "tests",
    "The 15 tests of the DM01 return",
    ("Number", "Test", "Group"),
    ((str(test.number), test.label, test.group.value) for test in TESTS.values()),
    "DM01 return, provider template; names from memory",
)
