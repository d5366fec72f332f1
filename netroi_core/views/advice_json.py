"""The advice as the command line prints it."""

from dataclasses import asdict
from typing import Any

from netroi_core.planning.mix import Mix
from netroi_core.views.advice import Situation
from netroi_core.views.advice_words import AdviceWords
from netroi_core.views.search import Search
from netroi_core.views.week import week_plan
from netroi_core.wording.wording import Words


def advice_json(situation: Situation, words: Words) -> dict[str, Any]:
    """Return the advice as the command line prints it."""
    verdict, plan, sequence = situation.verdict, situation.plan, situation.sequence
    forecasts, said = situation.own_forecasts, AdviceWords(situation, words)
    return {
        "recorded": {"leader": situation.recorded_leader, "return": situation.recorded_returns},
        "estimate": {
            "leader": verdict.leader,
            "return": {
                name: [1 + point for point in points] for name, points in verdict.roi.items() if verdict.is_known(name)
            },
            "probability_best": verdict.probability_best,
        },
        "combination": None
        if sequence is None
        else {
            "steps": sequence.steps,
            "outcomes": sequence.wins,
            "of": sequence.of,
            "open": sequence.still_open,
            "value_share": sequence.share,
            "probability_better": sequence.probability_better,
        },
        "intangibles": {
            name: {"outcomes": row.outcomes, "mean_rating": row.mean_rating}
            for name, row in situation.intangibles.items()
        },
        "purpose": situation.ledger.profile.purpose,
        "plan": {
            "baseline": _efforts(plan.baseline.mix),
            "advised": _efforts(plan.mix) if plan.mix else None,
            "learning": None
            if plan.learning is None
            else {"approach": plan.learning.approach, "hours": plan.learning.hours, "worth": plan.learning.worth},
            "reason": plan.reason,
            "held": [asdict(held) for held in plan.held],
        },
        "venues": [{"id": row.returns.venue.id, "advice": row.advice, "odds": row.odds} for row in situation.venues],
        "overload": [{**asdict(sign), "step": situation.relief(sign)} for sign in situation.overload],
        **week_plan(situation, words).as_json,
        "search": Search(situation).as_json if situation.purpose == "find_work" else None,
        "sentences": {"headline": said.finding(), "basis": said.basis(), "plan": said.plan(plan)},
        "forecasts": None
        if forecasts is None
        else {"settled": forecasts.settled, "brier": forecasts.brier, "base_brier": forecasts.base_brier},
    }


def _efforts(mix: Mix) -> dict[str, dict[str, float]]:
    return {name: {"hours": effort.hours, "money": effort.money} for name, effort in mix.items()}
