"""Statements of banks and cards, made up: one of each layout, with the same four lines where the layout allows.

A coffee of 4.50 on Tuesday 2026-07-14, a rent of 1,250.00 on the 15th, an event of 25.00 on the 16th, and 900.00 that
came in on the 17th.
"""

from typing import Any, Final

from netroi_core.importers.statements.layouts import CUSTOM, StatementLayout
from tests.importers.import_files import lines

MONZO_HEADER: Final = (
    "Transaction ID,Date,Time,Type,Name,Emoji,Category,Amount,Currency,Local amount,Local currency,Notes and #tags,"
    "Address,Receipt,Description,Category split,Money Out,Money In"
)
SPARKASSE_HEADER: Final = (
    "Auftragskonto;Buchungstag;Valutadatum;Buchungstext;Verwendungszweck;Glaeubiger ID;"
    "Beguenstigter/Zahlungspflichtiger;Kontonummer/IBAN;BIC (SWIFT-Code);Betrag;Waehrung;Info"
)
EXPENSIFY_HEADER: Final = (
    'Timestamp,Merchant,Amount,MCC,Category,Tag,Comment,Reimbursable,"Original Currency","Original Amount",Receipt'
)

CHASE_CARD: Final = lines(
    "Transaction Date,Post Date,Description,Category,Type,Amount,Memo",
    "07/14/2026,07/15/2026,STARBUCKS 0123,Food & Drink,Sale,-4.50,",
    "07/15/2026,07/16/2026,RENT,Home,Sale,-1250.00,",
    "07/16/2026,07/17/2026,EB *EVENTBRITE,Entertainment,Sale,-25.00,",
    "07/17/2026,07/17/2026,Payment Thank You,,Payment,900.00,",
)
CHASE_CHECKING: Final = lines(
    "Details,Posting Date,Description,Amount,Type,Balance,Check or Slip #",
    "DEBIT,07/14/2026,STARBUCKS 0123,-4.50,DEBIT_CARD,5000.00,,",
    "DEBIT,07/15/2026,RENT,-1250.00,ACH_DEBIT,3750.00,,",
    "DEBIT,07/16/2026,EB *EVENTBRITE,-25.00,DEBIT_CARD,3725.00,,",
    "CREDIT,07/17/2026,PAYROLL,900.00,ACH_CREDIT,4625.00,,",
)
AMEX: Final = lines(
    "Date,Description,Card Member,Account #,Amount,Extended Details",
    '07/14/2026,STARBUCKS 0123,A PERSON,-1001,4.50,"STARBUCKS',
    'SEATTLE"',
    "07/15/2026,RENT,A PERSON,-1001,1250.00,",
    "07/16/2026,EB *EVENTBRITE,A PERSON,-1001,25.00,",
    "07/17/2026,AUTOPAY PAYMENT,A PERSON,-1001,-900.00,",
)
CAPITAL_ONE: Final = lines(
    "Transaction Date,Posted Date,Card No.,Description,Category,Debit,Credit",
    "2026-07-14,2026-07-15,1234,STARBUCKS 0123,Dining,4.50,",
    "2026-07-15,2026-07-16,1234,RENT,Other,1250.00,",
    "2026-07-16,2026-07-17,1234,EB *EVENTBRITE,Entertainment,25.00,",
    "2026-07-17,2026-07-17,1234,CAPITAL ONE PYMT,Payment/Credit,,900.00",
)
CITI: Final = lines(
    "Status,Date,Description,Debit,Credit,Member Name",
    'Cleared,07/14/2026,"STARBUCKS 0123",4.50,,A PERSON',
    'Cleared,07/15/2026,"RENT","1,250.00",,A PERSON',
    'Cleared,07/16/2026,"EB *EVENTBRITE",25.00,,A PERSON',
    'Cleared,07/17/2026,"PAYMENT",,-900.00,A PERSON',
    'Pending,07/18/2026,"STARBUCKS 0123",9.99,,A PERSON',
)
DISCOVER: Final = lines(
    "Trans. Date,Post Date,Description,Amount,Category",
    "07/14/2026,07/15/2026,STARBUCKS 0123,4.50,Restaurants",
    "07/15/2026,07/16/2026,RENT,1250.00,Services",
    "07/16/2026,07/17/2026,EB *EVENTBRITE,25.00,Services",
    "07/17/2026,07/17/2026,INTERNET PAYMENT,-900.00,Payments and Credits",
)
REVOLUT: Final = lines(
    "Type,Product,Started Date,Completed Date,Description,Amount,Fee,Currency,State,Balance",
    "CARD_PAYMENT,Current,2026-07-14 08:31:05,2026-07-15 10:00:00,Starbucks 0123,-4.50,0.00,USD,COMPLETED,95.50",
    "TRANSFER,Current,2026-07-15 09:00:00,2026-07-15 09:00:00,Rent,-1250.00,0.00,USD,COMPLETED,0",
    "CARD_PAYMENT,Current,2026-07-16 18:00:00,2026-07-17 09:00:00,Eventbrite,-24.00,1.00,USD,COMPLETED,0",
    "TOPUP,Current,2026-07-17 12:00:00,2026-07-17 12:00:00,Top-up,900.00,0.00,USD,COMPLETED,900",
    "CARD_PAYMENT,Current,2026-07-18 08:31:05,,Starbucks 0123,-9.99,0.00,USD,PENDING,",
    "CARD_PAYMENT,Current,2026-07-18 08:31:05,,Starbucks 0123,-9.99,0.00,USD,REVERTED,",
)
N26: Final = lines(
    '"Booking Date","Value Date","Partner Name","Partner Iban",Type,"Payment Reference","Account Name","Amount (EUR)",'
    '"Original Amount","Original Currency","Exchange Rate"',
    '2026-07-14,2026-07-14,"STARBUCKS 0123",,Presentment,,"Main",-4.5,4.95,USD,0.909',
    '2026-07-15,2026-07-15,"Vermieter",DE00,"Debit Transfer","Rent",Main,-1250,,,',
    "2026-07-16,2026-07-16,EVENTBRITE,,Presentment,,Main,-25,25,EUR,1",
    "2026-07-17,2026-07-17,Employer,DE00,Income,Salary,Main,900,,,",
)
MONZO: Final = lines(
    MONZO_HEADER,
    "tx_1,14/07/2026,08:31:05,Card payment,Starbucks 0123,☕,Eating out,-4.50,GBP,-4.50,GBP,,,,STARBUCKS,,-4.50,",
    "tx_2,15/07/2026,09:00:00,Faster payment,Landlord,,Bills,-1250.00,GBP,-1250.00,GBP,rent,,,RENT,,-1250.00,",
    "tx_3,16/07/2026,18:00:00,Card payment,Eventbrite,,Entertainment,-25.00,GBP,-25.00,GBP,,,,EVENTBRITE,,-25.00,",
    "tx_4,17/07/2026,12:00:00,Faster payment,Employer,,Income,900.00,GBP,900.00,GBP,,,,PAY,,,900.00",
)
SPARKASSE: Final = (
    b"\n".join((
        SPARKASSE_HEADER.encode(),
        "DE00;14.07.26;15.07.26;KARTENZAHLUNG;;;Café Müller;;;-4,50;EUR;Umsatz gebucht".encode("iso-8859-1"),
        b"DE00;15.07.26;15.07.26;DAUERAUFTRAG;Miete;;Vermieter;;;-1.250,00;EUR;Umsatz gebucht",
        b'DE00;16.07.26;16.07.26;KARTENZAHLUNG;Ticket;;"EVENTBRITE";;;-25,00;EUR;Umsatz gebucht',
        b"DE00;17.07.26;17.07.26;LOHN;Gehalt;;Arbeitgeber;;;900,00;EUR;Umsatz gebucht",
        b"DE00;18.07.26;18.07.26;KARTENZAHLUNG;;;Starbucks;;;-9,99;EUR;Umsatz vorgemerkt",
    ))
)  # fmt: skip
EXPENSIFY: Final = lines(
    EXPENSIFY_HEADER,
    "2026-07-14 08:31:05,Starbucks,4.50,5814,Meals,,With Anna,yes,USD,4.50,https://example.org/r",
    "2026-07-15 00:00:00,Landlord,1250.00,6513,Rent,,,no,USD,1250.00,",
    "2026-07-16 00:00:00,Eventbrite,25.00,7922,Conferences,,,no,EUR,23.00,",
    "2026-07-17 00:00:00,Refund,-900.00,,Other,,,no,USD,-900.00,",
)


def custom_layout(date: str, description: str, amount: str, spent: str, **options: Any) -> StatementLayout:
    """Return the layout of a table from an unknown bank, whose columns the user chose."""
    return StatementLayout(CUSTOM, date, (description,), amount, spent, **options)  # type: ignore[arg-type]


STATEMENTS: Final = {
    "Chase card": (CHASE_CARD, "USD"),
    "Chase checking": (CHASE_CHECKING, "USD"),
    "American Express": (AMEX, "USD"),
    "Capital One": (CAPITAL_ONE, "USD"),
    "Citi": (CITI, "USD"),
    "Discover": (DISCOVER, "USD"),
    "Revolut": (REVOLUT, "USD"),
    "N26": (N26, "EUR"),
    "Monzo": (MONZO, "GBP"),
    "Sparkasse": (SPARKASSE, "EUR"),
    "Expensify": (EXPENSIFY, "USD"),
}
"""By the name of the layout, each with the currency that it is in."""
