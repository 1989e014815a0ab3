"""What a reading of a pathway says while it goes: steps and findings, in the order the rules were applied."""

from ..explain import Check, Finding, Rule, Step


class Notes:
    """Collects steps and findings; sentences are rendered only when somebody reads them."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.findings: list[Finding] = []

    def step(self, rule: Rule, says: str, **values: object) -> None:
        """Add the rule that was applied, with a `str.format` template for its sentence."""
        self.steps.append(Step(rule, says, values))

    def find(self, check: Check, field: str | None = None, **values: object) -> None:
        """Add a remark on the pathway; `field` is the question on the form that it is about."""
        self.findings.append(check(field, **values))
