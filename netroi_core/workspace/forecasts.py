"""Stated probabilities: how likely the owner called an open outcome, day by day, to be held against what happened."""

from datetime import date

from netroi_core.workspace.records import Outcome, StatedProbability


def with_statement(outcome: Outcome, before: Outcome | None, day: date) -> Outcome:
    """Return an outcome with the probability that its owner states on a day added to those stated so far.

    A probability is stated once it is entered, changed, or goes with an outcome that is open again; of one day the last
    counts. Nothing stated is ever lost, whatever else an edit does.

    Args:
        outcome: The outcome as it is about to be stored.
        before: The outcome as it was stored until now; None if it is new.
        day: The owner's day.
    """
    carried = with_earlier_statements(outcome, before)
    probability = outcome.probability
    was_open = before is not None and before.status == "open"
    if outcome.status != "open" or probability is None or (was_open and before and before.probability == probability):
        return carried
    # Sorted, since a quiz of a device with another date may have stated a later day.
    stated = {statement.day: statement for statement in carried.stated}
    stated[day] = StatedProbability(day=day, probability=probability)
    return carried.model_copy(update={"stated": tuple(stated[key] for key in sorted(stated))})


def with_earlier_statements(outcome: Outcome, before: Outcome | None) -> Outcome:
    """Return an outcome with every probability stated in another version of it; of one day its own counts."""
    if before is None or not before.stated:
        return outcome
    stated = {statement.day: statement for statement in (*before.stated, *outcome.stated)}
    merged = tuple(stated[key] for key in sorted(stated))
    return outcome if merged == outcome.stated else outcome.model_copy(update={"stated": merged})
