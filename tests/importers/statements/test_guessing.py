"""Guessing: the spending of a statement in a layout made by chance is right, or the file is refused; never wrong."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate
from typing import Any, Final

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from netroi_core.errors import NotImportable
from netroi_core.importers.statements.expenses import parse_statement
from netroi_core.importers.statements.lines import NO_LINE, PENDING
from netroi_core.importers.statements.statement_files import looks_like_statement
from tests.importers.import_files import lines, sentence, workspace

# By language: the names of columns, the marks of directions, and a month that isn't in English.
NAMES: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "en": {
        "date": ("Date", "Transaction Date", "Posting Date"), "value": ("Value Date",),
        "text": ("Description", "Payee", "Details"), "amount": ("Amount", "Transaction Amount"),
        "debit": ("Debit", "Paid out", "Withdrawals"), "credit": ("Credit", "Paid in", "Deposits"),
        "balance": ("Balance", "Running Balance"), "direction": ("Type", "Debit/Credit"), "marks": ("Debit", "Credit"),
        "id": ("Reference Number", "Transaction ID"), "currency": ("Currency",), "state": ("Status",),
        "states": ("Completed", "Pending"),
    },
    "de": {
        "date": ("Datum", "Buchungstag", "Buchungsdatum"), "value": ("Valuta", "Wertstellung"),
        "text": ("Buchungstext", "Verwendungszweck", "Empfänger"), "amount": ("Betrag", "Umsatz"),
        "debit": ("Soll", "Belastung", "Lastschrift"), "credit": ("Haben", "Gutschrift", "Gutschrift"),
        "balance": ("Saldo", "Kontostand"), "direction": ("S/H", "Art"), "marks": ("S", "H"),
        "id": ("Referenznummer",), "currency": ("Währung", "Waehrung"), "state": ("Status",),
        "states": ("Gebucht", "Vorgemerkt"),
    },
    "fr": {
        "date": ("Date", "Date opération", "Date de comptabilisation"), "value": ("Date valeur", "Date de valeur"),
        "text": ("Libellé", "Libellé de l'opération"), "amount": ("Montant",), "debit": ("Débit", "Débit euros"),
        "credit": ("Crédit", "Crédit euros"), "balance": ("Solde",), "direction": ("Sens",), "marks": ("D", "C"),
        "id": ("Référence",), "currency": ("Devise",), "state": ("Statut",), "states": ("Comptabilisé", "En attente"),
    },
    "es": {
        "date": ("Fecha", "Fecha operación", "F. Operación"), "value": ("F.Valor", "Fecha valor"),
        "text": ("Concepto", "Descripción"), "amount": ("Importe", "Monto"), "debit": ("Cargo", "Debe", "Débito"),
        "credit": ("Abono", "Haber", "Crédito"), "balance": ("Saldo", "Disponible"), "direction": ("D/H", "Tipo"),
        "marks": ("Cargo", "Abono"), "id": ("Referencia",), "currency": ("Divisa", "Moneda"), "state": ("Estado",),
        "states": ("Realizado", "Pendiente"),
    },
    "pt": {
        "date": ("Data", "Data mov.", "Data lançamento"), "value": ("Data valor",), "text": ("Descrição", "Histórico"),
        "amount": ("Valor", "Montante", "Importância"), "debit": ("Débito", "Saída"), "credit": ("Crédito", "Entrada"),
        "balance": ("Saldo", "Saldo disponível"), "direction": ("D/C",), "marks": ("D", "C"), "id": ("Ref.",),
        "currency": ("Moeda",), "state": ("Situação", "Estado"), "states": ("Concluído", "Pendente"),
    },
    "it": {
        "date": ("Data", "Data contabile", "Data operazione"), "value": ("Data valuta", "Valuta"),
        "text": ("Descrizione", "Causale"), "amount": ("Importo",), "debit": ("Dare", "Uscite", "Addebiti"),
        "credit": ("Avere", "Entrate", "Accrediti"), "balance": ("Saldo",), "direction": ("Segno",),
        "marks": ("-", "+"), "id": ("Numero",), "currency": ("Divisa", "Valuta conto"), "state": ("Stato",),
        "states": ("Contabilizzato", "Non contabilizzato"),
    },
    "nl": {
        "date": ("Datum", "Boekdatum", "Transactiedatum"), "value": ("Rentedatum", "Valutadatum"),
        "text": ("Omschrijving", "Naam / Omschrijving", "Naam tegenpartij"), "amount": ("Bedrag", "Bedrag (EUR)"),
        "debit": ("Af", "Debet"), "credit": ("Bij", "Credit"), "balance": ("Saldo", "Saldo na trn"),
        "direction": ("Af Bij",), "marks": ("Af", "Bij"), "id": ("Volgnr",), "currency": ("Munt", "Muntsoort"),
        "state": ("Status",), "states": ("Geboekt", "In behandeling"),
    },
    "nb": {
        "date": ("Dato", "Bokføringsdato", "Transaksjonsdato"), "value": ("Rentedato", "Valutadato"),
        "text": ("Forklaring", "Beskrivelse", "Mottaker"), "amount": ("Beløp",),
        "debit": ("Ut fra konto", "Ut", "Utbetaling"), "credit": ("Inn på konto", "Inn", "Innbetaling"),
        "balance": ("Saldo",), "direction": ("Inn/Ut",), "marks": ("Ut", "Inn"), "id": ("Arkivreferanse",),
        "currency": ("Valuta",), "state": ("Status",), "states": ("Bokført", "Reservert"),
    },
    "da": {
        "date": ("Dato", "Bogføringsdato", "Købsdato"), "value": ("Valørdato", "Rentedato"),
        "text": ("Tekst", "Beskrivelse", "Modtager"), "amount": ("Beløb",), "debit": ("Ud", "Hævet", "Udbetaling"),
        "credit": ("Ind", "Indsat", "Indbetaling"), "balance": ("Saldo",), "direction": ("Ind/Ud",),
        "marks": ("Ud", "Ind"), "id": ("Referencenummer",), "currency": ("Valuta",), "state": ("Status",),
        "states": ("Udført", "Venter"),
    },
    "sv": {
        "date": ("Bokföringsdag", "Transaktionsdatum", "Datum"), "value": ("Valutadag", "Valutadatum"),
        "text": ("Beskrivning", "Mottagare", "Rubrik"), "amount": ("Belopp",), "debit": ("Uttag", "Utbetalning", "Ut"),
        "credit": ("Insättning", "Inbetalning", "Inn"), "balance": ("Saldo", "Bokfört saldo"),
        "direction": ("Typ",), "marks": ("Uttag", "Insättning"), "id": ("Verifikationsnummer",),
        "currency": ("Valuta",), "state": ("Status",), "states": ("Bokförd", "Reserverad"),
    },
    "pl": {
        "date": ("Data operacji", "Data transakcji", "Data księgowania"), "value": ("Data waluty",),
        "text": ("Opis operacji", "Odbiorca", "Opis transakcji"), "amount": ("Kwota", "Kwota transakcji"),
        "debit": ("Obciążenia", "Wydatki", "Wypłaty"), "credit": ("Uznania", "Wpływy", "Wpłaty"),
        "balance": ("Saldo", "Saldo po transakcji"), "direction": ("Rodzaj",), "marks": ("Obciążenie", "Uznanie"),
        "id": ("Nr transakcji",), "currency": ("Waluta",), "state": ("Status",),
        "states": ("Zrealizowana", "Oczekująca"),
    },
}  # fmt: skip
WORDS: Final = (
    "Cafe Muster", "Qwertz 12", "Chamber", "Bistro", "Asdf GmbH", "Shop 7", "Hotel Ibis", "Amazon 123", "REWE",
    "Carte 12", "Zxcv Ltd", "Kaffee", "Total Energies", "Stand 5", "Uber", "Spotify",
)  # fmt: skip
INCOME: Final = ("Salary", "Gehalt", "Work Ltd", "Refund", "Nomina", "Yuiop", "Payment received", "Virement recu")
DATES: Final = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%y", "%Y%m%d", "%d %b %Y", "%d-%m-%Y")
SIGNS: Final = ("minus", "plus", "pair", "signed pair", "direction", "signed direction", "suffix", "trailing minus",
                "parentheses", "balance")  # fmt: skip


@dataclass(frozen=True)
class Style:
    """The layout of a made-up statement."""

    language: str
    sign: str
    date_format: str
    mark: str
    separator: str
    thousands: str
    has_header: bool
    has_preamble: bool
    has_total: bool
    extras: frozenset[str]
    is_newest_first: bool
    name: int
    seed: int


styles = st.builds(
    Style,
    st.sampled_from(list(NAMES)),
    st.sampled_from(SIGNS),
    st.sampled_from(DATES),
    st.sampled_from((".", ",")),
    st.sampled_from((";", "\t", ",", "|")),
    st.sampled_from(("", "'", " ", "mark")),
    st.booleans() | st.just(True),
    st.booleans(),
    st.booleans(),
    st.frozensets(st.sampled_from(("balance", "value", "id", "currency", "state", "seconds", "second text", "fee"))),
    st.booleans(),
    st.integers(0, 2),
    st.integers(0, 2**32),
)
entries = st.lists(
    st.tuples(
        st.integers(0, 60),
        st.decimals("0.01", "9999.99", places=2).filter(bool),
        st.booleans() | st.just(True),
        st.integers(0, 7),
    ),
    min_size=1,
    max_size=9,
)


def statement(style: Style, rows: Sequence[tuple[int, Decimal, bool, int]]) -> tuple[bytes, Decimal]:
    """Return a statement in a style, and the sum that is spent in it; each row: day, amount, is it spent, words."""
    rows = sorted(rows, key=lambda row: row[0], reverse=style.is_newest_first)
    flows = [-amount if is_spent else amount for _, amount, is_spent, _ in rows]
    ordered = flows[::-1] if style.is_newest_first else flows
    balances = list(accumulate(ordered, initial=Decimal(5000)))[1:]
    balances = balances[::-1] if style.is_newest_first else balances
    table = [
        cells(style, row, balance, position) for position, (row, balance) in enumerate(zip(rows, balances, strict=True))
    ]
    names = sorted(table[0], key=lambda name: hash_of(style.seed, name))
    text = io.StringIO()
    writer = csv.writer(text, delimiter=style.separator, lineterminator="\n")
    if style.has_preamble:
        writer.writerows([["Konto", "DE00"], [], ["Export 7", "x"]])
    if style.has_header:
        writer.writerow([column_name(style, name) for name in names])
    writer.writerows([[row[name] for name in names] for row in table])
    if style.has_total and style.has_header:
        total = sum((amount for _, amount, *_ in rows), Decimal(0))
        writer.writerow(
            ["Total" if name == "text" else number(style, total) if name == "amount" else "" for name in names]
        )
    return text.getvalue().encode(), sum((amount for _, amount, is_spent, _ in rows if is_spent), Decimal(0))


def hash_of(seed: int, name: str) -> int:
    return (seed * 2654435761 + sum(ord(c) * 31**i for i, c in enumerate(name))) % 2**31


def column_name(style: Style, key: str) -> str:
    fixed = {"seconds": "Duration (seconds)", "second text": "Memo", "fee": "Fee"}
    names = NAMES[style.language].get(key) or (fixed[key],)
    return names[style.name % len(names)]


def number(style: Style, amount: Decimal) -> str:
    mark = style.mark if style.separator != "," or style.mark == "." else "."
    thousands = {"mark": "," if mark == "." else "."}.get(style.thousands, style.thousands)
    return f"{amount:,.2f}".replace(",", "_").replace(".", mark).replace("_", thousands)


def cells(style: Style, row: tuple[int, Decimal, bool, int], balance: Decimal, position: int) -> dict[str, str]:
    days, amount, is_spent, words = row
    names = NAMES[style.language]
    day = date(2026, 1, 8) + timedelta(days)
    row_cells = {
        "date": day.strftime(style.date_format),
        "text": (WORDS if is_spent else INCOME)[words % (len(WORDS) if is_spent else len(INCOME))],
    }
    extras = {
        "balance": number(style, balance),
        "value": (day + timedelta(1)).strftime(style.date_format),
        "id": str(480000 + position * 7),
        "currency": "EUR",
        "state": names["states"][0],
        "seconds": "3600",
        "second text": "Ref 12",
        "fee": number(style, Decimal(0)),
    }
    wanted = style.extras | ({"balance"} if style.sign == "balance" else set())
    row_cells |= {key: cell for key, cell in extras.items() if key in wanted}
    return row_cells | amount_cells(style, amount, is_spent)


def amount_cells(style: Style, amount: Decimal, is_spent: bool) -> dict[str, str]:
    text, marks = number(style, amount), NAMES[style.language]["marks"]
    minus = number(style, -amount if is_spent else amount)
    match style.sign:
        case "pair":
            return {"debit": text if is_spent else "", "credit": "" if is_spent else text}
        case "signed pair":
            return {"debit": minus if is_spent else "", "credit": "" if is_spent else text}
        case "direction":
            return {"amount": text, "direction": marks[0] if is_spent else marks[1]}
        case "signed direction":
            return {"amount": minus, "direction": marks[0] if is_spent else marks[1]}
    signed = {
        "minus": minus,
        "plus": number(style, amount if is_spent else -amount),
        "suffix": text if is_spent else f"{text} CR",
        "trailing minus": f"{text}-" if is_spent else text,
        "parentheses": f"({text})" if is_spent else text,
        "balance": text,
    }
    return {"amount": signed[style.sign]}


def spent(raw: bytes) -> Decimal | None:
    """Return the sum of the spending, None if the file is refused or a line rejected."""
    try:
        charges, left_out = parse_statement(raw, workspace(profile={"currency": "EUR"}))
    except NotImportable:
        return None
    if any("Log it by hand" in line.reason or "isn’t a" in line.reason for line in left_out):
        return None
    return sum((charge.amount for charge in charges), Decimal(0))


@given(styles, entries)
@settings(max_examples=300)
def test_the_spending_is_right_or_the_file_is_refused(style: Style, rows: list[Any]) -> None:
    # Of a card whose spending has no sign, no export has payments only: those would look like a bank's spending.
    assume(style.sign != "plus" or any(is_spent for _, _, is_spent, _ in rows))
    raw, expected = statement(style, rows)
    assert spent(raw) in (None, expected), raw.decode()


@pytest.mark.parametrize("language", NAMES)
@pytest.mark.parametrize("sign", [sign for sign in SIGNS if sign != "balance"])
def test_in_every_language_and_notation_a_plain_statement_is_read_without_any_help(language: str, sign: str) -> None:
    """Refusing everything is right, too, but not what anyone wants."""
    rows = [(1, Decimal("4.50"), True, 0), (2, Decimal("1250.00"), True, 2), (3, Decimal("900.00"), False, 0)]
    for name in range(3):
        style = Style(
            language, sign, "%d.%m.%Y", ",", ";", "mark", True, True, True, frozenset({"value", "id"}), False, name, 7
        )
        raw, expected = statement(style, rows)
        assert (spent(raw), looks_like_statement(raw)) == (expected, True), raw.decode()


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (("Date,Details,Sum", "2026-03-04,Qwert,4.50", "2026-03-05,Asdfg,900.00"), "marks money spent"),
        (("Date,Details,Sum", "2026-03-04,Qwert,-4.50", "2026-03-05,Asdfg,900.00"), "marks money spent"),
        (("Date,Details,Sum", "03/04/2026,Cafe,-4.50", "05/06/2026,Hotel,-9.00"), "the day or the month first"),
        (("Date,Details,Sum", "2026-03-24,Cafe,-1.234", "2026-03-25,Hotel,-9.000"), "point or a decimal comma"),
        (("2026-03-24,Cafe,4.50,7.50", "2026-03-25,Hotel,9.00,1.25"), "recognize this bank’s columns"),
        (("Date,Details,Record ID", "2026-03-24,Cafe,1023", "2026-03-25,Hotel,1024"), "recognize this bank’s columns"),
        (("Date,Details,Seconds", "2026-03-24,Cafe,3600", "2026-03-25,Hotel,60"), "recognize this bank’s columns"),
        (("Date,Details,Balance", "2026-03-24,Cafe,36.00", "2026-03-25,Hotel,60.50"), "recognize this bank’s columns"),
    ],
)
def test_what_the_columns_leave_open_is_asked(rows: tuple[str, ...], reason: str) -> None:
    assert reason in sentence(lambda: parse_statement(lines(*rows), workspace()))


@pytest.mark.parametrize("state", ["Reserverat", "Pending", "offen", "Blokada", "Venter"])
def test_a_line_with_a_word_for_a_day_is_pending_and_a_row_of_one_cell_is_a_note(state: str) -> None:
    rows = [f"{state},Hotel,-300.00", "2026-03-04,Cafe,-4.50", "2026-03-05,Bar,-9.00", "Disclaimer", "No signature"]
    charges, left_out = parse_statement(lines("Date,Description,Amount", *rows), workspace())
    assert [line.amount for line in charges] == [Decimal("4.50"), Decimal("9.00")]
    assert [line.reason for line in left_out] == [PENDING, NO_LINE, NO_LINE]


def test_the_currency_of_the_account_is_in_the_column_that_every_line_fills() -> None:
    for name in ("Oorspr munt", "Ursprüngliche Währung", "Currency 2"):
        rows = ["EUR,2026-03-04,Cafe,-4.50,", "EUR,2026-03-05,Bar,-9.00,USD", "EUR,2026-03-06,Pub,-1.00,"]
        assert spent(lines(f"Currency,Date,Description,Amount,{name}", *rows)) == Decimal("14.50")
        named = [row.removeprefix("EUR,") for row in rows]
        assert spent(lines(f"Date,Description,Amount (EUR),{name}", *named)) == Decimal("14.50")


@pytest.mark.parametrize("own", ["EUR", "USD", "SEK"])
def test_amounts_that_were_converted_are_in_the_currency_of_the_account(own: str) -> None:
    """Whatever the columns are called: the original amount is the same on lines in the account's currency only."""
    header = "TransactionDate,Text,Currency Amount,Currency Rate,Currency,Amount,BookDate"
    rows = [
        "2026-03-04,Cafe,-4.50,1,SEK,-4.50,2026-03-06",
        "2026-03-05,Bar,-1.00,11.5,EUR,-11.50,2026-03-07",
        "2026-03-06,Pub,-9.00,1,SEK,-9.00,2026-03-08",
        "2026-03-07,Hotel,-2.00,10,USD,-20.00,2026-03-09",
    ]
    charges, left_out = parse_statement(lines(header, *rows), workspace(profile={"currency": own}))
    assert sum(line.amount for line in charges) == (45 if own == "SEK" else 0)
    assert len(left_out) == (0 if own == "SEK" else 4)
    assert all(f"{line.day:%d}" in ("04", "05", "06", "07") for line in charges)


