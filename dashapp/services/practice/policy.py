"""The practice access policy: the rules that are for local policy as this program has them, adopted for a cohort so
that cases that rest on them are scored. What is scored by it stays out of evidence, and so of
levels and certificates."""

from collections.abc import Iterable

from dashapp.context import Clockstart
from rules.catalogue import all_rules
from rules.explain import Confidence, Rule
from storage import keys


def list_policy_rules() -> tuple[Rule, ...]:
    return tuple(rule for rule in all_rules() if rule.confidence is Confidence.CHECK_LOCAL_POLICY)


def find_version() -> str:
    """Another one whenever a rule of the policy says something else: it has to be adopted again then."""
    return keys.digest("\n".join(f"{rule.ident} {rule.statement}" for rule in list_policy_rules()))[:8]


def find_adopted(clockstart: Clockstart, cohorts: Iterable[str]) -> str:
    """The version where one of these cohorts has adopted the policy as it is now; "" otherwise."""
    version, people = find_version(), clockstart.store.people
    return version if any(people.find_policy(cohort) == version for cohort in cohorts) else ""
