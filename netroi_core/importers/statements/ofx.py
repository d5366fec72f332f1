"""Read the transactions of OFX and QFX files, both the SGML of version 1 and the XML of version 2.

Own code, since ofxtools is under the GPL and ofxparse isn't maintained. Both notations are a sequence of tags with a
value or none, so that one scan of the tags reads them: nothing is nested, expanded or looked up.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from html import unescape
from typing import Final

from netroi_core.importers.proposal import Draft, SourceLine
from netroi_core.importers.reading.values import one_line, parse_amount, parse_date
from netroi_core.importers.statements.lines import PENDING, StatementLine

_TAG: Final = re.compile(r"<(/?)([A-Za-z0-9.]{1,32})>([^<]*)")
_START: Final = re.compile(r"<OFX>|^\s*OFXHEADER\b", re.IGNORECASE)
_CDATA: Final = re.compile(r"<!\[CDATA\[|\]\]>")
_HEAD: Final = 4_000
_TRANSACTIONS: Final = ("STMTTRN", "STMTTRNP")

# The values of a transaction by their tags.
_Values = dict[str, str]


def is_ofx(text: str) -> bool:
    """Return True if a text is an OFX file."""
    return _START.search(text[:_HEAD]) is not None


def read_lines(draft: Draft, text: str, file: str) -> Iterator[StatementLine]:
    """Yield the transactions; skip pending ones, and reject those without a readable date or amount."""
    for source_line, name, values in _transactions(_CDATA.sub("", text), file):
        if name == "STMTTRNP":
            draft.skip(source_line, PENDING)
            continue
        try:
            yield _line(source_line, values)
        except ValueError as error:
            draft.reject(source_line, str(error))


def _transactions(text: str, file: str) -> Iterator[tuple[SourceLine, str, _Values]]:
    """Yield each transaction with its tag and values; its account and the currency of that are among them."""
    account: _Values = {}
    values: _Values | None = None
    name, inside, line, position = "", "", 1, 0
    source_line = SourceLine(line, file)
    for match in _TAG.finditer(text):
        tag = match[2].upper()
        line += text.count("\n", position, match.start())
        position = match.start()
        if tag in _TRANSACTIONS:
            # SGML may leave out the end of a transaction: the next one begins.
            if values is not None:
                yield source_line, name, {**account, **values}
            values, name, source_line = (None if match[1] else {}), tag, SourceLine(line, file)
        elif values is None:
            account |= {tag: match[3].strip()} if tag in ("CURDEF", "ACCTID") and not match[1] else {}
        elif match[1]:
            inside = "" if tag == inside else inside
        elif not match[3].strip():
            inside = tag
        else:
            # The currency of the original amount isn't that of the amount.
            key = f"{inside}.{tag}" if tag == "CURSYM" or inside.endswith(("ACCTTO", "ACCTFROM")) else tag
            values.setdefault(key, unescape(match[3].strip()[:1_000]))
    if values is not None:
        yield source_line, name, {**account, **values}


def _line(source_line: SourceLine, values: Mapping[str, str]) -> StatementLine:
    # The day of the purchase, where the bank tells it, goes before the day on which it was booked.
    day = _day(values.get("DTUSER", "")) or _day(values.get("DTPOSTED", ""))
    if day is None:
        raise ValueError("It has no date. Log it by hand.")
    amount = -parse_amount(values.get("TRNAMT", ""))
    words = (one_line(values.get(tag, "")) for tag in ("NAME", "MEMO"))
    bank_id = values.get("FITID", "")
    return StatementLine(
        source_line,
        day,
        amount,
        tuple(dict.fromkeys(filter(None, words))),
        currency=values.get("CURRENCY.CURSYM") or values.get("CURDEF", ""),
        category_code=values.get("SIC", ""),
        charge_id=f"{values.get('ACCTID', '')}/{bank_id}/{day}/{amount.normalize():f}" if bank_id else "",
    )


def _day(stamp: str) -> date | None:
    try:
        return parse_date(stamp[:8])
    except ValueError:
        return None
