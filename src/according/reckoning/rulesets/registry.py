"""
The recorders' rule-sets by name.

    >>> sorted(RULE_SETS)
    ['acled', 'airwars', 'gtd', 'ibc', 'ucdp']
"""
from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from according.errors import QuestionError
from according.reckoning.answer import Verdict, Weighed
from according.reckoning.rulesets.acled import acled
from according.reckoning.rulesets.airwars import airwars
from according.reckoning.rulesets.gtd import gtd
from according.reckoning.rulesets.ibc import ibc
from according.reckoning.rulesets.parameters import Parameters, read_parameters
from according.reckoning.rulesets.ucdp import ucdp

RuleSet = Callable[[Sequence[Weighed], Parameters], Verdict]
# Read-only: what a verdict's name means is the same for all who ask.
RULE_SETS: Mapping[str, RuleSet] = MappingProxyType({"ucdp": ucdp, "acled": acled, "ibc": ibc, "airwars": airwars, "gtd": gtd})
# What each rule-set is called, and what it gives.
RULE_SET_TITLES: Mapping[str, str] = MappingProxyType({
    "ucdp": "Uppsala Conflict Data Program: low, best and high of direct deaths",
    "acled": "Armed Conflict Location & Event Data: one figure, the most conservative",
    "ibc": "Iraq Body Count: a minimum and a maximum, provisional until two independent sources stand behind it",
    "airwars": "Airwars: a range of civilian harm, and one of five grades",
    "gtd": "Global Terrorism Database: one figure, by a fully written tie-break",
})  # fmt: skip


def apply(
    names: Iterable[str], figures: Sequence[Weighed], parameters: Parameters | Mapping[str, object] | None = None
) -> tuple[tuple[str, Verdict], ...]:
    """
    Return the verdict of each rule-set that is named, in the order named and each once.

    Raises :class:`~according.errors.QuestionError` for a name or a parameter that is none.
    """
    listed = tuple(dict.fromkeys(names))
    if not listed and not parameters:
        return ()
    # Before any is applied: an answer without one of the houses asked for would look whole.
    if unknown := [name for name in listed if name not in RULE_SETS]:
        raise QuestionError(f"no rule-set is called {unknown[0]!r}; there are {', '.join(RULE_SETS)}")
    chosen = parameters if isinstance(parameters, Parameters) else read_parameters(parameters or {})
    return tuple((name, RULE_SETS[name](figures, chosen)) for name in listed)