def test_the_amount_in_the_currency_of_the_account_is_the_one_that_counts() -> None:
    header = "Date,Shop,Amount paid,Currency,Amount booked,Currency"
    rows = ["2026-03-04,Cafe,-4.50,EUR,-4.50,EUR", "2026-03-05,Bar,-11.00,SEK,-1.00,EUR"]
    assert spent(lines(header, *rows, "2026-03-06,Pub,-9.00,EUR,-9.00,EUR")) == Decimal("14.50")


def test_a_currency_in_small_letters_is_one_in_its_column() -> None:
    rows = ["2026-03-04,Cafe,-4.50,usd", "2026-03-05,Bar,-9.00,usd"]
    charges, left_out = parse_statement(
        lines("Date,Shop,Amount,Currency", *rows), workspace(profile={"currency": "EUR"})
    )
    assert (charges, len(left_out)) == ([], 2)


def test_a_table_that_a_bank_has_split_is_read_whole() -> None:
    """By month or card, with the header repeated, and with notes between."""
    parts = ["2026-03-04,Cafe,-4.50", "2026-03-05,Bar,-9.00", "2026-03-06,Pub,-1.00"]
    for between in (["Date,Shop,Amount"], ["", "Date,Shop,Amount"], ["April", "Date,Shop,Amount"], ["", "Card 2", ""]):
        assert spent(lines("Date,Shop,Amount", parts[0], parts[1], *between, parts[2])) == Decimal("14.50")


