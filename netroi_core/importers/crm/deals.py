"""Deals and opportunities in a CRM: won, open and lost outcomes, with their value and probability."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from netroi_core.errors import NotImportable
from netroi_core.importers.proposal import Draft, RowCounter, SourceLine, identifier
from netroi_core.importers.reading.tables import (
    Columns,
    RecordTable,
    TableRow,
    Vocabulary,
    column_key,
    find_columns,
    find_record_table,
    words,
)
from netroi_core.importers.reading.times import parse_timestamp
from netroi_core.importers.reading.values import (
    detect_decimal_mark,
    find_currency,
    is_foreign,
    is_yes,
    one_line,
    parse_amount,
)
from netroi_core.workspace.edits import RecordDict
from netroi_core.workspace.fields import DecimalMark, Status, format_amount
from netroi_core.workspace.records import Outcome

_VOCABULARY: Final[Vocabulary] = {
    "id": words("recordid objectid dealid opportunityid id"),
    "title": words(
        "dealname opportunityname potentialname dealtitle title name geschaftsname dealtitel opportunityname titel "
        "nomdelatransaction nomdelopportunite titre nom nombredelnegocio nombredeltrato nombredelaoportunidad titulo "
        "nombre nomedonegocio nomedaoportunidade nomedeal nomeaffare nometrattativa nomeopportunita titolo nome "
        "dealnaam naam"
    ),
    "amount": words(
        "amount dealamount dealvalue dealsize "
        "value amountincompanycurrency acv betrag wert montant valeur importe valor monto "
        "importo valore bedrag waarde"
    ),
    "currency": words(
        "currency currencyofvalue currencycode currencyisocode dealcurrency dealcurrencycode amountcurrency wahrung "
        "devise moneda moeda valuta"
    ),
    "stage": words("dealstage stage stagename pipelinestage phase dealphase etape etapa fase stadium fasedeltrato"),
    "status": words("status dealstatus stato estado statut"),
    "is won": words("iswon isclosedwon won"),
    "is closed": words("isclosed closed isdealclosed"),
    "probability": words(
        "probability dealprobability dealstageprobability probabilitypct wahrscheinlichkeit probabilite probabilidad "
        "probabilidade probabilita kans waarschijnlijkheid"
    ),
    "won": words("wontime wonon gewonnenam"),
    "lost": words("losttime loston"),
    "close": words(
        "closedate closingdate dealclosedon closedtime expectedclosedate expectedclosingdate estimatedclosedate "
        "abschlussdatum schliessdatum datedecloture datedefermeture fechadecierre datadefechamento datadichiusura "
        "sluitingsdatum afsluitdatum"
    ),
    "created": words(
        "createdate createddate createdtime dealcreated creationdate createdat createdon created addtime "
        "erstellungsdatum erstelltam erstellt datedecreation fechadecreacion datadecriacao datadicreazione "
        "aanmaakdatum"
    ),
    "company": words(
        "associatedcompany associatedcompanyprimary primarycompany accountname organization organisation company "
        "account firma unternehmen entreprise empresa cuenta conta azienda bedrijf organizacion organizacao "
        "organizzazione"
    ),
    "owner": words(
        "dealowner opportunityowner owner ownername besitzer proprietaire propietario proprietario eigenaar"
    ),
    "source": words("leadsource source dealsource sourcechannel leadquelle"),
}
_WON: Final = ("closedwon", "won", "gewonnen", "gagne", "ganad", "ganho", "ganha", "vint", "abgeschlossenundgewonnen")
_LOST: Final = ("lost", "verloren", "perdu", "perdid", "perso", "persa", "abandoned", "disqualified")
_THOUSANDS: Final = re.compile(r"\D{0,5}\d{1,3}(?:\.\d{3})+\D{0,5}", re.ASCII)
# Sources that have nothing to do with people one knows.
_ADVERTISED: Final = ("advert", "coldcall", "paid", "purchasedlist", "googleads", "werbung", "kaltakquise", "publicit")
_NOTE: Final = (
    "Deals count in full as revenue. Leave out those that networking didn’t lead to, and set your margin for the rest."
)


def find_deals(text: str) -> RecordTable | None:
    """Return the table of deals in a text, None if there is none."""
    return find_record_table(text, _deal_columns)


def draft_deals(draft: Draft, table: RecordTable, file: str, home: ZoneInfo | None) -> None:
    """Draft an outcome for each deal; a later file of the same deals brings them up to date."""
    rows = draft.records(table, file)
    reader = _DealReader(draft, table, home)
    for row in rows:
        source_line = SourceLine(row.line, file)
        if any(word in column_key(table.cell(row, "source")) for word in _ADVERTISED):
            source = one_line(table.cell(row, "source"), 40)
            draft.skip(source_line, f"It didn’t come from networking: its source is {source}.")
            continue
        with draft.rejecting(source_line):
            outcome, label = reader.outcome(row)
            draft.refresh(Outcome, outcome, source_line, label)
            draft.note(_NOTE)
    _note_owners(draft, table)


def _deal_columns(header: Sequence[str]) -> Columns | None:
    columns = find_columns(header, _VOCABULARY)
    is_deal = (
        {"title", "amount"} <= columns.keys()
        and columns.keys() & {"stage", "status", "is won"}
        and columns.keys() & {"close", "won", "probability"}
    )
    return columns if is_deal else None


class _DealReader:
    """Turns rows into outcomes, by the notation that their columns share."""

    def __init__(self, draft: Draft, table: RecordTable, home: ZoneInfo | None) -> None:
        self._draft, self._table, self._home, self._currency = draft, table, home, draft.stored.profile.currency
        self._mark: DecimalMark | None = _decimal_mark(table)
        self._percent = _is_in_percent(table.columns.get("probability", ""), self._cells("probability"))
        self._order = table.day_order(("created", "close", "won", "lost"), draft.stored.profile.locale)
        self._counter = RowCounter()

    def outcome(self, row: TableRow) -> tuple[RecordDict, str]:
        """Return the outcome in a row, and its label; raise ValueError if the row can't be read."""
        name, company = (one_line(self._table.cell(row, field), 140) for field in ("title", "company"))
        title = name if not company or company.lower() in name.lower() else f"{name} ({company})".removeprefix(" ")
        status = self._status(row)
        created = self._table.cell(row, "created")
        key = (self._table.cell(row, "id") or title, created)
        outcome: RecordDict = {
            "id": identifier("crm", "deal", *key, self._counter.count(key)),
            "date": self._day(row, status),
            "kind": "revenue",
            "title": title or "Deal",
            "status": status,
        }
        probability = self._probability(row) if status == "open" else None
        # A deal that was won or lost since has none anymore.
        if probability is not None or self._draft.find(Outcome, outcome["id"]):
            outcome["probability"] = probability
        label = f"{outcome['title']}: {status}"
        if (amount := self._amount(row)) is not None:
            outcome["value"] = {"likely": format_amount(amount)}
            label = f"{label}, {format_amount(amount)}"
        return outcome, label

    def _cells(self, field: str) -> list[str]:
        return [cell for row in self._table.table.rows if (cell := self._table.cell(row, field))]

    def _status(self, row: TableRow) -> Status:
        won, closed = (self._table.cell(row, field) for field in ("is won", "is closed"))
        if is_yes(won) or column_key(won) == "won":
            return "won"
        for field in ("status", "stage"):
            if (status := _named_status(self._table.cell(row, field))) is not None:
                return status
        return "lost" if is_yes(closed) and "is won" in self._table.columns else "open"

    def _day(self, row: TableRow, status: Status) -> str:
        """Return the day of winning or losing it; of an open deal the day it was recorded."""
        fields = ("created", "close") if status == "open" else (status, "close", "created")
        for field in fields:
            if cell := self._table.cell(row, field):
                return parse_timestamp(cell, self._order, self._home)[0].isoformat()
        raise ValueError("It has no date. Enter its close date in your CRM, or log it by hand.")

    def _amount(self, row: TableRow) -> Decimal | None:
        cell = self._table.cell(row, "amount")
        if not cell:
            return None
        currency = find_currency(self._table.cell(row, "currency")) or find_currency(cell)
        currency = currency or find_currency(self._table.columns["amount"])
        if currency and is_foreign(currency, self._currency):
            raise ValueError(f"It is in {currency}, and your workspace uses {self._currency}. Log it by hand.")
        return parse_amount(cell, self._mark)

    def _probability(self, row: TableRow) -> float | None:
        cell = self._table.cell(row, "probability").replace("%", "").strip()
        if not cell:
            return None
        probability = float(parse_amount(cell)) / (100 if self._percent else 1)
        if not 0 <= probability <= 1:
            raise ValueError(f"“{one_line(cell, 40)}” isn’t a probability. Write it from 0 to 100.")
        return round(probability, 4)


def _named_status(cell: str) -> Status | None:
    """Return the status that the words of a cell name; None if they name none."""
    key = column_key(cell)
    if any(word in key for word in _LOST):
        return "lost"
    return "won" if any(word in key for word in _WON) else None


def _decimal_mark(table: RecordTable) -> DecimalMark | None:
    cells = [table.cell(row, "amount") for row in table.table.rows]
    try:
        # Money never has three decimals: 1.250 is a thousand.
        return detect_decimal_mark(cells) or ("," if any(map(_THOUSANDS.fullmatch, cells)) else None)
    except ValueError as error:
        raise NotImportable(f"The column {one_line(table.columns['amount'], 40)} {error}") from None


def _is_in_percent(column: str, cells: Iterable[str]) -> bool:
    return "%" in column or any("%" in cell or _is_above_one(cell) for cell in cells)


def _is_above_one(cell: str) -> bool:
    try:
        return parse_amount(cell) > 1
    except ValueError:
        return False


def _note_owners(draft: Draft, table: RecordTable) -> None:
    owners = {table.cell(row, "owner") for row in table.table.rows} - {""}
    if len(owners) > 1:
        draft.note(f"The deals belong to {len(owners):,} people. Export only your own, or leave out the others.")
