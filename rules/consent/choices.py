"""What can be chosen in a consent record."""

from __future__ import annotations

from rules.consent.checks import CAPACITY, FORMS
from words.questions import as_choices, choices, when

FORM_CHOICES = as_choices(FORMS)
CAPACITY_CHOICES = as_choices(CAPACITY)
SIDES = choices("Left", "Right", "Both", none="No side")
CHANGES = choices(condition="The condition", options="The options", risks="The risks", time="Nothing: only time passed")
REAL_CHANGES = ("condition", "options", "risks")
TAKERS = choices(performs="Performs the procedure", delegate="A trained delegate", other="Somebody else")
SIGNERS = choices(
    patient="The patient",
    parent="Somebody with parental responsibility",
    attorney="An attorney or deputy",
    family="A family member or friend",
    nobody="Nobody: the line is empty",
)
DECIDERS = choices(attorney="An attorney for health (LPA)", deputy="A deputy", advance="An advance decision (ADRT)")
INTERPRETERS = choices(professional="Professional interpreter", family="Family member or friend", none="Nobody")
RECORDED_AS = choices(
    patient_cancelled="Cancelled by the patient", dna="Missed appointment (DNA)", hospital="Cancelled by the hospital"
)
LACKS = when("capacity", "lacks_capacity")
