"""Calendars as CSV: the same meetings in every language, and dates and times as each writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.importers.kinds import recognize_kind
from tests.importers.calendar.calendars import only_activity, preview
from tests.importers.import_files import keeps_to_the_rules, lines, records, sentence, taken, workspace

EMPTY = workspace()
KNOWN = workspace(contacts=[{"id": "c1", "name": "Anna Keller"}])
ENGLISH = "Subject,Start Date,Start Time,End Date,End Time,All day event,Meeting Organizer,Required Attendees,Location"


def table(*rows: str, header: str = ENGLISH) -> bytes:
    return lines(header, *rows)


@pytest.mark.parametrize(
    ("header", "row"),
    [
        (
            "Subject,Start Date,Start Time,End Date,End Time,All Day Event,Description,Location,Private",
            "Coffee,3/5/2026,10:00:00 AM,3/5/2026,11:30:00 AM,False,,Cafe,True",
        ),
        (
            '"Betreff";"Beginnt am";"Beginnt um";"Endet am";"Endet um";"Ganztägiges Ereignis";"Ort"',
            '"Coffee";"5.3.2026";"10:00:00";"5.3.2026";"11:30:00";"Falsch";"Cafe"',
        ),
        (
            '"Objet","Début","Début","Fin","Fin","Journée entière","Rappel actif/inactif","Emplacement"',
            '"Coffee","05/03/2026","10:00:00","05/03/2026","11:30:00","Faux","Faux","Cafe"',
        ),
        (
            "Objet;Début;Début;Fin;Fin;Journée entière;Emplacement",
            "Coffee;05/03/2026;10:00;05/03/2026;11:30;Faux;Cafe",
        ),
        (
            '"Objet";"Début";"Heure de début";"Fin";"Heure de fin";"Journée entière";"Emplacement"',
            '"Coffee";"05/03/2026";"10:00:00";"05/03/2026";"11:30:00";"Faux";"Cafe"',
        ),
        (
            "Asunto,Fecha de comienzo,Comienzo,Fecha de finalización,Finalización,Todo el día,Ubicación",
            "Coffee,05/03/2026,10:00:00,05/03/2026,11:30:00,Falso,Cafe",
        ),
        (
            "Oggetto;Data inizio;Ora inizio;Data fine;Ora fine;Giornata intera;Luogo",
            "Coffee;05/03/2026;10.00.00;05/03/2026;11.30.00;Falso;Cafe",
        ),
        (
            "Onderwerp;Begindatum;Begintijd;Einddatum;Eindtijd;Duurt hele dag;Locatie",
            "Coffee;5-3-2026;10:00:00;5-3-2026;11:30:00;Onwaar;Cafe",
        ),
        (
            "Assunto,Data de início,Hora de início,Data de término,Hora de término,Dia inteiro,Local",
            "Coffee,05/03/2026,10:00:00,05/03/2026,11:30:00,Falso,Cafe",
        ),
    ],
)
def test_a_calendar_is_read_in_the_language_of_its_columns(header: str, row: str) -> None:
    raw = table(row, header=header)
    assert recognize_kind(raw) == "calendar"
    activity = only_activity(raw, EMPTY)
    assert (activity["date"], activity["hours"]) == ("2026-03-05", {"attending": 1.5})
    assert (activity["source"], activity["channel"]) == ("calendar", "in_person")


@pytest.mark.parametrize(
    ("begin", "end", "hours"),
    [
        ("10:00:00 AM", "12:30:00 PM", 2.5),
        ("11:00 a. m.", "1:00 p. m.", 2),
        ("11:00:00 a.m.", "1:00:00 p.m.", 2),
        ("10:00", "14:00", 4),
        ("12:00:00 AM", "2:00:00 AM", 2),
    ],
)
def test_times_are_read_on_both_clocks(begin: str, end: str, hours: float) -> None:
    raw = table(f"Coffee,3/5/2026,{begin},3/5/2026,{end},False,,,")
    assert only_activity(raw, EMPTY)["hours"] == {"attending": hours}


def test_the_order_of_day_and_month_is_that_of_all_rows() -> None:
    raw = table("Coffee,05/03/2026,10:00,05/03/2026,11:00,,,,", "Lunch,28/03/2026,12:00,28/03/2026,13:00,,,,")
    assert [row["date"] for row in records(preview(raw, EMPTY), "activities")] == ["2026-03-05", "2026-03-28"]
    mixed = table("Coffee,12/31/2026,10:00,,,,,,", "Lunch,31/12/2026,12:00,,,,,,")
    assert "Start Date or End Date has dates written in two orders" in sentence(lambda: preview(mixed, EMPTY))


@pytest.mark.parametrize(
    ("header", "locale", "day"),
    [
        (ENGLISH, "en_US", "2026-03-05"),
        (ENGLISH, "en_GB", "2026-05-03"),
        ("Betreff,Beginnt am,Beginnt um,Endet am,Endet um,Ganztägiges Ereignis", "en_US", "2026-05-03"),
    ],
)
def test_days_below_13_are_read_as_the_language_or_the_locale_has_them(header: str, locale: str, day: str) -> None:
    raw = table("Coffee,03/05/2026,10:00,03/05/2026,11:00,,,,", header=header)
    assert only_activity(raw, workspace(profile={"locale": locale}))["date"] == day


@pytest.mark.parametrize(
    "row",
    [
        "Coffee,3/5/2026,,3/6/2026,,,,,",
        "Coffee,3/5/2026,12:00:00 AM,3/6/2026,12:00:00 AM,True,,,",
        "Coffee,3/5/2026,12:00:00 AM,3/6/2026,12:00:00 AM,False,,,",
        "Coffee,3/5/2026,9:00:00 AM,3/5/2026,5:00:00 PM,True,,,",
    ],
)
def test_an_event_of_a_whole_day_is_skipped(row: str) -> None:
    proposal = preview(table(row), EMPTY)
    assert ([line.reason for line in proposal.skipped], proposal.added) == (["It lasts all day."], ())


def test_attendees_are_found_by_name_and_the_person_is_the_one_in_most_rows() -> None:
    raw = table(
        'Catching up,3/5/2026,10:00,3/5/2026,11:00,,"Example, Kim","Keller, Anna",',
        'Plans,3/6/2026,10:00,3/6/2026,11:00,,Bo Li,"Example, Kim; Zoe Quinn",',
        'Catching up,3/7/2026,10:00,3/7/2026,11:00,,"Example, Kim",anna@example.org,',
    )
    proposal = preview(raw, KNOWN)
    rows = records(proposal, "activities")
    assert [(row["approach"], row.get("people")) for row in rows] == [
        ("one_on_one", ["c1"]), ("group_events", None), ("one_on_one", None)
    ]  # fmt: skip
    assert not any("Kim" in item.label for item in proposal.added)


def test_a_canceled_meeting_and_one_of_an_event_site_are_recognized() -> None:
    header = f"{ENGLISH},Description"
    raw = table(
        "Canceled: Coffee,3/5/2026,10:00,3/5/2026,11:00,,,,,",
        "Evening,3/6/2026,18:00,3/6/2026,20:00,,,,,https://lu.ma/made-up",
        "Dentist,3/7/2026,18:00,3/7/2026,20:00,,,,,",
        header=header,
    )
    proposal = preview(raw, EMPTY)
    assert [row["approach"] for row in records(proposal, "activities")] == ["group_events"]
    assert [line.reason for line in proposal.skipped] == [
        "It was canceled.", "It doesn’t count as networking: it doesn’t look like networking."
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("Coffee,3/5/2026,noon,3/5/2026,2:00 PM,,,,", "isn’t a time"),
        ("Coffee,soon,10:00,3/5/2026,11:00,,,,", "isn’t a date"),
        ("Coffee,3/5/2026,10:00,3/5/2026,9:00,,,,", "ends before it starts"),
        ("Coffee,3/5/2026,10:00,3/5/2026,11:00,,,,,too,many", "cells"),
    ],
)
def test_a_row_that_cannot_be_read_is_rejected_with_its_line_and_the_others_are_read(row: str, fault: str) -> None:
    proposal = preview(table("Lunch,3/4/2026,10:00,3/4/2026,11:00,,,,", row), EMPTY)
    (rejected,) = proposal.rejected
    assert fault in rejected.reason
    assert (rejected.source_line.number, len(proposal.added)) == (3, 1)


def test_the_same_file_adds_nothing_the_second_time() -> None:
    raw = table("Coffee,3/5/2026,10:00,,,,,,", "Coffee,3/5/2026,12:00,,,,,,")
    after, _ = taken(EMPTY, preview(raw, EMPTY))
    assert (len(after.activities), preview(raw, after).added) == (2, ())


CELLS = st.sampled_from(
    ("", "Coffee", "3/5/2026", "31.12.2026", "10:00", "12:00 AM", "x" * 99, '"', ";", "True", "99:99")
)


@given(st.lists(st.lists(CELLS, max_size=11), max_size=6))
def test_any_rows_end_in_a_proposal_or_one_sentence(rows: list[list[str]]) -> None:
    assert keeps_to_the_rules("calendar", table(*(",".join(row) for row in rows)), "x.csv", KNOWN)
