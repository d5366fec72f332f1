"""Canary amounts: workspaces full of them, and every format in which they may be written."""

import io
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from itertools import product
from typing import Any

import orjson
from pypdf import PdfReader
from pypdf.generic import StreamObject

from netroi_core.ledger import measures
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import MEASURES, Options
from netroi_core.report.content import Report
from netroi_core.report.without_amounts import recorded_amounts
from netroi_core.trends.restatement import VIEWS
from netroi_core.wording.wording import Words
from netroi_core.workspace.workspace import Workspace
from tests.careers import make_document, won_outcome
from tests.report.reports import objects, pdf_text, texts

Json = dict[str, Any]

SPACES = str.maketrans(dict.fromkeys("\u00a0\u202f\u2009’", " "))
_AMOUNT_KEYS = {"base", "pay_at_risk", "benefits", "hourly_rate", "amount", "reimbursed", "low", "likely", "high"}
_MONEY = [measure.key for measure in MEASURES if measure.unit == "money"]


def career_with_amounts(locale: str = "en_US", currency: str = "USD") -> Json:
    """Return a workspace with an amount wherever one can be, each of digits that nothing else has."""
    days = ("2025-11-03", "2026-02-04", "2026-05-05", "2026-08-06")
    costs = (("2413.71", "one_on_one"), ("3927.83", "group_events"), ("1876.29", "social_media"))
    return make_document(
        profile={
            "locale": locale, "currency": currency,
            "compensation": [
                {"from": "2025-Q4", "base": "173951.37", "pay_at_risk": "21863.59", "benefits": "31749.83"},
                {"from": "2026-Q2", "hourly_rate": "187.43"},
            ],
        },
        venues=[{"name": "Club", "approach": "social_media", "dues": {"amount": "1297.61", "per": "quarter"}}],
        activities=[
            {"date": day, "approach": approach, "hours": {"attending": 13.25, "travelling": 5.5}, "new_contacts": 3,
             "meaningful": 2, "costs": [{"category": "travel", "amount": amount, "reimbursed": "613.87"}]}
            for day in days for amount, approach in costs
        ],
        outcomes=[
            {
                **won_outcome("0", "one_on_one", days[1]),
                "value": {"low": "27381.19", "likely": "38417.53", "high": "61973.47"},
            },
            won_outcome("51739.61", "one_on_one", days[2]),
            {**won_outcome("47183.29", "group_events", days[3]), "status": "open", "probability": 0.37},
            won_outcome("16927.31", None, days[3]),
            won_outcome("29381.77", "social_media", days[0]),
            won_outcome("8641.93", "group_events"),
        ],
        contacts=[
            {"name": "Ann 38417.53", "industry": "Clubs of 51739.61", "met": {"date": days[0]}, "closeness": 5,
             "relevance": 5},
            {"name": "Bo", "industry": "Law", "met": {"date": days[0]}, "closeness": 1, "relevance": 1},
        ],
        goals=[
            {"metric": metric, "target": target, "quarter": "2026-Q4"}
            for metric, target in (("expected_value", 93817.0), ("hours", 47.0), ("roi_percent", 60.0),
                                   ("cost_per_new_contact", 7193.0), ("turnover", 83517.0), ("activities", 9.0))
        ],
        stories=[
            {"date": days[3], "text": text, "contact": contact, "approved": True}
            for text, contact in (("It brought 51,739.61 in all.", "c2"), ("A contract of $ 300.", None),
                                  ("She called me.", "c1"), ("We built it in nine weeks.", "c2"))
        ],
    )  # fmt: skip


def amounts(raw: Json) -> set[Decimal]:
    """Return every recorded amount, and all money computed from them: by approach, by quarter, in total."""
    workspace = Workspace(raw)
    ledger = Ledger(workspace)
    figures: list[float] = []
    for window, view in product((ledger.quarters, *((quarter,) for quarter in ledger.quarters)), VIEWS):
        computed = measures.figures(measures.cells(ledger, window, Options(view=view)))
        rows = [*computed.approaches.values(), computed.total]
        figures += [value for row in rows for key in _MONEY if (value := row.value(key))]
    return {abs(amount) for amount in (*recorded_amounts(workspace), *map(Decimal, map(repr, figures))) if amount}


def written_forms(amount: Decimal, words: Words) -> set[str]:
    """Return an amount in all formats in which somebody may write it, in this or another language."""
    bare = {words.number(amount), words.number(amount, 0), words.number(amount, 1), f"{amount:.2f}", f"{amount:.0f}"}
    for reader in (Words("en_US"), Words("de_DE"), Words("fr_FR"), Words("de_CH")):
        bare |= {reader.number(amount), reader.number(amount, 0), reader.editable_amount(round(amount, 2))}
    compact = words.compact_money(float(amount)) if amount >= 1000 else words.exact_money(amount)
    return {form.translate(SPACES) for form in (*bare, compact, words.money(amount), words.exact_money(amount))}


def distinctive_forms(raw: Json) -> set[str]:
    """Return the formats of all amounts but those that chance may write: years, numbers of quarters, three digits."""
    return _distinctive_forms(orjson.dumps(raw))


@lru_cache(32)
def _distinctive_forms(document: bytes) -> set[str]:
    raw = orjson.loads(document)
    words = Words.of(Workspace(raw).profile)
    forms = {form for amount in amounts(raw) for form in written_forms(amount, words)}
    by_chance = re.compile(r"20\d\d|8[01]\d\d|\D*(\d\D*){0,3}")
    return {form for form in forms if not re.fullmatch(r"[\d.,' ]+", form) or not by_chance.fullmatch(form)}


def forms_in(text: str, forms: set[str]) -> set[str]:
    """Return the forms that a text contains, not as a part of longer numbers."""
    plain = text.translate(SPACES)
    return {
        form for form in forms
        if form in plain and re.search(rf"(?<![\d.,]){re.escape(form)}(?![\d]|[.,]\d)", plain)
    }  # fmt: skip


def raw_texts(pdf: bytes) -> str:
    """Return all that a PDF contains: its text, its descriptions, and every uncompressed stream."""
    reader = PdfReader(io.BytesIO(pdf))
    streams = [part.get_data() for part in objects(pdf) if isinstance(part, StreamObject) and "/Length1" not in part]
    descriptions = [str(value) for part in objects(pdf) for value in part.values() if isinstance(value, str)]
    return "\n".join(
        [pdf_text(pdf), str(reader.metadata), *descriptions, *(stream.decode("latin-1") for stream in streams)]
    )


def data(report: Report) -> Iterator[str]:
    """Yield all texts of a report and all data of its charts."""
    yield from texts(report)
    for part in report.sections:
        for chart in part.charts:
            yield from (
                chart.alt,
                orjson.dumps({**chart.spec, "$schema": ""}).decode().replace("$schema", ""),
                str(chart.figures),
                str(chart.table),
            )
            yield str(chart.rows.to_dicts())


def shifted(raw: Any, by: Decimal) -> Any:
    """Return a document with all amounts larger by so much, so that their digits are unlike those of anything else."""
    return changed(raw, lambda amount: amount + by)


def changed(value: Any, change: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: changed(value, change, name) for name, value in value.items()}
    if isinstance(value, list):
        return [changed(value, change, key) for value in value]
    is_amount = key in _AMOUNT_KEYS
    return format(change(Decimal(value)), "f") if is_amount and isinstance(value, str) else value
