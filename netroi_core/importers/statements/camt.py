"""Read the entries of ISO 20022 statements, CAMT.053, and of reports and notifications, CAMT.052 and .054, any version.

Own code, since the one maintained library brings a web server along. The parts that banks fill in have had the same
names since version 2, whatever the namespace.
"""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Final
from xml.etree.ElementTree import Element

from netroi_core.errors import NotImportable
from netroi_core.importers.proposal import Draft, RowCounter, SourceLine
from netroi_core.importers.reading import files
from netroi_core.importers.reading.formats import HEAD
from netroi_core.importers.reading.values import one_line, parse_amount, parse_date
from netroi_core.importers.statements.lines import PENDING, REVERSAL, StatementLine

# An element takes 50 times the memory of its tags.
MOST_TAGS: Final = 2_000_000
_START: Final = re.compile(r"camt\.05[234]\.|<(?:\w{1,20}:)?BkToCstmr", re.ASCII)
_ENTRY: Final = re.compile(r"<(?:\w{1,20}:)?Ntry[\s>]", re.ASCII)
_LONGEST_TEXT: Final = 1_000  # that of the account is in the key of each entry
_STATEMENTS: Final = ("{*}Stmt", "{*}Rpt", "{*}Ntfctn")
_BOOKED: Final = ("", "BOOK")
_NO_REFERENCE: Final = ("", "NOTPROVIDED", "NONREF")


def is_camt(text: str) -> bool:
    """Return True if a text is an ISO 20022 statement, report or notification."""
    return _START.search(text[:HEAD]) is not None


def read_lines(draft: Draft, text: str, file: str) -> Iterator[StatementLine]:
    """Yield the booked entries, of a batch its transactions; skip pending and reversed ones, reject unreadable ones."""
    root = _root(text)
    numbers = _line_numbers(text)
    counter = RowCounter()
    for statement in (element for name in _STATEMENTS for element in root.iterfind(f"{{*}}*/{name}")):
        account = _text(statement, "Acct/Id/IBAN") or _text(statement, "Acct/Id/Othr/Id")
        for entry in statement.iterfind("{*}Ntry"):
            source_line = SourceLine(next(numbers, 1), file)
            if (_text(entry, "Sts/Cd") or _text(entry, "Sts")) not in _BOOKED:
                draft.skip(source_line, PENDING)
            elif _is_debit(entry) and _text(entry, "RvslInd") in ("true", "1"):
                draft.skip(source_line, REVERSAL)
            else:
                with draft.rejecting(source_line):
                    yield from _lines(entry, source_line, account, counter)


def _root(text: str) -> Element:
    if text.count("<") > MOST_TAGS:
        raise NotImportable("The file has more entries than any statement. Export a shorter period.")
    return files.parse_xml(text, "statement", "The file is damaged or isn’t XML. Export it again.")


def _line_numbers(text: str) -> Iterator[int]:
    """Yield the line on which each entry begins; the XML parser doesn't tell it."""
    line, position = 1, 0
    for match in _ENTRY.finditer(text):
        line += text.count("\n", position, match.start())
        position = match.start()
        yield line


def _lines(entry: Element, source_line: SourceLine, account: str, counter: RowCounter) -> list[StatementLine]:
    """Return a line for each transaction of an entry; raise ValueError if one of them can't be read."""
    parts = _parts(entry, parse_amount(_text(entry, "Amt"), "."))
    return [_line(entry, part, amount, source_line, account, counter) for part, amount in parts]


def _parts(entry: Element, amount: Decimal) -> list[tuple[Element, Decimal]]:
    """Return the transactions of an entry with their amounts; the entry itself unless they add up to it."""
    details = entry.findall("{*}NtryDtls/{*}TxDtls")
    if len(details) > 1:
        amounts = [_text(part, "Amt") or _text(part, "AmtDtls/TxAmt/Amt") for part in details]
        parts = [(part, parse_amount(text, ".")) for part, text in zip(details, amounts, strict=True) if text]
        if len(parts) == len(details) and sum(part_amount for _, part_amount in parts) == amount:
            return parts
    return [(details[0] if len(details) == 1 else entry, amount)]


def _line(
    entry: Element, part: Element, amount: Decimal, source_line: SourceLine, account: str, counter: RowCounter
) -> StatementLine:
    day = _day(entry, part)
    reference = _reference(entry, part)
    key = f"{account}/{reference}/{day}/{amount.normalize():f}"
    money = entry.find("{*}Amt")
    return StatementLine(
        source_line,
        day,
        amount if _is_debit(entry) else -amount,
        _texts(entry, part),
        currency=money.get("Ccy", "") if money is not None else "",
        charge_id=f"{key}/{counter.count(key)}" if reference not in _NO_REFERENCE else "",
    )


def _is_debit(entry: Element) -> bool:
    mark = _text(entry, "CdtDbtInd")
    if mark not in ("DBIT", "CRDT"):
        raise NotImportable("An entry of the file doesn’t say whether it is a debit or a credit. Export it again.")
    return mark == "DBIT"


def _day(entry: Element, part: Element) -> date:
    """Return the day of the transaction, else that of the booking, else that of the value."""
    paths = ((part, "RltdDts/TxDtTm"), (entry, "BookgDt/Dt"), (entry, "BookgDt/DtTm"),
             (entry, "ValDt/Dt"), (entry, "ValDt/DtTm"))  # fmt: skip
    text = next((text for element, path in paths if (text := _text(element, path))), "")
    return parse_date(text[:10])


def _reference(entry: Element, part: Element) -> str:
    paths = ((part, "Refs/AcctSvcrRef"), (entry, "AcctSvcrRef"), (entry, "NtryRef"))
    texts = (_text(element, path) for element, path in paths)
    return next((text for text in texts if text not in _NO_REFERENCE), "")


def _texts(entry: Element, part: Element) -> tuple[str, ...]:
    """Return the counterparty, the remittance information and what the bank adds."""
    name = next((text for path in _counterparties(entry) if (text := _text(part, path))), "")
    lines = (child.text.strip() for child in part.iterfind("{*}RmtInf/{*}Ustrd") if child.text)
    remittance = " ".join(lines)
    additions = (_text(part, "AddtlTxInf"), _text(entry, "AddtlNtryInf"))
    return tuple(dict.fromkeys(filter(None, map(one_line, (name, remittance, *additions)))))


def _counterparties(entry: Element) -> tuple[str, ...]:
    side = "Cdtr" if _is_debit(entry) else "Dbtr"
    parties = (f"RltdPties/{side}", f"RltdPties/Ultmt{side}")
    return tuple(f"{party}/{name}" for party in parties for name in ("Nm", "Pty/Nm"))


def _text(element: Element, path: str) -> str:
    """Return the text at a path of names without namespaces, empty if there is none."""
    child = element.find("/".join(f"{{*}}{name}" for name in path.split("/")))
    return (child.text or "").strip()[:_LONGEST_TEXT] if child is not None else ""
