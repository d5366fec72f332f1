"""Search: contacts by any of their words and by their attributes."""

from typing import Any

import pytest

from netroi_core.workspace.search import ContactFilter, matching_contacts, normalize_text
from netroi_core.workspace.workspace import Workspace
from tests.careers import make_document

CONTACTS = Workspace(make_document(
    contacts=[
        {"name": "Zoë Ålund", "organisation": "Club", "expertise": ["Tax law"], "closeness": 1, "relevance": 5,
         "met": {"date": "2026-01-01", "approach": "one_on_one"}},
        {"name": "ann Lee", "role": "Buyer", "notes": "Met at the club", "status": "dormant", "relevance": 2},
        {"name": "Bo", "industry": "Taxis", "status": "pruned", "met": {"date": "2026-01-01"}},
    ]
)).contacts  # fmt: skip


def names_matching(**attributes: Any) -> list[str]:
    return [contact.name for contact in matching_contacts(CONTACTS, ContactFilter(**attributes))]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("", ["ann Lee", "Zoë Ålund"]),
        ("zoe alund", ["Zoë Ålund"]),
        ("TAX", ["Zoë Ålund"]),
        ("club", ["ann Lee", "Zoë Ålund"]),
        ("club buyer", ["ann Lee"]),
        ("club nobody", []),
    ],
)
def test_every_word_must_be_found_whatever_its_case_and_accents(words: str, names: list[str]) -> None:
    assert names_matching(words=words) == names


@pytest.mark.parametrize(
    ("attributes", "names"),
    [
        ({"statuses": ("pruned",)}, ["Bo"]),
        ({"statuses": ("pruned", "dormant")}, ["ann Lee", "Bo"]),
        ({"approaches": ("one_on_one",)}, ["Zoë Ålund"]),
        ({"approaches": ("social_media",)}, []),
        ({"closeness": (1, 2)}, ["Zoë Ålund"]),
        ({"relevance": (2, 5)}, ["ann Lee", "Zoë Ålund"]),
        ({"relevance": (2, 5), "closeness": (1,)}, ["Zoë Ålund"]),
        ({"words": "tax", "statuses": ("pruned",)}, ["Bo"]),
    ],
)
def test_contacts_are_filtered_by_attribute_and_pruned_ones_left_out_by_default(
    attributes: dict[str, Any], names: list[str]
) -> None:
    assert names_matching(**attributes) == names


@pytest.mark.parametrize(("text", "normalized"), [("Ann  Lee", "annlee"), ("ÉCLAIR\u00a0ß", "eclairss"), (" ", "")])
def test_texts_are_compared_without_case_spaces_and_accents(text: str, normalized: str) -> None:
    assert normalize_text(text) == normalized
