"""The options of figures, as people choose and read them; the default comes first."""

from collections.abc import Mapping
from typing import Final

from netroi_core.ledger.attribution import ATTRIBUTIONS, RULES, Attribution
from netroi_core.ledger.measures import Basis, CostShare, Options, View

FILTERS_TITLE: Final = "Quarters and how it counts"
CREDIT_NAMES: Final[Mapping[Attribution, str]] = {
    rule: RULES[rule].title for rule in sorted(ATTRIBUTIONS, key=lambda rule: rule != Options.attribution)
}
VIEW_NAMES: Final[Mapping[View, str]] = {"realised": "When it paid", "invested": "When you sowed it"}
BASIS_NAMES: Final[Mapping[Basis, str]] = {"expected": "Open ones too, by their odds", "won": "Only what is won"}
COST_NAMES: Final[Mapping[CostShare, str]] = {
    "mine": "What I paid myself",
    "all": "All, also what was paid back",
}


def option_descriptions(options: Options) -> tuple[tuple[str, str], ...]:
    """Return each option by its name, with the meaning of what was chosen."""
    rule = RULES[options.attribution]
    return (
        ("Who gets the credit", f"{rule.title}. {rule.sentence}"),
        ("When an outcome counts", f"{VIEW_NAMES[options.view]}."),
        ("Which outcomes count", f"{BASIS_NAMES[options.basis]}."),
        ("Which costs count", f"{COST_NAMES[options.costs]}."),
    )
