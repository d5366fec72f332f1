"""Time sheets: entries that say networking become activities, by project, tag or description."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.importers.kinds import recognize_kind
from tests.importers.import_files import Json, keeps_to_the_rules, lines, read_as, records, sentence, taken, workspace

EMPTY = workspace()
TOGGL = (
    "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,"
    "Duration,Tags,Amount ()"
)
CLOCKIFY = (
    "Project,Client,Description,Task,User,Group,Email,Tags,Billable,Start Date,Start Time,End Date,End Time,"
    "Duration (h),Duration (decimal),Billable Rate (USD),Billable Amount (USD)"
)


def toggl(
    title: str = "Coffee with Bo",
    project: str = "",
    tags: str = "",
    day: str = "2026-07-14",
    duration: str = "01:30:00",
) -> str:
    return f"Me,me@example.org,,{project},,{title},No,{day},09:00:00,{day},10:30:00,{duration},{tags},"


def clockify(title: str = "Coffee with Bo", day: str = "07/14/2026", start: str = "09:00:00 AM") -> str:
    return f"Networking,,{title},,Me,,me@example.org,,No,{day},{start},{day},10:30:00 AM,01:30:00,1.50,0.00,0.00"


def added(*rows: str, header: str = TOGGL) -> list[Json]:
    return records(read_as("time", lines(header, *rows), "time.csv", EMPTY), "activities")


@pytest.mark.parametrize(("header", "row"), [(TOGGL, toggl()), (CLOCKIFY, clockify())])
def test_an_entry_becomes_an_activity_with_its_hours(header: str, row: str) -> None:
    (activity,) = added(row, header=header)
    assert activity.pop("id").startswith("time-")
    approach = "one_on_one" if header == TOGGL else "group_events"
    assert activity == {
        "date": "2026-07-14",
        "approach": approach,
        "title": "Coffee with Bo",
        "source": "import",
        "hours": {"attending": 1.5},
    }


@pytest.mark.parametrize(
    ("row", "approach"),
    [
        (toggl("Work", project="Networking"), "group_events"),
        (toggl("Work", tags="LinkedIn"), "social_media"),
        (toggl("Lunch"), "one_on_one"),
    ],
)
def test_the_approach_is_suggested_by_project_tags_and_description(row: str, approach: str) -> None:
    assert [activity["approach"] for activity in added(row)] == [approach]


HARVEST = (
    "Date,Client,Project,Project Code,Task,Notes,Hours,Hours Rounded,Billable?,Invoiced?,Approved?,First Name,"
    "Last Name,Roles,Employee?,Billable Rate,Billable Amount,Cost Rate,Cost Amount,Currency,External Reference URL"
)
KIMAI = (
    "Date,From,To,Duration,Currency,Rate,Internal rate,User,Account,Name,Customer,Project,Activity,Description,"
    "Exported,Billable,Tags,Hourly rate,Fixed rate,Type,Category,Number,VAT-ID,Order number"
)
TIMELY = "ID,Name,Client,Project,Date,Hours,Note,Tags"
RESCUETIME = "Date,Time Spent (seconds),Number of People,Activity,Category,Productivity"
SHEETS = {
    "Harvest": (HARVEST, "2026-07-14,Own,Networking,,Events,Chamber mixer,2.0,2.0,No,No,No,Kim,Ex,,Yes,0,0,0,0,USD,"),
    "Kimai": (KIMAI, "2026-07-14,18:00,20:00,2:00,EUR,0,0,Kim,,,Own,Networking,Events,Mixer,no,no,,0,0,x,work,,,"),
    "Kimai in seconds": (KIMAI, "2026-07-14,18:00,20:00,7200,EUR,0,0,Kim,,,Own,Events,Events,Mixer,no,no,,0,0,x,w,,,"),
    "Timely": (TIMELY, "7,Kim,Own,Networking,2026-07-14,2.00,Mixer,"),
    "Timely, logged time": ("Date,Name,Client,Project,Tags,Note,Logged time,Estimated time,Billable",
                            "2026-07-14,Kim,Own,Networking,,Mixer,2:00,0:00,No"),
    "RescueTime": (RESCUETIME, "2026-07-14T00:00:00,7200,1,linkedin.com,Social Networking,-1"),
    "German": ("Datum;Kunde;Projekt;Aufgabe;Notizen;Stunden", "14.07.2026;Eigen;Netzwerktreffen;x;y;2,00"),
    "French": ("Date;Client;Projet;Tâche;Durée", "14/07/2026;Moi;Networking;x;02:00:00"),
    "Spanish": ("Fecha;Cliente;Proyecto;Tarea;Horas", "14/07/2026;Yo;Networking;x;2,0"),
    "Portuguese": ("Data;Cliente;Projeto;Tarefa;Duração (min)", "14/07/2026;Eu;Networking;x;120"),
    "Italian": ("Data;Cliente;Progetto;Attività;Ore", "14/07/2026;Io;Networking;x;2"),
    "Dutch": ("Datum;Klant;Project;Taak;Uren", "14-07-2026;Ik;Networking;x;2,00"),
}  # fmt: skip


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_is_recognized_and_its_hours_are_read_whatever_its_program_and_language(sheet: str) -> None:
    raw = lines(*SHEETS[sheet])
    assert recognize_kind(raw) == "time"
    (activity,) = records(read_as("time", raw, "time.csv", EMPTY), "activities")
    assert (activity["date"], activity["hours"]) == ("2026-07-14", {"attending": 2.0})
    assert activity["approach"] == ("social_media" if sheet == "RescueTime" else "group_events")
    assert not activity.get("costs")


def test_time_on_a_social_network_without_business_is_not_networking() -> None:
    raw = lines(RESCUETIME, "2026-07-14T00:00:00,7200,1,reddit.com,Social Networking,-2")
    assert read_as("time", raw, "time.csv", EMPTY).added == ()


def test_less_than_a_minute_is_skipped() -> None:
    raw = lines(RESCUETIME, "2026-07-14T00:00:00,59,1,linkedin.com,Social Networking,-1")
    proposal = read_as("time", raw, "time.csv", EMPTY)
    assert (proposal.added, [line.reason for line in proposal.skipped]) == ((), ["It lasted less than a minute."])


def test_a_sheet_of_several_people_says_so() -> None:
    row = SHEETS["Harvest"][1]
    proposal = read_as("time", lines(HARVEST, row, row.replace("Kim,Ex", "Bo,Li")), "time.csv", EMPTY)
    assert any("hours of 2 people" in note for note in proposal.notes)


def test_other_work_is_skipped() -> None:
    proposal = read_as("time", lines(TOGGL, toggl("Invoices", project="Office")), "time.csv", EMPTY)
    assert proposal.added == ()
    assert "mention networking" in proposal.skipped[0].reason


def test_a_venue_and_an_earlier_correction_go_before_words() -> None:
    rules = [{"words": ["invoices"], "approach": "social_media"}]
    before = workspace(
        venues=[{"id": "v1", "name": "Chamber", "approach": "group_events"}], profile={"import_rules": rules}
    )
    raw = lines(TOGGL, toggl("Chamber lunch"), toggl("Invoices"))
    rows = records(read_as("time", raw, "time.csv", before), "activities")
    assert [(row["approach"], row.get("venue")) for row in rows] == [("group_events", "v1"), ("social_media", None)]


def test_the_order_of_day_and_month_is_detected() -> None:
    rows = added(clockify(day="14/07/2026"), clockify(day="03/07/2026"), header=CLOCKIFY)
    assert [row["date"] for row in rows] == ["2026-07-14", "2026-07-03"]


def test_the_same_entry_in_another_file_adds_nothing_and_two_equal_ones_are_two() -> None:
    after, _ = taken(EMPTY, read_as("time", lines(TOGGL, toggl(), toggl()), "a.csv", EMPTY))
    assert len(after.activities) == 2
    again = read_as("time", lines(TOGGL, toggl(day="2026-07-15"), toggl(), toggl()), "b.csv", after)
    assert [row["date"] for row in records(again, "activities")] == ["2026-07-15"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (toggl(duration="long"), "duration"),
        (toggl(duration="25:00:00"), "longer than a day"),
        (toggl(day="2026-02-30"), "date"),
    ],
)
def test_an_unreadable_entry_is_rejected_with_its_line(row: str, reason: str) -> None:
    proposal = read_as("time", lines(TOGGL, toggl(), row), "a.csv", EMPTY)
    assert [(line.source_line.number, reason in line.reason) for line in proposal.rejected] == [(3, True)]
    assert len(proposal.added) == 1


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "empty"),
        (b"a,b\n1,2", "columns of a time sheet"),
        (lines(TOGGL, toggl(day="31/12/2026"), toggl(day="12/31/2026")), "two orders"),
    ],
)
def test_a_file_of_another_kind_is_refused_in_one_sentence(raw: bytes, reason: str) -> None:
    assert reason in sentence(lambda: read_as("time", raw, "a.csv", EMPTY))


GOOD = lines(TOGGL, toggl(), toggl("Meetup", tags="event"), toggl("Invoices"))


@given(st.integers(0, len(GOOD) - 1), st.binary(max_size=3), st.integers(0, 6))
def test_a_sheet_with_one_broken_spot_is_read_or_refused_in_one_sentence(at: int, put: bytes, gone: int) -> None:
    assert keeps_to_the_rules("time", GOOD[:at] + put + GOOD[at + gone :], "x.csv", EMPTY)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_in_one_sentence(raw: bytes) -> None:
    assert keeps_to_the_rules("time", raw, "x.csv", EMPTY)
