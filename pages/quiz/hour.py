"""The step on the value of an hour: from pay, and for other uses of the time."""

from decimal import Decimal

import streamlit as st

from netroi_core.ledger.costs import (
    EMPLOYER_BENEFITS_SOURCE,
    FULL_TIME_HOURS,
    compensation_in_force,
    hour_share,
    hourly_rate,
    loaded_rate,
    usual_benefits,
)
from netroi_core.quiz import answers, submission
from netroi_core.wording.explanations import explain_hourly_rate
from netroi_core.wording.wording import ALTERNATIVE_NAMES, Words, escape_markdown
from netroi_core.workspace.profile import AnnualPay, Compensation, HourlyPay
from pages.quiz.quiz_form import HUNDRED, QuizForm
from pages.shell import session
from pages.widgets import purpose

FREE_TIME_GUIDE = "Studies of travel time put free time at about half (US Department of Transportation)."
_COMMISSION = (
    "A commission counts on both sides: as pay, it raises the price of your hour; from a deal that networking won, "
    "it’s the return."
)
_MODES = {"employee": "Employed", "self_employed": "Self-employed", "between_jobs": "Between jobs"}


def show_hour(form: QuizForm) -> None:
    st.markdown(
        "Time is the largest cost. Between jobs an hour costs you no pay, so you choose what it is worth."
        if form.is_between_jobs
        else "Time is the largest cost. An hour costs what you earn in it, bonuses and benefits included."
    )
    pay = compensation_in_force(form.preview.profile, form.quarter)
    default = submission.default_pay_mode(form.workspace, form.quarter)
    mode = form.choice("Your work for most of this quarter", "pay.mode", answers.PAY_MODES, _MODES.__getitem__, default)
    if mode == "self_employed":
        _show_hourly(form, pay if isinstance(pay, HourlyPay) else HourlyPay(hourly_rate=Decimal(0)))
    else:
        _show_annual(form, pay if isinstance(pay, AnnualPay) else AnnualPay(base=Decimal(0)), mode)
    _show_hour_of(pay, form, mode)
    if mode != "between_jobs":
        with st.expander("What an hour is worth by use (optional)", key=f"worth {form.quarter}"):
            _show_worth(form)
    st.subheader(f"{purpose.QUESTION} (optional)")
    purpose.show_purpose(form.workspace.profile)
    if mode == "between_jobs" and form.workspace.profile.purpose is None:
        st.caption("While you are between jobs, your advice is about finding work unless you choose something else.")


def _show_hour_of(pay: Compensation | None, form: QuizForm, mode: str) -> None:
    if pay is None or not hourly_rate(pay):
        st.markdown("Until you enter your pay, only your money counts as a cost.")
        return
    _show_rate(pay, form.words, mode)
    if mode == "between_jobs":
        _show_unpaid_worth(form, hourly_rate(pay))


def _show_rate(pay: Compensation, words: Words, mode: str) -> None:
    title = "An hour at that pay" if mode == "between_jobs" else "An hour of your time"
    st.markdown(f"**{title}:** {escape_markdown(explain_hourly_rate(pay, words))}")
    if isinstance(pay, AnnualPay) and (note := _benefits_note(pay, mode)):
        st.caption(escape_markdown(f"Benefits of {words.whole_money(pay.benefits)} {note}"))


def _benefits_note(pay: AnnualPay, mode: str) -> str:
    if pay.benefits and mode == "between_jobs":
        return "are those of your last job: enter 0 to leave them out."
    is_usual = pay.benefits and pay.benefits == usual_benefits(pay.base)
    return (
        f"are usual for this pay ({EMPLOYER_BENEFITS_SOURCE}). Enter yours above if you know them." if is_usual else ""
    )


