"""Encodings: text is read rightly in all usual ones, and what was odd is said."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.errors import NotImportable
from netroi_core.importers.kinds import recognize_kind
from netroi_core.importers.reading.encodings import decode
from netroi_core.importers.statements.expenses import parse_statement
from tests.importers.import_files import sentence, workspace

WORDS = [
    "Müller",
    "Café",
    "José",
    "Straße",
    "Zoë",
    "Søren",
    "Ångström",
    "François",
    "Nuñez",
    "Göteborg",
    "Österreich",
    "Ärzte",
    "Éric",
    "“Quoted”",
    "it’s",
    "naïve",
    "São",
    "Überweisung",
    "GEBÜHR",
    "12,50€",
    "Châtelet",
    "¿Qué?",
    "Peña",
]
TABLE = "Date,Shop,Amount\n2026-03-05,{},12.50\n"
# By language, the encodings that it was written in before Unicode, and a table of a shop.
OLD_TEXTS = {
    "Polish": (("cp1250", "iso8859_2"), "Data;Opis;Kwota\n2026-03-05;KAWIARNIA ŻÓŁW, Łódź, śniadanie;-89,00\n"),
    "Czech": (("cp1250", "iso8859_2"), "datum zaúčtování;částka;měna\nKavárna Slavia, příchozí;-89,00;Kč\n"),
    "Czech crowns": (("cp1250",), "Datum;Castka\n05.03.2026;-89 Kč\n"),
    "Hungarian": (("cp1250",), "Könyvelési dátum;Összeg\nCENTRÁL KÁVÉHÁZ, gyűjtő fő utca;-89\n"),
    "Romanian": (("cp1250",), "Dată;Sumă\nCafenea Bucureşti, plată;-89\n"),
    "Croatian": (("cp1250",), "Datum;Iznos\nKavana Šibenik, računalo, Đuro;-89\n"),
    "Turkish": (("cp1254",), "Tarih;Açıklama;Tutar\nKahve Dünyası, İstanbul şube;-89\n"),
    "Lithuanian": (("cp1257",), "Data;Paskirtis;Suma\nKavinė Žvėrynas, mokėjimas už šį;-89\n"),
    "Russian": (("cp1251", "koi8_r", "cp866"), "Дата;Описание;Сумма\n05.03.2026;Кофейня на Невском;-89,00\n"),
    "Russian in capitals": (("cp1251", "koi8_r"), "ДАТА ОПЕРАЦИИ,СУММА\nКОФЕЙНЯ НА НЕВСКОМ ПРОСПЕКТЕ,89\n"),
    "Ukrainian": (("cp1251", "koi8_u"), "Дата;Опис;Сума\nКав'ярня у Львові, їжа;-89,00\n"),
    "Greek": (("cp1253",), "Ημερομηνία;Περιγραφή;Ποσό\n05/03/2026;Καφετέρια Αθήνα;-89\n"),
    "Hebrew": (("cp1255",), "תאריך,תיאור,סכום\n05/03/2026,קפה נמרוד,-89\n"),
    "Arabic": (("cp1256",), "التاريخ,الوصف,المبلغ\n2026-03-05,مقهى,-89\n"),
    "Japanese": (("cp932", "euc_jp"), "日付,摘要,支払い金額\n2026/3/5,スターバックスコーヒー,1250\n"),
    "half-width Japanese": (("cp932",), "日付,摘要\n2026/3/5,ﾄﾞﾄｰﾙｺｰﾋｰ\n"),
    "Chinese": (("gbk", "gb18030"), "交易时间,交易对方,收/支,金额\n2026-03-05,创业大会 门票,支出,89.00\n"),
    "traditional Chinese": (("big5",), "日期,說明,金額\n2026/03/05,星巴克咖啡,125\n"),
    "Thai": (("cp874",), "วันที่,รายละเอียด,จำนวนเงิน\n2026-03-05,ร้านกาแฟ,-89\n"),
    "German in capitals": (("mac_roman", "cp850"), "Datum;Text;Betrag\n05.03.2026;GEBÜHR FÜR KÖLN;-89\n"),
    "Korean": (("euc_kr", "cp949"), "거래일자,적요,출금액\n2026-03-05,스타벅스 커피,12500\n"),
}
# In the encoding of Windows, one line each; nothing is said about them.
WESTERN = [
    "CAFÉ DE L'OPÉRA, août à Nîmes, œuvre, 12,50 €",
    "Buchungstag; Verwendungszweck; Währung; Straße; GEBÜHR",
    "Caffè città perché lunedì però",
    "Descrição; Movimentação; São João, ações, n.º 5",
    "København på Nørrebro, æble",
    "Greiðsla, þjónusta, ýmis",
    "Zürich, Genève, Lugano, Søren Peña, São Paulo",
    "Paid £12.50 – Caffè Nero",
    "Date:\xa005/03/2026\xa0Description:\xa0CARD PAYMENT",
]


def old_texts() -> Iterator[tuple[str, str]]:
    for encodings, text in OLD_TEXTS.values():
        yield from ((encoding, text) for encoding in encodings)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("word", ["Müller", "Кофейня", "喫茶店", "قهوة", "café 🍰"])
def test_unicode_is_read_in_every_form_and_nothing_is_odd_about_it(encoding: str, word: str) -> None:
    text = TABLE.format(word)
    assert decode(text.encode(encoding)) == (text, "")


@pytest.mark.parametrize("word", WORDS)
def test_a_single_word_tells_the_old_encoding_of_windows_from_that_of_macs(word: str) -> None:
    text = TABLE.format(word)
    assert decode(text.encode("cp1252")) == (text, "")
    of_a_mac = decode(text.encode("mac_roman"))
    assert of_a_mac.text == text
    assert "Mac Roman" in of_a_mac.remark


def test_a_byte_that_breaks_utf_8_spoils_no_other_letter_and_its_line_is_said() -> None:
    raw = "Shop\nZoë’s\n".encode() + b"Chamber \xff\r\nBj\xc3\xb6rn\n"
    assert decode(raw) == ("Shop\nZoë’s\nChamber �\r\nBjörn\n", "One character couldn’t be read in line 3.")
    assert decode(raw + b"\xfe\n").remark == "2 characters couldn’t be read, the first in line 3."


def test_a_letter_cut_in_two_at_the_end_of_a_cell_is_one_bad_character() -> None:
    cut = "Müller,Zoë,Caf".encode() + b"\xc3,1\n"
    assert decode(cut) == ("Müller,Zoë,Caf�,1\n", "One character couldn’t be read in line 1.")


def test_a_byte_that_no_encoding_has_spoils_no_other_letter_and_its_line_is_said() -> None:
    assert decode(b"J\xfcrgen \x81") == ("Jürgen �", "One character couldn’t be read in line 1.")


def test_a_line_ends_in_any_way_when_lines_are_counted() -> None:
    lines = ["Zoë", "é", "\xff"]
    for end in ("\n", "\r\n", "\r", "\r\r\n"):
        raw = end.join(lines[:2]).encode() + end.encode() + b"\xff"
        assert decode(raw).remark == "One character couldn’t be read in line 3."


@pytest.mark.parametrize(("encoding", "text"), list(old_texts()))
def test_a_text_from_before_unicode_is_read_in_its_encoding_and_the_user_is_told(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)).text == text
    assert "If names look wrong, export it as UTF-8." in decode(text.encode(encoding)).remark


@pytest.mark.parametrize("text", WESTERN)
def test_the_letters_of_western_europe_are_no_others(text: str) -> None:
    assert decode(text.encode("cp1252")) == (text, "")


def test_letters_that_make_sense_in_no_encoding_are_refused_instead_of_misread() -> None:
    raw = "Date;Shop\n2026-03-05;Coffee at the corner\n".encode("cp037")
    assert "encoding that NetROI doesn’t recognize. Export it as UTF-8" in sentence(lambda: decode(raw))


def test_a_statement_is_read_the_same_in_every_encoding_of_its_language() -> None:
    table = "Date;Shop;Amount\n05.03.2026;{};-89,50\n06.03.2026;{};-12,50\n"
    for encoding, text in old_texts():
        shop = " ".join(text.replace(";", " ").split())
        raw = table.format(shop, shop).encode(encoding)
        assert recognize_kind(raw) == "expenses"
        charges, _ = parse_statement(raw, workspace(profile={"currency": "EUR"}))
        assert [(str(line.amount), line.description) for line in charges] == [("89.50", shop), ("12.50", shop)]


@given(st.binary(max_size=200))
def test_any_bytes_are_a_text_whose_damaged_characters_are_counted_or_are_refused(raw: bytes) -> None:
    try:
        text, remark = decode(raw)
    except NotImportable:
        return
    is_meant = any("\ufffd".encode(encoding) in raw for encoding in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le"))
    assert remark or "\ufffd" not in text or is_meant


@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_all_utf_8_is_read_as_it_is(text: str) -> None:
    assert decode(text.encode()).text == text.removeprefix("\ufeff") or "\0" in text
