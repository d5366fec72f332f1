"""The settings on screen: each saves at once, and a backup comes back only after a look at what it changes."""

import io
from datetime import date
from zipfile import ZipFile

import orjson
import pytest
from streamlit.testing.v1 import AppTest

from netroi_core import worker
from netroi_core.exports.formats import FORMATS, FormatName, export
from netroi_core.storage import LIMIT_BYTES
from netroi_core.wording.explanations import FILTERS_TITLE
from netroi_core.workspace import archive, document
from pages.settings import backup
from tests.careers import Json, load_document, small_documents
from tests.careers import make_document as workspace
from tests.pages.conftest import Shelf, count_tasks
from tests.pages.screen import at_page, choose, click, fill, headings, opened, read, run, screen, typed, unfold

PAY, VENUES, LIMITS, FORMAT = "Pay and the value", "Memberships and venues", "Limits", "Formats"
AUDIENCE, BACKUP = "People you want to reach", "Backup and restore"


def settings(section: str) -> AppTest:
    """The settings, with one of their sections open."""
    return unfold(opened("settings.py"), section)


def upload(app: AppTest, raw: bytes, name: str = "backup.json") -> AppTest:
    app.file_uploader[0].upload(name, raw)
    return run(app)


def test_pay_is_added_and_shown_with_the_hour_that_it_makes(shelf: Shelf) -> None:
    app = unfold(settings(PAY), "Add pay")
    fill(fill(app, "From quarter", "2026-q3"), "Base pay per year", "52,000")
    click(fill(app, "Benefits per year (leave blank for an estimate)", "0"), "Save")
    assert "Saved your pay." in screen(app)
    assert "**Since Q3 2026:** $52,000 ÷ 2,080 h = $25 an hour" in screen(app)
    (entry,) = shelf.document["profile"]["compensation"]
    assert entry == {
        "from": "2026-Q3",
        "base": "52000",
        "benefits": "0",
        "attainment": 1.0,
        "hours_per_year": 2080.0,
    }


def test_pay_by_the_hour_is_added(shelf: Shelf) -> None:
    app = choose(unfold(settings(PAY), "Add pay"), "How are you paid?", "Per hour")
    fill(fill(app, "Your hourly rate", "120"), "Share of your hours that you bill, %", "65")
    click(app, "Save")
    assert "**Since Q4 2026:** $120 × 65% = $78 an hour" in screen(app)
    assert shelf.document["profile"]["compensation"] == [{"from": "2026-Q4", "hourly_rate": "120", "utilisation": 0.65}]


@pytest.mark.parametrize(
    ("label", "text", "sentence"),
    [
        ("From quarter", "Q3 26", "'Q3 26' is not a quarter; write it like 2026-Q3"),
        ("Base pay per year", "84.000,00", "“84.000,00” can’t be read as a number. Write it like 1,234.5."),
        ("Base pay per year", "", "Enter a value for “Base pay per year”."),
        ("Working hours per year", "9,999", "hours per year"),
    ],
)
def test_pay_that_cannot_be_read_keeps_what_was_typed(shelf: Shelf, label: str, text: str, sentence: str) -> None:
    app = unfold(settings(PAY), "Add pay")
    fill(fill(app, "Base pay per year", "84,000"), label, text)
    click(app, "Save")
    assert sentence.casefold() in screen(app).casefold()
    assert typed(app, label) == text
    assert "compensation" not in shelf.document.get("profile", {})


def test_pay_is_changed_and_deleted(shelf: Shelf) -> None:
    shelf.put(load_document("pop-quiz"))
    app = unfold(settings(PAY), "Since Q1 2026:")
    assert [typed(app, label) for label in ("From quarter", "Base pay per year", "Share you expect to get, %")] == [
        "2026-Q1", "84,000", "90",
    ]  # fmt: skip
    click(fill(fill(app, "Base pay per year", "90,000"), "Between jobs: value of an hour, % of its pay", "25"), "Save")
    (pay,) = shelf.document["profile"]["compensation"]
    assert (pay["base"], pay["hour_share"]) == ("90000", 0.25)
    click(unfold(app, "Since Q1 2026:"), "Delete")
    assert "Deleted a pay entry." in screen(app)
    assert shelf.document["profile"]["compensation"] == []