def _show_unpaid_worth(form: QuizForm, rate: Decimal) -> None:
    """Show the choice of what an hour is worth that nobody pays for, with its price."""
    percent, half = Decimal(str(hour_share(form.preview.profile, form.quarter, "me_time"))) * HUNDRED, HUNDRED / 2
    names = {option: f"{form.words.share(option / HUNDRED)} of that" for option in (percent, Decimal(0), half, HUNDRED)}
    names |= {half: "Half of that, as is usual for free time", HUNDRED: "All of that"}
    name = form.widget_name("unpaid")

    def save_percent(chosen: Decimal | None) -> bool:
        return chosen is None or form.save({"pay.hour_percent": f"{chosen.normalize():f}"})

    def label(option: Decimal) -> str:
        # Without the amount: a browser that is shown other labels forgets the choice.
        return escape_markdown(names[option]) if option else "Nothing: count only the money I spend"

    st.radio(
        "What should each of your hours count as?",
        sorted(names),
        format_func=label,
        key=session.widget_key(name, percent),
        on_change=session.save_on_change(name, save_percent),
    )
    if percent:
        st.caption(f"Each hour counts as {escape_markdown(form.words.exact_money(rate * percent / HUNDRED))}.")


def _show_hourly(form: QuizForm, pay: HourlyPay) -> None:
    form.number("Your hourly rate", "pay.hourly_rate", pay.hourly_rate or None)
    if not pay.hourly_rate:
        day, year = (form.words.number(amount) for amount in (760, 95_000))
        st.caption(
            f"Or enter “{day} a day” or “{year} a year”, commission included: a day counts as {answers.HOURS_OF_DAY} "
            f"hours, a year as {form.words.number(FULL_TIME_HOURS)}."
        )
    # All of them is what a blank stands for, and nobody's own figure.
    percent = None if pay.utilisation == 1 else Decimal(str(pay.utilisation)) * 100
    note = "The rest goes into offers, learning, bookkeeping and the like."
    form.number("Share of your hours that you bill, %", "pay.utilisation_percent", percent, note=note, blank=100)
    if percent is None:
        st.caption("Blank counts as all of them, but nobody bills every hour: enter yours.")


def _show_annual(form: QuizForm, pay: AnnualPay, mode: str) -> None:
    label = "Base pay per year" if mode == "employee" else "Last or target base pay per year"
    with st.grid("auto", min_column_width=140, vertical_alignment="bottom"):
        form.number(label, "pay.base", pay.base or None)
        note = "A year’s, if you reach your targets."
        form.number("Bonus and commission", "pay.pay_at_risk", pay.pay_at_risk or None, note=note,
                    share_of=pay.base)  # fmt: skip
        if pay.pay_at_risk:
            percent = Decimal(str(pay.attainment)) * 100
            form.number("Share you expect to get, %", "pay.attainment_percent", percent)
        _show_benefits(form, pay, mode)
    if not pay.base:
        hour, month = (form.words.number(amount) for amount in (48, 8000))
        year = form.words.number(FULL_TIME_HOURS)
        st.caption(f"Or enter “{hour} an hour” or “{month} a month”: a year counts as {year} hours.")
    if pay.pay_at_risk and mode == "employee":
        st.caption(_COMMISSION)
    with st.expander("Working hours (optional)", key=f"more pay {form.quarter}"):
        note = f"{form.words.number(FULL_TIME_HOURS)} is 52 weeks of 40 hours; less paid leave, if you like."
        form.number("Working hours per year", "pay.hours_per_year", Decimal(str(pay.hours_per_year)), note=note)


def _show_benefits(form: QuizForm, pay: AnnualPay, mode: str) -> None:
    # In sight, because it is filled in, and raises the price of an hour.
    employer = "last employer paid" if mode == "between_jobs" else "employer pays"
    note = f"What your {employer} on top of pay, such as insurance and a retirement plan."
    form.number("Benefits per year", "pay.benefits", pay.benefits or None, note=note, share_of=pay.base)


def _show_worth(form: QuizForm) -> None:
    profile = form.preview.profile
    rate = loaded_rate(profile, form.quarter)
    st.caption(
        "As a share of an hour of pay: all of it until you change it. Time with the family may be worth more. "
        + FREE_TIME_GUIDE
    )
    with st.grid("auto", min_column_width=112):
        for alternative, name in ALTERNATIVE_NAMES.items():
            multiple = Decimal(str(getattr(profile.hour_worth, alternative)))
            with st.container():
                form.number(f"{name}, %", f"worth.{alternative}_percent", multiple * 100)
                if rate:
                    st.caption(f"{form.words.exact_money(rate * multiple)} an hour".replace("$", r"\$"))
