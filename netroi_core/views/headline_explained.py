"""The calculation of the first sentences of the results, with the person's own numbers."""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

import polars as pl

from netroi_core.verdict.posterior import DRAWS, OVERALL_RETURN
from netroi_core.verdict.words import is_or_are
from netroi_core.views.advice import Situation
from netroi_core.views.advice_words import AdviceWords
from netroi_core.views.headline import sequence_phrase
from netroi_core.wording.wording import Words, in_sentence, join_words, pluralize

# What a sequence led to half of, by the yardstick of the purpose.
_HALF_OF: Final[Mapping[str, str]] = {
    "price": "of the value that you won",
    "rating": "of what you rated, by its rating",
    "count": "of the outcomes that you look for",
}


class HeadlineStep(NamedTuple):
    """One figure of the first sentences: its name and value, what it means, and how it follows from the records."""

    title: str
    value: str
    sentence: str
    calculation: str


def headline_steps(situation: Situation, words: Words) -> tuple[HeadlineStep, ...]:
    """Return the figures of the first sentences in their order: sequence, odds, what happened, estimate, interval."""
    parts = (_sequence, _odds, _recorded, _estimate)
    return tuple(step for part in parts for step in part(situation, words))


def _sequence(situation: Situation, words: Words) -> Iterator[HeadlineStep]:
    sequence = situation.sequence
    if sequence is None:
        return
    amount = f" ({words.money(sequence.weight)})" if words.shows_amounts else ""
    worth = f", with {words.percent(100 * sequence.share)} of the value{amount}" if sequence.is_priced else ""
    still_open = f"; still open: {sequence.still_open:,}" if sequence.still_open else ""
    yield HeadlineStep(
        "The sequence that leads",
        sequence_phrase(sequence.steps),
        f"The order of approaches that led to half or more {_HALF_OF[situation.yardstick]}; the same one twice in a "
        "row is one step.",
        f"{sequence.wins} of {pluralize(sequence.of, 'outcome')}{worth}{still_open}",
    )


def _odds(situation: Situation, words: Words) -> Iterator[HeadlineStep]:
    verdict = situation.verdict
    if verdict.leader is None or len(verdict.probability_best) < 2:
        return
    shares = {name: words.percent(100 * share) for name, share in verdict.probability_best.items()}
    best = join_words([f"{in_sentence(name)} in {share}" for name, share in shares.items()])
    pays = join_words(
        [
            f"{in_sentence(name)} in {words.percent(100 * share)}"
            for name, share in verdict.probability_pays.items()
            # Of the others, only the assumption is known.
            if name in verdict.roi
        ]
    )
    odds = verdict.probability_best[verdict.leader]
    unknown = [in_sentence(name) for name in verdict.probability_best if not verdict.is_known(name)]
    little = f" Too little is known about {join_words(unknown)}: almost anything is possible there." if unknown else ""
    one = words.whole_money(1)
    yield HeadlineStep(
        f"Odds that {in_sentence(verdict.leader)} {is_or_are(verdict.leader)} best",
        words.odds(odds),
        f"From your outcomes and costs, {words.number(DRAWS)} versions are drawn of what each approach really returns "
        "on average. The odds are the share of versions in which an approach returns most, to the nearest "
        f"{words.percent(5)}.",
        f"Best: {best}.{little}{f' More than {one} back for each {one}: {pays}' if pays else ''}",
    )


def _recorded(situation: Situation, words: Words) -> Iterator[HeadlineStep]:
    leader = situation.recorded_leader
    if leader is None or situation.job_found:
        return
    row = situation.recorded.approaches[leader]
    returned = words.ratio(situation.recorded_returns[leader] or 0.0)
    yield HeadlineStep(
        f"What {in_sentence(leader)} returned",
        returned,
        "It happened: the value that is won, in the share that this approach gets the credit for, by what it cost.",
        f"{words.exact_money(row.expected_value)} won ÷ {words.exact_money(row.total_cost)} = {returned}",
    )


def _estimate(situation: Situation, words: Words) -> Iterator[HeadlineStep]:
    verdict, leader = situation.verdict, situation.verdict.leader
    if leader is None:
        return
    advice_words = AdviceWords(situation, words)
    low, middle, high = (advice_words.ratio(1 + point) for point in verdict.roi[leader])
    one = words.whole_money(1)
    yield HeadlineStep(
        f"Estimate for the next {one} in {in_sentence(leader)}",
        middle,
        "The middle of the same versions: as many are above it as below. It is not what happened: an approach with few "
        f"outcomes leans on the others and on an assumption of NetROI’s own: hours at your own pay return about "
        f"{words.ratio(OVERALL_RETURN.median)} for each {one}. Open outcomes count by how likely they are.",
        " ".join(filter(None, (_evidence(situation, words, leader), advice_words.why_they_differ()))),
    )
    yield HeadlineStep(
        f"{words.percent(90)} likely to be between",
        f"{low} and {high}",
        f"The range that holds {words.percent(90)} of the versions. The more outcomes you add, the narrower it gets.",
        advice_words.basis(),
    )


def _evidence(situation: Situation, words: Words, approach: str) -> str:
    """Return from how many outcomes and from what cost an approach is estimated."""
    # Those that the estimate is drawn from: with a value, and able to come again.
    used = situation.ledger.outcomes.filter(pl.col("outcome").is_in(list(situation.evidence.outcomes)))
    steps = situation.ledger.touchpoints.filter(pl.col("approach") == approach)
    own = used.join(steps, on="outcome", how="semi")
    still_open = (own["status"] == "open").sum()
    counted = pluralize(own.height, "outcome")
    if still_open:
        counted += f" ({still_open} still open)"
    rows = situation.recorded.approaches.items()
    cost = words.exact_money(sum(row.total_cost for name, row in rows if name == approach))
    others = used.height - own.height
    beside = f", and from {pluralize(others, 'outcome')} of other approaches" if others else ""
    left_out = situation.counted.filter(~pl.col("outcome").is_in(used["outcome"].implode())).height
    without = (
        f" Not used: {pluralize(left_out, 'outcome')} without a value or that can’t come again." if left_out else ""
    )
    return f"From {counted} that {in_sentence(approach)} had a part in, at a cost of {cost}{beside}.{without}"
