"""Reminders by e-mail, ntfy or webhook: the form that turns them on, whether they are on, and how to stop them."""

from dataclasses import replace
from typing import Final

import streamlit as st

from netroi_core.access.hosting import ReminderChannel
from netroi_core.access.turns import RUNS
from netroi_core.quarters import Quarter
from netroi_core.reminding.delivery import MAX_ADDRESS_LENGTH, WrongAddress, checked_recipient
from netroi_core.reminding.public_https import MAX_URL_LENGTH
from netroi_core.reminding.schedule import Schedule
from netroi_core.reminding.subscriptions import Subscription
from netroi_core.wording.wording import escape_markdown
from pages.shell import identity, session, workspace
from pages.widgets.field_error import show_field_error

_NAMES: Final[dict[ReminderChannel, str]] = {"email": "E-mail", "ntfy": "Phone (ntfy app)", "webhook": "Team chat"}
_LABELS: Final[dict[ReminderChannel, str]] = {
    "email": "E-mail address",
    "ntfy": "Address of your ntfy topic",
    "webhook": "Webhook address of your team chat",
}
_HELP: Final[dict[ReminderChannel, str]] = {
    "email": "",
    "ntfy": "ntfy is a free app that shows messages on your phone. Anyone who knows the address of a topic can read "
    "it: choose a name that nobody can guess.",
    "webhook": 'It receives {"text": "…"}, as Slack and Mattermost expect.',
}
_PLACEHOLDERS: Final[dict[ReminderChannel, str]] = {
    "email": "ann@mail.example",
    "ntfy": "https://ntfy.sh/your-topic",
    "webhook": "https://chat.example/hooks/…",
}
_INCLUDE_FOLLOW_UPS: Final = "Include follow-ups, once a week at most"
_CHANNEL, _ADDRESS, _FOLLOW_UPS = "reminder channel", "reminder address", "reminder follow-ups"
SETTINGS_PARAMETER: Final = "reminders"


def are_offered() -> bool:
    """Return True if this server can send reminders to this visitor."""
    return bool(identity.hosting().reminder_channels) and identity.save_refusal() is None


def show_reminders() -> None:
    """Show whether reminders are on, with the way to turn them on or off."""
    if session.is_example() or session.saved() is None:
        st.markdown("Once you have records of your own, NetROI can remind you of quizzes and follow-ups.")
        return
    subscription = _subscription()
    if subscription is None or subscription.state == "refused":
        if subscription is not None:
            st.warning("Reminders are off, because the last one was refused. Check the address and turn them on again.")
        _show_form()
    elif subscription.state == "unconfirmed":
        st.markdown(_confirmation_sentence(subscription))
        st.button("Use another address", key="stop reminders", icon=":material/edit:", on_click=_stop)
    else:
        _show_on(subscription)


def show_offer() -> None:
    """Show that reminders are on, or one button that turns them on."""
    if not are_offered() or session.is_example():
        return
    subscription = _subscription()
    if subscription is not None and subscription.state == "on":
        st.markdown(f"NetROI will remind you by {_channel_name(subscription)}.")
    elif subscription is not None and subscription.state == "unconfirmed":
        st.markdown(_confirmation_sentence(subscription))
    elif (address := _own_address()) is not None:
        st.button("Remind me by e-mail", key="remind me", icon=":material/notifications:", on_click=_request,
                  args=("email", address, True))  # fmt: skip
    elif _show_settings_button():
        st.switch_page("settings.py", query_params={SETTINGS_PARAMETER: "1"})


def _show_settings_button() -> bool:
    """Show the button that leads to the settings; return True once it is clicked."""
    has_mail = "email" in identity.hosting().reminder_channels
    # Without mail, the calendar is the easiest way: its button stands above this one.
    return st.button(
        "Remind me" if has_mail else "Other ways to be reminded",
        key="remind me",
        icon=":material/notifications:",
        type="secondary" if has_mail else "tertiary",
    )