def test_another_table_below_is_not_read_by_the_columns_of_the_first_and_not_lost_in_silence() -> None:
    rows = ["2026-03-04,Cafe,-4.50,90.00", "2026-03-05,Bar,-9.00,81.00"]
    for below in (
        ["Date,Shop,Balance,Amount", "2026-03-06,Pub,81.00,-1.00"],
        ["Account 2,EUR", "2026-03-06,Pub,-1.00,80.00"],
    ):
        table = lines("Account 1,USD", "Date,Shop,Amount,Balance", *rows, "", *below)
        charges, left_out = parse_statement(table, workspace(profile={"currency": "USD"}))
        assert [line.amount for line in charges] == [Decimal("4.50"), Decimal("9.00")]
        assert any(line.reason.endswith("Import it in a file of its own.") for line in left_out)


@pytest.mark.parametrize(
    "title", ["Pending transactions", "Vorgemerkte Umsätze", "Opérations à venir", "Reserverade köp"]
)
def test_what_stands_below_a_title_that_says_so_is_pending(title: str) -> None:
    pending, booked = ["Date,Shop,Amount", "2026-03-07,Hotel,-300.00"], ["Date,Shop,Amount", "2026-03-04,Cafe,-4.50"]
    for rows in ([title, *pending, "", "Booked", *booked], ["Booked", *booked, "", title, *pending]):
        charges, left_out = parse_statement(lines(*rows), workspace())
        assert [line.amount for line in charges] == [Decimal("4.50")]
        assert PENDING in [line.reason for line in left_out]


