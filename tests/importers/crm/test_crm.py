"""CRMs: contacts, meetings, calls and deals are told apart, read together, and never half."""

import csv
import io
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.importers.batch import ImportFile, ImportSettings, read_files
from netroi_core.importers.kinds import recognize_kind
from netroi_core.importers.matching.contact_matching import email_key
from tests.importers.crm.crm_files import CONTACTS, DEALS, EXAMPLES, MEETINGS, MONICA
from tests.importers.import_files import keeps_to_the_rules, lines, read_as, records, sentence, workspace


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_file_of_a_crm_is_recognized_and_keeps_to_the_rules(name: str) -> None:
    assert recognize_kind(EXAMPLES[name]) == "crm"
    assert keeps_to_the_rules("crm", EXAMPLES[name], "x.csv", workspace())


def test_contacts_and_meetings_meet_whatever_the_order_of_the_files() -> None:
    files = [ImportFile("m.csv", MEETINGS["HubSpot"], "crm"), ImportFile("c.csv", CONTACTS, "crm")]
    for order in (files, files[::-1]):
        proposal = read_files(order, workspace(), ImportSettings()).proposal
        (person,), (activity,) = records(proposal, "contacts"), records(proposal, "activities")
        assert activity["people"] == [person["id"]]


def test_any_table_of_people_is_read_as_one_of_a_crm_and_the_other_way_round() -> None:
    plain = lines("Name,Email", "Ann Lee,a@example.org")
    assert records(read_as("crm", plain, "x", workspace()), "contacts")
    assert records(read_as("contacts", CONTACTS, "x", workspace()), "contacts")


def test_a_file_of_no_crm_is_refused_in_one_sentence() -> None:
    assert "contacts, meetings, calls or deals" in sentence(lambda: read_as("crm", b"a,b\n1,2", "x", workspace()))


def test_monicas_contacts_come_with_their_activities_and_calls() -> None:
    proposal = read_as("crm", MONICA, "monica.json", workspace())
    (robin,) = records(proposal, "contacts")
    assert {key: robin[key] for key in ("name", "organisation", "role", "keys")} == {
        "name": "Robin Sample", "organisation": "Sample Ltd", "role": "Buyer", "keys": [email_key("robin@example.org")],
    }  # fmt: skip
    call, coffee = sorted(records(proposal, "activities"), key=lambda row: "Coffee" in row["title"])
    assert (coffee["date"], coffee["title"], coffee["people"]) == ("2026-03-05", "Coffee with Robin", [robin["id"]])
    assert (call["date"], call["channel"], call["people"]) == ("2026-03-06", "phone", [robin["id"]])
    assert [line.reason for line in proposal.skipped] == [
        "It is only a relative of a contact.", "The person has died.",
    ]  # fmt: skip
    assert "Secret" not in str(proposal)


@pytest.mark.parametrize(
    "raw",
    [
        b'{"account": {"data": 1}, "type": 1}',
        b'{"account": [], "type": 1}',
        b'{"type": 1, "account": {"data": ' + b"[" * 100_000,
        b'{"account": {}, "type": "x"}',
        b'{"account": "type", "type": ',
    ],
)
def test_a_broken_or_hostile_export_of_monica_is_refused(raw: bytes) -> None:
    assert "Monica" in sentence(lambda: read_as("crm", raw, "x", workspace()))


def test_an_odd_shape_inside_an_export_of_monica_is_skipped() -> None:
    raw = (
        b'{"account":{"data":[1,{"type":"contact","values":[1,null,{"properties":[]},{"properties":{"first_name":7}},'
        b'{"properties":{"first_name":"Ann"},"data":{"a":1}}]},{"type":"activity","values":[3,{"properties":null}]}]}}'
    )
    proposal = read_as("crm", raw, "x", workspace())
    assert [row["name"] for row in records(proposal, "contacts")] == ["Ann"]
    assert (len(proposal.skipped), len(proposal.rejected)) == (4, 2)


def test_repeated_ids_in_an_export_of_monica_do_not_multiply_its_people() -> None:
    contact = {"properties": {"first_name": "Ann"}, "data": [{"type": "activity", "values": ["u"] * 30}]}
    activities = [
        {"uuid": "u", "properties": {"summary": "Coffee", "happened_at": f"2026-03-{day:02}"}} for day in range(1, 31)
    ]
    lists = [{"type": "contact", "values": [contact]}, {"type": "activity", "values": activities}]
    proposal = read_as("crm", orjson.dumps({"account": {"data": lists}}), "x", workspace())
    (ann,) = records(proposal, "contacts")
    people = [person for row in records(proposal, "activities") for person in row.get("people", ())]
    assert people == [ann["id"]]


@given(st.sampled_from(sorted(EXAMPLES)), st.data())
def test_a_file_with_one_thing_broken_keeps_to_the_rules(name: str, data: Any) -> None:
    raw = EXAMPLES[name]
    start = data.draw(st.integers(0, len(raw)))
    end = data.draw(st.integers(start, min(len(raw), start + 30)))
    junk = data.draw(st.sampled_from((b"", b"\0", b'"', b"\n", b",", b";", b"9" * 50, b"\xff", "\u202e".encode())))
    assert keeps_to_the_rules("crm", raw[:start] + junk + raw[end:], "x", workspace())


SHUFFLED = {name: raw for name, raw in EXAMPLES.items() if name != "Monica" and ";" not in raw.decode()}


@given(st.sampled_from(sorted(SHUFFLED)), st.data())
def test_columns_may_come_in_any_order_with_any_separator(name: str, data: Any) -> None:
    table = [*csv.reader(SHUFFLED[name].decode().splitlines())]
    order = data.draw(st.permutations(range(len(table[0]))))
    text = io.StringIO()
    writer = csv.writer(text, delimiter=data.draw(st.sampled_from(",;\t|")))
    writer.writerows([row[index] for index in order] for row in table)
    shuffled = read_as("crm", text.getvalue().encode(), "x", workspace())
    assert recognize_kind(text.getvalue().encode()) == "crm"
    assert [item.record for item in shuffled.items] == [
        item.record for item in read_as("crm", SHUFFLED[name], "x", workspace()).items
    ]


@given(st.binary(max_size=300))
def test_any_bytes_keep_to_the_rules(raw: bytes) -> None:
    assert keeps_to_the_rules("crm", raw, "x", workspace())


def test_numbers_of_records_and_seconds_are_never_money() -> None:
    for name, raw in EXAMPLES.items():
        for row in records(read_as("crm", raw, "x", workspace()), "activities"):
            assert not row.get("costs"), name
    for raw in DEALS.values():
        values = [row["value"]["likely"] for row in records(read_as("crm", raw, "x", workspace()), "outcomes")]
        assert [float(value) for value in values] == [1250, 5000, 700]
