"""The options in words: every one has a name, and the usual one comes first."""

from typing import get_args

import pytest

from netroi_core.ledger.attribution import ATTRIBUTIONS, RULES
from netroi_core.ledger.measures import Basis, CostShare, Options, View
from netroi_core.wording.options import BASIS_NAMES, COST_NAMES, CREDIT_NAMES, VIEW_NAMES, option_descriptions


@pytest.mark.parametrize(
    ("names", "answers", "usual"),
    [
        (CREDIT_NAMES, ATTRIBUTIONS, Options().attribution),
        (VIEW_NAMES, get_args(View), Options().view),
        (BASIS_NAMES, get_args(Basis), Options().basis),
        (COST_NAMES, get_args(CostShare), Options().costs),
    ],
)
def test_every_answer_has_a_name_of_its_own_and_the_usual_one_comes_first(
    names: dict[str, str], answers: tuple[str, ...], usual: str
) -> None:
    assert set(names) == set(answers)
    assert len(set(names.values())) == len(answers)
    assert next(iter(names)) == usual


@pytest.mark.parametrize("rule", ATTRIBUTIONS)
def test_the_method_names_each_choice_and_says_how_credit_is_shared(rule: str) -> None:
    credit, *rest = option_descriptions(Options(rule, "invested", "won", "all"))
    assert credit == ("Who gets the credit", f"{RULES[rule].title}. {RULES[rule].sentence}")
    assert [sentence for _, sentence in rest] == [
        "When you sowed it.",
        "Only what is won.",
        "All, also what was paid back.",
    ]