def test_a_header_that_ends_in_several_separators_has_columns_without_names() -> None:
    rows = ["2026-03-04,-4.50,Cafe,,", "2026-03-05,-9.00,Bar,Berlin,", "2026-03-06,-1.00,Pub,Rome,room 7"]
    assert spent(lines("Date,Amount,Description,,", *rows)) == Decimal("14.50")


@pytest.mark.parametrize("place", ["Destination", "Destino", "Ziel", "Bestemming", "Destinazione"])
def test_a_merchant_named_for_a_destination_is_no_refund(place: str) -> None:
    rows = [f"2026-03-04,{place} Cafe,-4.50", f"2026-03-05,{place} Bar,-9.00"]
    assert spent(lines("Date,Description,Amount", *rows)) == Decimal("13.50")


@pytest.mark.parametrize(
    "rows",
    [
        ("a,b", "1,2"),
        ("a,b,c", "x,y,z"),
        ("x",),
        ("Date,Client,Project,Task,Hours,First Name", "2026-03-05,Own,Networking,Events,2.00,Kim"),
        ("Subject,Start Date,Start Time,End Date,Cost", "Coffee,03/05/2026,10:00:00 AM,03/05/2026,4.50"),
        ("Deal Name,Amount,Close Date,Deal Stage", "Workshop,1250.00,2026-03-05,Won"),
        ("Order Date,First Name,Last Name,Ticket Type,Total Paid", "2026-03-05,Robin,Sample,General,25.00"),
        ("Date,Time Spent (seconds),Number of People,Activity", "2026-03-05,3600,1,linkedin.com"),
        ("Date,Name,Amount", "2026-03-05,Robin,0.00"),
        ("Invoice Number,Invoice Date,Due Date,Customer,Total", "7,2026-03-05,2026-04-05,Sample Inc,1250.00"),
    ],
)
def test_a_table_of_something_else_is_no_statement(rows: tuple[str, ...]) -> None:
    assert not looks_like_statement(lines(*rows))