def test_another_currency_and_locale_show_everywhere_and_store_no_other_amount(shelf: Shelf) -> None:
    shelf.put(load_document("pop-quiz"))
    app = choose(choose(settings(FORMAT), "Currency", "EUR"), "Numbers and dates", "de_DE")
    assert "For example: 1.234,50 € on 5 Oct 2026." in screen(app)
    assert "360 € per year" in screen(unfold(app, VENUES))
    assert "2.500 € won from 168 € and 17,75 hours worth 671 €, plus 3.000 € expected from open outcomes" in headings(
        at_page(app, "results.py")
    )
    assert {**shelf.document, "profile": None} == {**load_document("pop-quiz"), "profile": None}


def test_the_worth_of_an_hour_is_a_share_of_pay(shelf: Shelf) -> None:
    shelf.put(load_document("pop-quiz"))
    app = settings(PAY)
    assert [typed(app, label) for label in ("Paid work, %", "Family time, %", "Free time, %")] == ["100", "120", "50"]
    run(fill(app, "Family time, %", "150"))
    assert shelf.document["profile"]["hour_worth"] == {"family": 1.5, "me_time": 0.5}


@pytest.mark.parametrize(
    ("label", "text", "sentence"),
    [
        (
            "Family time, %",
            "a lot",
            "“a lot” can’t be read as a number. Write it like 1,234.5. The saved value is still 120.",
        ),
        ("Family time, %", "10,001", "The maximum is 10,000. The saved value is still 120."),
        ("Networking hours per week", "169", "The maximum is 168. The saved value is still 6."),
    ],
)
def test_a_setting_that_cannot_be_so_keeps_what_was_typed_and_says_what_is_stored(
    shelf: Shelf, label: str, text: str, sentence: str
) -> None:
    shelf.put(load_document("pop-quiz"))
    app = run(fill(settings(LIMITS if "hours" in label else PAY), label, text))
    assert sentence in screen(app)
    assert typed(app, label) == text
    assert shelf.document == load_document("pop-quiz")
    run(fill(app, label, "5"))
    assert "The saved value" not in screen(app)


def test_another_start_of_the_fiscal_year_renames_the_quarters(shelf: Shelf) -> None:
    shelf.put(small_documents()["no outcome"])
    app = choose(settings(FORMAT), "Fiscal year starts in", 4)
    assert unfold(at_page(app, "results.py"), FILTERS_TITLE).selectbox(key="quarters").options == [
        "All quarters",
        "Q2 2027",
    ]


def test_a_membership_is_added_changed_and_removed(shelf: Shelf) -> None:
    app = unfold(settings(VENUES), "Add a group, event or membership")
    fill(fill(app, "Name", "Meet-up & Co."), "Dues (optional)", "29.99")
    next(box for box in app.selectbox if box.label == "Billed").set_value("month")
    click(app, "Save", -1)
    assert "Added Meet-up & Co." in screen(app)
    (venue,) = shelf.document["venues"]
    assert (venue["name"], venue["dues"]["amount"], venue["dues"]["per"]) == ("Meet-up & Co.", "29.99", "month")
    assert "**Meet-up & Co.** · Group events · $29.99 per month" in screen(app)
    click(unfold(app, "Meet-up"), "Delete")
    assert "Deleted Meet-up & Co." in screen(app)
    click(app, "Undo")
    assert shelf.document["venues"] == [venue]


@pytest.mark.parametrize(
    ("name", "dues", "sentence"),
    [(" ", "5", "Enter a name."), ("Club", "5,5", "“5,5” can’t be read as a number. Write it like 1,234.5.")],
)
def test_a_membership_that_cannot_be_so_keeps_what_was_typed(shelf: Shelf, name: str, dues: str, sentence: str) -> None:
    app = fill(
        fill(unfold(settings(VENUES), "Add a group, event or membership"), "Name", name), "Dues (optional)", dues
    )
    click(app, "Save", -1)
    assert sentence in screen(app)
    assert (typed(app, "Name"), typed(app, "Dues (optional)")) == (name, dues)
    assert shelf.document == {}


def test_a_backup_is_previewed_with_counts_and_counts_only_when_it_is_accepted(shelf: Shelf) -> None:
    shelf.put(small_documents()["no outcome"])
    backup = load_document("pop-quiz")
    app = upload(settings(BACKUP), orjson.dumps(backup))
    assert "**Changes** (your settings will change, too)" in screen(app)
    rows = app.dataframe[0].value.to_numpy().tolist()
    assert rows == [["Venues", "2", "0", "0"], ["Activities", "0", "3", "0"], ["Outcomes", "3", "0", "0"]]
    assert shelf.document == small_documents()["no outcome"]
    click(app, "Replace my workspace with this file")
    assert "Restored 8 records." in screen(app)
    assert shelf.document == backup
    click(app, "Undo")
    assert shelf.document == small_documents()["no outcome"]


