"""What an exam paper is made of for each job, how its items are drawn, and when it is passed (`blueprints.toml`)."""

import tomllib
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Any, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from practice.competencies import COMPETENCIES, PROFILES
from practice.families import FAMILIES
from practice.marking import Marked
from rules.catalogue import find_rule
from rules.explain import Confidence
from words.phrases import plural

LOST = "lost_from_list"


def rests_on_policy(family: str) -> bool:
    """Whether local policy has a say in its cases: such cases never count towards a certificate."""
    known = FAMILIES[family]
    found = (find_rule(ident) for ident in known.rules)
    return known.local or any(rule and rule.confidence is Confidence.CHECK_LOCAL_POLICY for rule in found)


EXAMINED = tuple(name for name in FAMILIES if not rests_on_policy(name))


class Terms(BaseModel):
    """What a paper asks for: percent over all, percent by section, and how many patients may be lost at most. A paper
    keeps those it was begun with."""

    model_config = ConfigDict(frozen=True)
    items: int
    minutes: int
    pass_percent: int
    most_lost_patients: int
    retake_days: int
    valid_months: int
    minima: Mapping[str, int] = {}


class PaperSection(BaseModel):
    model_config = ConfigDict(frozen=True)
    name: str
    items: int = Field(ge=1)
    minimum: int = Field(default=0, ge=0, le=100)

    @property
    def title(self) -> str:
        return COMPETENCIES[self.name].title

    @property
    def families(self) -> tuple[str, ...]:
        return COMPETENCIES[self.name].pick(EXAMINED)


class Blueprint(Terms):
    profile: str
    sections: tuple[PaperSection, ...]
    level: int
    tries: int
    needs_familiar: int

    @model_validator(mode="after")
    def check_sections(self) -> Self:
        if sum(one.items for one in self.sections) != self.items:
            raise ValueError(f"the sections of {self.profile} do not have {self.items} items")
        return self

    @property
    def title(self) -> str:
        return PROFILES[self.profile].title

    @property
    def rules(self) -> frozenset[str]:
        """The rules that its kinds of case practise."""
        return frozenset(rule for one in self.sections for name in one.families for rule in FAMILIES[name].rules)

    def list_terms(self, *, rehearsal: bool) -> Terms:
        """A rehearsal is shorter and asks nothing of its sections, which have an item or two."""
        minima = {one.name: one.minimum for one in self.sections if one.minimum}
        told = {name: getattr(self, name) for name in Terms.model_fields}
        return Terms(**{**told, **(REHEARSAL if rehearsal else {"minima": minima})})


class Drawn(NamedTuple):
    section: str
    template: str


_TOLD = tomllib.loads(Path(__file__).with_name("blueprints.toml").read_text(encoding="utf-8"))
REHEARSAL: Mapping[str, Any] = _TOLD["rehearsal"]
BLUEPRINTS: dict[str, Blueprint] = {
    profile: Blueprint(**{**_TOLD["defaults"], **_TOLD[profile], "profile": profile}) for profile in PROFILES
}


def draw_items(blueprint: Blueprint, seed: str, wanted: int) -> list[Drawn]:
    """So many items of a paper in an order that says nothing; no template comes twice."""
    random, drawn = Random(seed), dict[str, str]()
    for section in blueprint.sections:
        left = [name for name in section.families if name not in drawn]
        drawn |= dict.fromkeys(random.sample(left, section.items), section.name)
    chosen = random.sample([*drawn.items()], wanted)
    return [Drawn(section, FAMILIES[name].template) for name, section in chosen]


def judge(terms: Terms, sections: list[str], marks: list[Marked]) -> dict[str, Any]:
    """Of a paper with these marks, in the order of its items: percent over all and by section, harms, whether it is
    passed and, where not, why."""
    score = calc_mean([one.percent or 0 for one in marks])
    of_section: dict[str, list[int]] = {}
    for section, one in zip(sections, marks, strict=True):
        of_section.setdefault(section, []).append(one.percent or 0)
    shares = {name: calc_mean(found) for name, found in sorted(of_section.items())}
    harms = Counter(one.harm for one in marks if one.harm != "none")
    why = [f"{score} % is right; {terms.pass_percent} % is asked for."] if score < terms.pass_percent else []
    why += [
        f"{COMPETENCIES[name].title}: {shares[name]} % is right; {least} % is asked for."
        for name, least in terms.minima.items()
        if shares[name] < least
    ]
    if harms[LOST] > terms.most_lost_patients:
        lost = plural(harms[LOST], "patient")
        why.append(f"{lost} would be lost from the list; at most {terms.most_lost_patients} may be.")
    told = {"score": score, "sections": shares, "lost_patients": harms[LOST], "harms": dict(harms)}
    return {**told, "passed": not why, "why_not": why}


def calc_mean(percents: list[int]) -> int:
    return sum(percents) // len(percents)
