"""Numbers typed into a form, and the problems with them."""

from decimal import Decimal

from netroi_core.wording.wording import Words


class EnteredNumbers:
    """A reader of typed numbers that collects a sentence for each one that can't be read."""

    def __init__(self, words: Words) -> None:
        self._words = words
        # Collected and not raised, so that the form shows every problem at once.
        self.problems: list[str] = []

    def amount(self, label: str, text: str) -> Decimal | None:
        """Return the number in a field; None if the field is blank or can't be read."""
        if not text.strip():
            return None
        try:
            return self._words.parse_amount(text)
        except ValueError as error:
            self.problems.append(f"{label}: {error}")
            return None

    def percent(self, label: str, text: str) -> Decimal | None:
        """Return the number in a field, at most 100; None if the field is blank or can't be read."""
        number = self.amount(label, text)
        if number is not None and number > 100:
            self.problems.append(f"{label}: the most is 100.")
        return number