def test_a_backup_of_the_same_records_says_that_there_is_nothing_to_restore(shelf: Shelf) -> None:
    shelf.put(load_document("pop-quiz"))
    app = upload(settings(BACKUP), orjson.dumps(load_document("pop-quiz")))
    assert "This file is the same as your workspace" in screen(app)
    assert "Replace my workspace with this file" not in [button.label for button in app.button]


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"no json", "This isn’t a JSON file"),
        (b"[]", "This isn’t a NetROI workspace"),
        (
            b'{"format": "netroi-workspace", "version": 1, "activities": [{"id": "a"}]}',
            "- Activity 1, date: is missing.",
        ),
        (b'{"format": "netroi-workspace", "version": 2}', "- Version: is 2, from a newer version of NetROI"),
    ],
)
def test_a_file_that_is_no_backup_changes_nothing_and_says_what_is_wrong(
    shelf: Shelf, raw: bytes, sentence: str
) -> None:
    shelf.put(load_document("pop-quiz"))
    app = upload(settings(BACKUP), raw)
    assert sentence in screen(app)
    assert "othing was changed" in screen(app)
    assert shelf.document == load_document("pop-quiz")


@pytest.mark.parametrize("name", list(FORMATS))
def test_a_file_of_each_format_is_offered_and_restores_everything(shelf: Shelf, name: FormatName) -> None:
    shelf.put(load_document("messy-1"))
    app = choose(settings(BACKUP), "Format", name)
    assert FORMATS[name].sentence in screen(app)
    assert [button.label for button in app.download_button] == [f"Save as {FORMATS[name].title}"]
    raw = export(load_document("sample"), name)
    upload(app, raw, f"netroi{FORMATS[name].suffix}")
    assert "**Changes**" in screen(app)
    click(app, "Replace my workspace with this file")
    assert shelf.document == load_document("sample")
    upload(app, raw, f"netroi{FORMATS[name].suffix}")
    assert "This file is the same as your workspace" in screen(app)


