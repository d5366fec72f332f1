"""Canceled meetings: recognized by their titles in many languages, without taking others for canceled."""

import pytest

from netroi_core.importers.calendar.cancellations import is_canceled_title


@pytest.mark.parametrize(
    "title",
    [
        *("Canceled: Coffee", "Cancelled: Coffee", "CANCELED: Coffee", "Canceled event: Coffee"),
        *("Abgesagt: Kaffee", "Storniert: Kaffee", "Entfällt: Stammtisch", "Annulé : Café", "Annulé\u00a0: Café"),
        *("Annulée: Réunion", "Cancelado: Café", "Cancelada: Reunión", "Annullato: Caffè", "Geannuleerd: Koffie"),
        *("Inställt: Kaffe", "Aflyst: Kaffe", "Avlyst: Kaffe", "Peruutettu: Kahvi", "Odwołane: Kawa", "Zrušeno: Káva"),
        *("Törölve: Kávé", "Anulat: Cafea", "Отменено: Кофе", "Скасовано: Кава", "İptal Edildi: Kahve"),
        *("Ακυρώθηκε: Καφές", "בוטל: קפה", "ملغى: قهوة", "キャンセル済み: コーヒー", "已取消: 咖啡"),
        *("已取消：咖啡", "취소됨: 커피", "FW: Canceled: Coffee", "WG: Abgesagt: Kaffee", "canceled:Coffee"),
        *("[Cancelled] Coffee", "(abgesagt) Kaffee", "*CANCELLED* Coffee"),
        *("CANCELLED - Coffee", "Canceled – Coffee", "Coffee (cancelled)", "Coffee - CANCELLED", "Kaffee – abgesagt!"),
        *("Canceled", "ABGESAGT!"),
    ],
)  # fmt: skip
def test_a_title_says_that_the_meeting_was_canceled(title: str) -> None:
    assert is_canceled_title(title)


@pytest.mark.parametrize(
    "title",
    [
        *("Coffee with Robin", "Canceled contracts and how to save them", "How to cancel: a workshop", ""),
        *("Re: cancellation policy", "Noise-cancelling headphones", "Lunch: no excuses", "Annulation de dette, débat"),
    ],
)
def test_a_title_that_only_speaks_of_canceling_does_not(title: str) -> None:
    assert not is_canceled_title(title)
