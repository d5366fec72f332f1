"""Titles by which programs mark a canceled meeting: Outlook publishes it as confirmed, with a word before its title."""

import re
from functools import lru_cache
from typing import Final

# As Outlook, Exchange and Google write it, and as people do, in the languages of their mailboxes.
_WORDS: Final = (
    *("canceled", "cancelled", "canceled event", "cancelled event", "cancellation", "called off"),
    *("abgesagt", "abgesagter termin", "storniert", "entfällt", "fällt aus", "ausgefallen", "absage"),
    *("annulé", "annulée", "annulés", "annulées", "annulation", "événement annulé", "évènement annulé"),
    *("cancelado", "cancelada", "cancelados", "canceladas", "evento cancelado", "anulado", "anulada"),
    *("annullato", "annullata", "annullati", "annullate", "cancellato", "cancellata", "evento annullato"),
    *("geannuleerd", "afgelast", "afgezegd", "vervallen"),
    *("cancel·lat", "cancel·lada", "anul·lat", "anul·lada", "bertan behera utzita"),
    *("inställt", "inställd", "avbokad", "avbokat", "avbruten", "avbrutet"),
    *("aflyst", "annulleret", "avlyst", "avbrutt", "kansellert", "peruutettu", "peruttu", "peruuntunut", "aflýst"),
    *("odwołane", "odwołany", "odwołana", "odwołano", "anulowane", "anulowano", "anulowany"),
    *("zrušeno", "zrušené", "zrušená", "zrušený", "törölve", "lemondva", "lemondott", "elmarad", "elmaradt"),
    *("anulat", "anulată", "anulate", "otkazano", "otkazan", "odpovedano", "preklicano", "odwołanie"),
    *("tühistatud", "atcelts", "atcelta", "atšaukta", "atšauktas", "iptal edildi", "iptal", "i̇ptal edildi", "i̇ptal"),
    *("отменено", "отменена", "отменён", "отменен", "отмена", "отменяется", "анулирано", "отказано", "скасовано"),
    *("ακυρώθηκε", "ακυρωμένο", "ακυρωμένη", "ακύρωση", "בוטל", "בוטלה", "מבוטל", "ملغى", "ملغاة", "ملغي"),
    *("キャンセル済み", "キャンセル", "取り消し済み", "取り消されました", "中止", "已取消", "取消", "취소됨", "취소"),
    *("تم الإلغاء", "đã hủy", "đã huỷ", "ยกเลิก", "ยกเลิกแล้ว", "dibatalkan", "dibatal", "रद्द", "रद्द किया गया"),
)  # fmt: skip
_WORD: Final = "|".join(re.escape(word) for word in sorted(_WORDS, key=len, reverse=True))
# Before a colon or a dash, or in brackets; a title that only speaks of a cancellation has neither.
_BEFORE: Final = re.compile(rf"(?:{_WORD})[ \u00a0\u202f]?(?:[:：]|[ \u00a0\u202f][-–—] )", re.IGNORECASE)
_BRACKETED: Final = re.compile(rf"[\[(【（*](?:{_WORD})[!]?[\])】）*]", re.IGNORECASE)
_BEHIND: Final = re.compile(rf"(?:[-–—:][ \u00a0]?|[\[(【（*])(?:{_WORD})[!]?[\])】）*]?\Z", re.IGNORECASE)
_ALONE: Final = re.compile(rf"(?:{_WORD})[!]?", re.IGNORECASE)
_FORWARDED: Final = re.compile(r"(?:(?:fwd?|wg|re|aw|tr|rv|i|enc|doorst)[ ]?: ?){1,5}", re.IGNORECASE)
_LONGEST_WORD: Final = max(map(len, _WORDS)) + 5


@lru_cache(maxsize=4096)
def is_canceled_title(title: str) -> bool:
    """Return True if a title says that the meeting was canceled.

    >>> is_canceled_title("Abgesagt: Kaffee mit Robin"), is_canceled_title("Lunch (CANCELLED)")
    (True, True)
    >>> is_canceled_title("Canceled contracts and how to save them")
    False
    """
    prefix = _FORWARDED.match(title)
    text = title[prefix.end() :] if prefix else title
    if _BEFORE.match(text) or _BRACKETED.match(text) or _ALONE.fullmatch(text):
        return True
    return _BEHIND.search(text[-_LONGEST_WORD:]) is not None