def test_no_file_is_made_before_it_is_asked_for(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    exports: list[str] = []
    monkeypatch.setattr("netroi_core.exports.formats.export", lambda _, name: exports.append(name))
    shelf.put(load_document("sample"))
    choose(settings(BACKUP), "Format", "parquet")
    assert exports == []


def test_a_table_that_was_spoilt_is_refused_by_its_row_and_column(shelf: Shelf) -> None:
    shelf.put(load_document("pop-quiz"))
    spoilt = io.BytesIO()
    with ZipFile(io.BytesIO(export(load_document("sample"), "csv"))) as good, ZipFile(spoilt, "w") as bad:
        for file in good.namelist():
            bad.writestr(file, good.read(file).replace(b"a001,2024-10-03", b"a001,2024-02-30"))
    app = upload(settings(BACKUP), spoilt.getvalue(), "netroi-csv.zip")
    assert "This file can’t be restored, and nothing was changed." in screen(app)
    assert "Activities, row 2, column date: “2024-02-30” isn’t a date. Write it like 2026-07-14." in screen(app)
    assert shelf.document == load_document("pop-quiz")


def test_everything_is_erased_only_after_a_second_thought(shelf: Shelf) -> None:
    shelf.put(load_document("pop-quiz"))
    app = settings("Erase everything")
    assert next(button for button in app.button if button.label == "Erase everything").disabled
    app.checkbox[0].check()
    click(run(app), "Erase everything")
    assert "Erased everything." in screen(app)
    assert shelf.document == {}
    assert not shelf.document.get("activities")


def test_whom_one_wants_to_reach_is_written_with_commas_and_stored_as_lists(shelf: Shelf) -> None:
    app = run(fill(settings(AUDIENCE), "Industries", " Hospitals , freight,, "))
    run(fill(app, "Expertise", "Pricing"))
    assert shelf.document["profile"]["target_audience"] == {
        "industries": ["Hospitals", "freight"],
        "expertise": ["Pricing"],
    }
    assert typed(app, "Industries") == "Hospitals, freight"
    run(fill(app, "Expertise", ""))
    assert shelf.document["profile"]["target_audience"]["expertise"] == []


def test_the_most_evenings_a_week_can_be_set_and_left_out_again(shelf: Shelf) -> None:
    app = run(fill(settings(LIMITS), "Evenings per week", "2.5"))
    assert shelf.document["profile"]["weekly_evenings_cap"] == 2.5
    run(fill(app, "Evenings per week", "8"))
    assert "The maximum is 7. The saved value is still 2.5." in screen(app)
    run(fill(app, "Evenings per week", " "))
    assert shelf.document["profile"]["weekly_evenings_cap"] is None
    assert "The saved value" not in screen(app)


def test_quarters_between_jobs_are_chosen_among_recent_and_stored_ones(shelf: Shelf) -> None:
    shelf.put(workspace(profile={"between_jobs": ["1999-Q1"]}))
    app = settings(LIMITS)
    (quarters,) = app.multiselect
    assert quarters.options[0] == "Q4 2026"
    assert quarters.options[-1] == "Q1 1999"
    quarters.set_value(["2026-Q3", "1999-Q1"])
    run(app)
    assert shelf.document["profile"]["between_jobs"] == ["1999-Q1", "2026-Q3"]


def test_a_place_says_for_whom_one_goes_there_and_which_role_one_holds(shelf: Shelf) -> None:
    app = fill(unfold(settings(VENUES), "Add a group, event or membership"), "Name", "Food bank")
    fill(app, "Your leadership role there (optional)", " Treasurer ")
    next(box for box in app.selectbox if box.label == "Who you want to reach there").set_value("peers")
    click(app, "Save", -1)
    (venue,) = shelf.document["venues"]
    assert (venue["audience"], venue["role"]) == ("peers", "Treasurer")
    app = unfold(app, "Food bank")
    next(box for box in app.selectbox if box.label == "Who you want to reach there").set_value("")
    click(fill(app, "Your leadership role there (optional)", ""), "Save")
    assert not {"audience", "role"} & shelf.document["venues"][0].keys()


def test_the_purpose_is_chosen_changed_and_cleared(shelf: Shelf) -> None:
    app = choose(settings("What you want from networking"), "What do you want from networking?", ["win_clients"])
    assert shelf.document["profile"] == {"purpose": "win_clients"}
    choose(app, "What do you want from networking?", ["belong"])
    assert shelf.document["profile"]["purpose"] == "belong"
    choose(app, "What do you want from networking?", [])
    assert shelf.document["profile"].get("purpose") is None


@pytest.mark.parametrize(
    ("label", "key", "usual", "text", "share", "refused"),
    [
        (
            "Share of hours for testing an approach, %",
            "learning_share",
            "10",
            "25",
            0.25,
            "The maximum is 100.",
        ),
        ("Growth of an approach per quarter, %", "ramp_share", "50", "100", 1.0, "The maximum is 10,000."),
    ],
)
def test_the_limits_of_a_plan_are_set_as_percentages(
    shelf: Shelf, label: str, key: str, usual: str, text: str, share: float, refused: str
) -> None:
    app = settings(LIMITS)
    assert typed(app, label) == usual
    run(fill(app, label, text))
    assert shelf.document["profile"] == {key: share}
    run(fill(app, label, "20,000"))
    assert refused in screen(app)
    assert shelf.document["profile"] == {key: share}


def test_sections_are_folded_and_an_address_opens_the_uploader_of_backups(shelf: Shelf) -> None:
    shelf.put(load_document("pop-quiz"))
    assert not opened("settings.py").get("file_uploader")
    assert [uploader.label for uploader in opened("settings.py", restore="1").file_uploader] == ["Restore a backup"]


def test_a_backup_is_read_once_and_one_that_is_too_large_not_at_all(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks = count_tasks(monkeypatch)
    app = upload(settings(BACKUP), export(load_document("sample"), "json"))
    for _ in range(3):
        app = run(app)
    assert tasks == ["restore"]
    assert "**Changes**" in screen(app)
    upload(app, b" " * (16 * 1024**2 + 1))
    assert "The file is larger than 16 MB, which is more than any workspace. Nothing was changed." in screen(app)
    assert tasks == ["restore"]


def test_a_backup_that_takes_too_much_is_refused_with_what_takes_less(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    count_tasks(monkeypatch, limits=worker.TaskLimits(1e-6, 1024**3))
    app = upload(settings(BACKUP), export(load_document("sample"), "xlsx"))
    assert [read(error.value) for error in app.error] == [
        "This took more time or memory than NetROI allows, so it was stopped. Restore a backup in JSON, which takes "
        "the least. Nothing was changed."
    ]


@pytest.mark.parametrize("is_large", [False, True])
def test_a_large_workspace_is_told_ahead_what_to_do_if_its_workbook_fails(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch, is_large: bool
) -> None:
    shelf.put(load_document("pop-quiz"))
    monkeypatch.setattr(backup, "WARN_BYTES", 100 if is_large else 1_000_000)
    app = settings(BACKUP)
    assert ("If it fails, choose JSON, or archive old years first." in screen(app)) == is_large
    assert "If it fails" not in screen(choose(app, "Format", "json"))


def test_everything_of_the_largest_workspace_fits_into_a_backup() -> None:
    steps = [{"date": "2026-01-01", "approach": "one_on_one"}] * 20
    outcome = {"date": "2026-01-02", "kind": "client", "status": "won", "touchpoints": steps}
    whole = {**document.empty(), "outcomes": [{"id": f"o{n}", **outcome} for n in range(5_000)]}
    assert 0.9 * LIMIT_BYTES < len(orjson.dumps(whole)) <= LIMIT_BYTES
    assert len(export(whole, "json")) <= backup.LARGEST_BACKUP


def test_a_backup_of_problems_without_end_is_refused_with_the_first(shelf: Shelf) -> None:
    contacts = b",".join([b"{}"] * 2_000_000)
    upload_raw = b'{"format":"netroi-workspace","version":1,"contacts":[' + contacts + b"]}"
    assert "The file has more than 250,000 entries, which is too many." in screen(upload(settings(BACKUP), upload_raw))


OLD_YEARS = "Archive old years"


def long_career() -> Json:
    """A workspace with something in 2021 and something now."""
    return workspace(
        activities=[
            {"date": "2021-03-01", "approach": "group_events", "hours": {"attending": 2}},
            {"date": "2026-07-01", "approach": "one_on_one", "hours": {"attending": 1}},
        ],
        outcomes=[
            {"date": "2021-04-01", "kind": "client", "status": "won", "value": {"likely": "500"}, "touchpoints": []}
        ],
    )


def test_old_years_are_moved_into_a_file_and_come_back_from_it(shelf: Shelf) -> None:
    before = long_career()
    shelf.put(before)
    app = settings(OLD_YEARS)
    assert "The archive gets 1 activity and 1 outcome." in screen(app)
    move = next(button for button in app.button if button.label == "Move these years out of my workspace")
    assert move.disabled
    app.checkbox[0].check()
    click(run(app), "Move these years out of my workspace")
    assert "Archived everything before Jan 1, 2024." in screen(app)
    assert [activity["date"] for activity in shelf.document["activities"]] == ["2026-07-01"]
    assert shelf.document["outcomes"] == []
    assert "Everything before Jan 1, 2024 is in your archive." in screen(settings(OLD_YEARS))

    app = upload(settings(BACKUP), orjson.dumps(archive.split(before, date(2024, 1, 1)).archive))
    assert "Changes" in screen(app)
    assert "your settings will change" not in screen(app)
    click(app, "Add these years back to my workspace")
    assert "Added the archived years back." in screen(app)
    assert shelf.document["activities"] == before["activities"]
    assert shelf.document["profile"] == {}


def test_an_archive_comes_back_only_once_all_later_ones_did(shelf: Shelf) -> None:
    first = archive.split(long_career(), date(2022, 1, 1))
    second = archive.split(first.rest, date(2024, 1, 1))
    shelf.put(second.rest)
    app = upload(settings(BACKUP), orjson.dumps(first.archive))
    assert "Restore your archive of everything before Jan 1, 2024 first, then this one." in screen(app)
    assert not any(button.key == "restore now" for button in app.button)
    assert shelf.document == second.rest


def test_moving_old_years_is_undone(shelf: Shelf) -> None:
    before = long_career()
    shelf.put(before)
    app = settings(OLD_YEARS)
    app.checkbox[0].check()
    click(click(run(app), "Move these years out of my workspace"), "Undo: archived everything before Jan 1, 2024")
    assert shelf.document == before


def test_the_archive_has_to_be_saved_again_once_the_workspace_changed(shelf: Shelf) -> None:
    shelf.put(long_career())
    app = settings(OLD_YEARS)
    app.checkbox[0].check()
    run(app)
    older = {**shelf.document["activities"][0], "id": "a9"}
    shelf.put({**shelf.document, "activities": [*shelf.document["activities"], older]})
    run(app)
    assert not app.checkbox[0].value


def test_a_career_of_three_years_has_nothing_to_archive(shelf: Shelf) -> None:
    shelf.put(load_document("sample"))
    assert "You have nothing older to archive." in screen(settings(OLD_YEARS))