def _show_form() -> None:
    st.markdown(
        "One message when a quarter’s quiz is due, and one a week at most when follow-ups are due. None of them "
        "contains names or amounts."
    )
    channels = identity.hosting().reminder_channels
    if "email" not in channels:
        st.markdown("The easiest way is your calendar: *Home* adds the next quiz to it.")
    # Outside the form: a form's widgets send nothing before its button, and the field depends on this choice.
    channel = channels[0]
    if len(channels) > 1:
        channel = st.segmented_control("Send them by", channels, format_func=_NAMES.__getitem__, default=channels[0],
                                       required=True, key=_CHANNEL)  # fmt: skip
    with st.form("reminders", border=False):
        key = f"{_ADDRESS} {channel}"
        if channel == "email" and session.widget_value(key) is None:
            session.set_widget_value(key, _own_address() or "")
        st.text_input(
            _LABELS[channel],
            key=key,
            placeholder=_PLACEHOLDERS[channel],
            max_chars=MAX_ADDRESS_LENGTH if channel == "email" else MAX_URL_LENGTH,
            autocomplete="email" if channel == "email" else "off",
        )
        if sentence := session.field_error(_ADDRESS):
            show_field_error(sentence)
        if _HELP[channel]:
            st.caption(_HELP[channel])
        st.checkbox(_INCLUDE_FOLLOW_UPS, value=True, key=_FOLLOW_UPS)
        st.form_submit_button("Turn on reminders", type="primary", on_click=_submit, args=(channel, key))


def _show_on(subscription: Subscription) -> None:
    recipient = subscription.recipient
    if recipient is None or recipient.channel not in identity.hosting().reminder_channels:
        st.warning("This server no longer sends reminders this way. Turn them off, then choose another way.")
    else:
        _show_next(subscription)
    st.button("Turn off reminders", key="stop reminders", on_click=_stop)


def _show_next(subscription: Subscription) -> None:
    """Show what comes next, with the choice of what else to include."""
    st.markdown(f"Reminders are on, by {_channel_name(subscription)}.")
    start = session.profile().fiscal_year_start
    quiz = Quarter.containing(session.today(), start).shifted(1).first_day(start)
    sentence = f"The next quiz is due on {session.words().day(quiz)}."
    if subscription.has_follow_ups:
        sentence += " Before that, you get a message in each week in which follow-ups are due."
    st.markdown(sentence)
    key = session.widget_key(_FOLLOW_UPS, subscription.has_follow_ups)
    st.checkbox(_INCLUDE_FOLLOW_UPS, key=key, on_change=session.save_on_change(key, _save_follow_ups))
    until = session.words().day(subscription.link.until)
    st.caption(
        f"If you don’t open NetROI by {until}, reminders end and the address is deleted. You can also stop them "
        "with the link in each message."
    )


def _confirmation_sentence(subscription: Subscription) -> str:
    until = session.words().day(subscription.link.until)
    return (
        f"To turn on reminders, open the link in the message that was sent by {_channel_name(subscription)}. It works "
        f"until {until}."
    )


def _channel_name(subscription: Subscription) -> str:
    """Return the channel with its address, in Markdown."""
    recipient = subscription.recipient
    assert recipient is not None
    name = "e-mail" if recipient.channel == "email" else recipient.channel
    return f"{name} to {escape_markdown(recipient.address)}"


def _subscription() -> Subscription | None:
    return identity.services().reminders.of(identity.principal())


def _own_address() -> str | None:
    """Return the e-mail address of the account that is signed in, if messages can be sent there."""
    email = identity.email()
    try:
        has_mail = "email" in identity.hosting().reminder_channels
        return checked_recipient("email", email).address if has_mail and email else None
    except WrongAddress:
        return None


def _submit(channel: ReminderChannel, key: str) -> None:
    _request(channel, str(session.widget_value(key) or ""), bool(session.widget_value(_FOLLOW_UPS)))


def _request(channel: ReminderChannel, address: str, has_follow_ups: bool) -> None:
    """Send the first message, which asks whether reminders are wanted; what was typed stays if it can't be sent."""
    session.set_field_error(_ADDRESS, None)
    try:
        recipient = checked_recipient(channel, address)
    except WrongAddress as error:
        session.set_field_error(_ADDRESS, str(error))
        return

    def request() -> None:
        schedule = Schedule.starting(session.today(), session.profile().fiscal_year_start)
        subscription = identity.services().reminders.request(
            identity.principal(),
            recipient,
            str(session.time_zone() or "UTC"),
            schedule,
            has_follow_ups=has_follow_ups,
            network=identity.network(),
        )
        with RUNS.paused():  # others' pages run while the mail server takes its time
            workspace.reminder_sender().invite(subscription)

    session.attempt(request)


def _save_follow_ups(has_follow_ups: bool) -> bool:
    def save() -> None:
        if (before := _subscription()) is not None:
            identity.services().reminders.update(before, replace(before, has_follow_ups=has_follow_ups))

    return session.attempt(save)


def _stop() -> None:
    def stop() -> None:
        if (subscription := _subscription()) is not None:
            identity.services().reminders.erase(subscription)

    session.attempt(stop, "Reminders are off, and the address was deleted.")
