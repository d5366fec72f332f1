"""The value fields of the outcome form, and the amounts entered in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import streamlit as st

from netroi_core.ledger.costs import compensation_in_force
from netroi_core.ledger.purposes import is_looking_for_work, usual_purposes
from netroi_core.quarters import Quarter
from netroi_core.quiz.submission import USUAL_CHANCE, pay_without_role
from netroi_core.quiz.valuation import (
    FILLED_IN_MARGIN,
    FILLED_IN_PAY,
    KINDS_WITH_MARGIN,
    PAY_WITHOUT_ROLE,
    ValueHelper,
    counts_without_value,
    final_label,
    helper_value,
    input_hint,
    missing_figure,
    share_question,
)
from netroi_core.wording.wording import Words
from netroi_core.workspace.fields import (
    COUNTED_KINDS,
    KINDS_WITHOUT_GAIN,
    OutcomeKind,
    Purpose,
    Status,
    is_seldom_priced,
)
from netroi_core.workspace.records import Outcome, Value
from netroi_core.workspace.workspace import Workspace
from pages.log.entered_numbers import EnteredNumbers
from pages.shell import session

RANGE: Final = ("low", "high")


def chosen_purposes(workspace: Workspace) -> tuple[Purpose, ...]:
    """Return the purposes of the owner as of today."""
    return usual_purposes(workspace.profile, is_between_jobs=is_looking_for_work(workspace, session.today()))


def is_just_won(outcome: Outcome, status: Status) -> bool:
    """Return True if an outcome that is open on record is won in the form."""
    return outcome.status == "open" and status == "won"


@dataclass(frozen=True)
class ValueFields:
    """The fields for the value of an outcome, and for what it depends on.

    Attributes:
        numbers: The fields of the form.
        outcome: The outcome that fills them in.
        kind, status: What the form has for it now.
        helper: The helper that computes the value; None where it counts without one.
        asks_figures: True if the figures of the helper are asked for, beside the value.
    """

    numbers: EnteredNumbers
    workspace: Workspace
    words: Words
    outcome: Outcome
    kind: OutcomeKind
    status: Status
    helper: ValueHelper | None
    asks_figures: bool

    def show(self) -> dict[str, str]:
        """Show the fields for the chance and the value; return what is entered in each."""
        # Outcomes that people count or rate seldom have a price.
        is_folded = is_seldom_priced(self.kind, chosen_purposes(self.workspace))
        is_unfolded = self.outcome.value is not None or self.numbers.is_refused()
        # A chance left from when the outcome was open would contradict its status.
        chance = {"probability": self._show_chance() if self.status == "open" else ""}
        if self.kind in KINDS_WITHOUT_GAIN:
            st.caption(
                "Money you raise isn’t your own gain: it’s shown separately. Log a fee that you keep as revenue."
            )
        elif self._counts_without_value:
            st.caption("It counts without a value. Enter one only if it was worth money by itself.")
        with st.expander("Value in money (optional)", expanded=is_unfolded) if is_folded else st.container():
            figures = self._show_figures()
            return chance | figures | self._show_value("From the two above" if figures else self.words.whole_money(0))

    def show_range(self) -> dict[str, str]:
        """Show the fields for the least and the most that an open outcome may be worth; return what is entered."""
        # Won values are known and lost ones are 0: neither has a range.
        if self.status == "lost" or is_just_won(self.outcome, self.status):
            return {}
        value = self.outcome.value or Value()
        labels = {"low": (value.low, "Worth at least"), "high": (value.high, "Worth at most")}
        with st.grid("auto", min_column_width=160):
            return {
                name: self.numbers.field(name, label, "" if amount is None else self.words.editable_amount(amount),
                                         placeholder=self.words.whole_money(0))
                for name, (amount, label) in labels.items()
            }  # fmt: skip

    def read(self, entries: Mapping[str, str]) -> dict[str, Decimal | None]:
        """Return the numbers that are entered, and refuse those that aren't any or contradict each other."""
        if not entries:
            return {}
        amounts = {
            name: self.numbers.read(
                name, text, is_percent=name in ("probability", "margin"), is_hours=name == "hours"
            )
            for name, text in entries.items()
        }  # fmt: skip
        if self.helper and not entries["likely"].strip():
            amounts["likely"] = self._calculate(self.helper, amounts)
        if not self.numbers.is_refused("low", "likely", "high"):
            self._check_range(amounts.get("low"), amounts["likely"], amounts.get("high"))
        return amounts

    @property
    def _counts_without_value(self) -> bool:
        return counts_without_value(self.kind, chosen_purposes(self.workspace))

    def _show_figures(self) -> dict[str, str]:
        """Show the fields for the figures of the helper, its margin aside; return what is entered in each."""
        if not self.asks_figures or self.helper is None or self.helper.asks_margin:
            return {}
        quarter = Quarter.containing(session.today(), self.workspace.profile.fiscal_year_start)
        pay = pay_without_role(self.workspace, quarter, {})
        defaults = {PAY_WITHOUT_ROLE: self.words.editable_amount(pay)} if pay else {}
        with st.grid("auto", min_column_width=160):
            entries = {
                field.key: self.numbers.field(field.key, field.label, defaults.get(field.key, ""))
                for field in self.helper.inputs
            }
        is_filled_in = not defaults.keys().isdisjoint(entries)
        if hint := FILLED_IN_PAY if is_filled_in else input_hint(self.helper, ()):
            st.caption(hint)
        return entries

    def _show_value(self, placeholder: str) -> dict[str, str]:
        """Show the fields for the value and the share of it that is kept; return what is entered in each."""
        # What counts by itself, such as a lead to a job, brings in no revenue to share.
        has_margin = self.kind in KINDS_WITH_MARGIN and not self._counts_without_value
        asks_margin = self.outcome.margin != 1 or has_margin
        # On its own line, a value has room for its formula.
        with st.grid("auto", min_column_width=160) if asks_margin else st.container():
            entries = {"likely": self._show_likely(placeholder)}
            if asks_margin:
                entries["margin"] = self._show_margin()
        if self.asks_figures and self.outcome.value is None and self.outcome.margin != 1:
            st.caption(FILLED_IN_MARGIN)
        return entries

    def _show_chance(self) -> str:
        stated = self._percent("probability") or self.words.number(100 * USUAL_CHANCE)
        return self.numbers.field("probability", "Chance of success, %", stated)

    def _show_likely(self, placeholder: str) -> str:
        helper, value = self.helper, self.outcome.value
        label, note = (helper.value_label(self.status), helper.advice) if helper else ("Value (optional)", None)
        if is_just_won(self.outcome, self.status) and self.kind not in COUNTED_KINDS:
            label = final_label(helper)
        if self.kind in KINDS_WITHOUT_GAIN:
            label = "Amount raised (optional)"
        likely = "" if value is None else self.words.editable_amount(value.likely)
        return self.numbers.field("likely", label, likely, placeholder=placeholder, note=note)

    def _show_margin(self) -> str:
        profile = self.workspace.profile
        quarter = Quarter.containing(self.outcome.date, profile.fiscal_year_start)
        share = share_question(compensation_in_force(profile, quarter))
        return self.numbers.field("margin", share.label, self._percent("margin"),
                                  note=f"{share.note} {share.blank}", placeholder=self.words.number(100))  # fmt: skip

    def _percent(self, field: str) -> str:
        """Return a stored share as a field shows it, from 0 to 100."""
        share = getattr(self.outcome, field) if field in self.outcome.model_fields_set else None
        return "" if share is None else self.words.number(Decimal(str(share)) * 100)

    def _calculate(self, helper: ValueHelper, amounts: Mapping[str, Decimal | None]) -> Decimal | None:
        """Return the value by the helper's figures; refuse them if one is missing."""
        inputs = [field.key for field in helper.inputs if field.key in amounts]
        figures = {name: figure for name in inputs if (figure := amounts[name]) is not None}
        if missing := missing_figure(helper, figures):
            blank = next(name for name in inputs if name not in figures)
            self.numbers.refuse(blank, f"Add {missing}, so that it counts.")
        return helper_value(helper, figures)

    def _check_range(self, low: Decimal | None, likely: Decimal | None, high: Decimal | None) -> None:
        if likely is None:
            if low is not None or high is not None:
                self.numbers.refuse("likely", "Enter the likely value, too.")
        elif low is not None and low > likely:
            self.numbers.refuse("low", "This is more than the likely value.")
        elif high is not None and high < likely:
            self.numbers.refuse("high", "This is less than the likely value.")


def value_changes(amounts: Mapping[str, Decimal | None]) -> dict[str, Any]:
    """Return the value and what it depends on; nothing of a lost outcome, which keeps its own."""
    if not amounts:
        return {}
    value = {name: amount for name in ("low", "likely", "high") if (amount := amounts.get(name)) is not None}
    probability = amounts["probability"]
    changes = {
        "value": Value(**value) if value else None,
        "probability": None if probability is None else float(probability / 100),
    }
    if "margin" in amounts:
        margin = amounts["margin"]
        changes["margin"] = 1.0 if margin is None else float(margin / 100)
    return changes
