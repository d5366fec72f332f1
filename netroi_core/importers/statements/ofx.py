"""Read the transactions of OFX and QFX files, both the SGML of version 1 and the XML of version 2.

Own code, since ofxtools is under the GPL and ofxparse isn't maintained. Both notations are a sequence of tags with a
value or none, so that one scan of the tags reads them: nothing is nested, expanded or looked up.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from html import unescape
from typing import Final, NamedTuple

from netroi_core.importers.proposal import Draft, SourceLine
from netroi_core.importers.reading.formats import HEAD
from netroi_core.importers.reading.values import one_line, parse_amount, parse_date
from netroi_core.importers.statements.lines import PENDING, StatementLine

_TAG: Final = re.compile(r"<(/?)([A-Za-z0-9.]{1,32})>([^<]*)")
_START: Final = re.compile(r"<OFX>|^\s*OFXHEADER\b", re.IGNORECASE)
_CDATA: Final = re.compile(r"<!\[CDATA\[|\]\]>")
_LONGEST_VALUE: Final = 1_000  # that of the account is in the key of each transaction
_TRANSACTIONS: Final = ("STMTTRN", "STMTTRNP")

# The values of a transaction by their tags.
_Values = dict[str, str]


class _Tag(NamedTuple):
    """A tag that begins or ends an element, with the value after it, if any."""

    line: int
    name: str
    value: str
    is_end: bool


def is_ofx(text: str) -> bool:
    """Return True if a text is an OFX file."""
    return _START.search(text[:HEAD]) is not None


def read_lines(draft: Draft, text: str, file: str) -> Iterator[StatementLine]:
    """Yield the transactions; skip pending ones, and reject those without a readable date or amount."""
    for source_line, name, values in _transactions(_CDATA.sub("", text), file):
        if name == "STMTTRNP":
            draft.skip(source_line, PENDING)
            continue
        with draft.rejecting(source_line):
            yield _line(source_line, values)


def _transactions(text: str, file: str) -> Iterator[tuple[SourceLine, str, _Values]]:
    """Yield each transaction with its tag and values; its account and the currency of that are among them."""
    account: _Values = {}
    values: _Values | None = None
    name, inside, source_line = "", "", SourceLine(1, file)
    for tag in _tags(text):
        if tag.name in _TRANSACTIONS:
            # SGML may leave out the end of a transaction: the next one begins.
            if values is not None:
                yield source_line, name, {**account, **values}
            values, name, source_line = (None if tag.is_end else {}), tag.name, SourceLine(tag.line, file)
        elif values is None:
            account |= _about_account(tag)
        elif tag.is_end or not tag.value:
            inside = _parent(tag, inside)
        else:
            values.setdefault(_key(tag.name, inside), unescape(tag.value))
    if values is not None:
        yield source_line, name, {**account, **values}


def _tags(text: str) -> Iterator[_Tag]:
    line, position = 1, 0
    for match in _TAG.finditer(text):
        line += text.count("\n", position, match.start())
        position = match.start()
        yield _Tag(line, match[2].upper(), match[3].strip()[:_LONGEST_VALUE], bool(match[1]))


def _about_account(tag: _Tag) -> _Values:
    return {tag.name: tag.value} if tag.name in ("CURDEF", "ACCTID") and not tag.is_end else {}


def _parent(tag: _Tag, inside: str) -> str:
    """Return the element that the following values are in, after a tag that begins or ends one."""
    if tag.is_end:
        return "" if tag.name == inside else inside
    return tag.name


def _key(name: str, inside: str) -> str:
    # The currency of the original amount isn't that of the amount.
    return f"{inside}.{name}" if name == "CURSYM" or inside.endswith(("ACCTTO", "ACCTFROM")) else name


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
