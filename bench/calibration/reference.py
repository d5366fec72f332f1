"""`python -m bench.calibration.reference` compares the verdict's sampler with PyMC's NUTS on ten workspaces.

PyMC is a tool of development: it is in no list of requirements. The models are the same, written independently, with
λᵢ and μᵢ explicit and the spreads summed over. All open outcomes are taken as won at their likely value, as in one draw
of what may happen: those draws are checked against closed forms in tests/verdict/test_posterior.py.
"""

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pymc as pm
import pytensor.tensor as pt

from bench.calibration.careers import FAMILIES, careers
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.verdict.evidence import Evidence, Floats, gather_evidence
from netroi_core.verdict.posterior import (
    LARGEST_VARIANCE,
    OVERALL_RETURN,
    PER_QUARTER,
    RATE_SPREADS,
    TAIL_WEIGHT,
    VALUE_SPREADS,
    LogPrior,
    _lumps,
    sample_posterior,
)
from netroi_core.workspace import document
from netroi_core.workspace.workspace import Workspace

_ROOT = Path(__file__).parents[2]
_FILES = ("data/sample.json", *(f"tests/golden/{name}.json" for name in ("pop-quiz", "messy-1", "messy-2", "messy-3")))
_SIMULATED = ("usual", "heavy", "unlike", "paths", "many")
_DRAWS, _NUTS_DRAWS = 20_000, 2_500


def workspaces() -> Iterator[tuple[str, Evidence]]:
    """Yield ten workspaces by name, as evidence."""
    for name in _FILES:
        ledger = Ledger(Workspace(document.parse((_ROOT / name).read_bytes())))
        yield Path(name).stem, gather_evidence(ledger, ledger.quarters, Options())
    for name in _SIMULATED:
        career = next(career for career in careers(FAMILIES[name], 9, 99) if len(career.evidence.outcomes) > 2)
        yield FAMILIES[name].title, career.evidence


def sample_by_nuts(evidence: Evidence) -> tuple[Floats, Floats, float]:
    """Return log rates per unit of cost, log typical values (a, draws), and the worst R-hat."""
    lumps = _lumps(evidence)
    total = evidence.cost.sum()
    counts, exposure = evidence.credit.sum(0) / lumps, evidence.cost / total / lumps
    logs = np.log(evidence.likely)
    size = len(evidence.cost)
    with pm.Model():
        common = pm.Flat("log_common", initval=np.log((counts.sum() + 0.5) / exposure.sum()))
        rate = pm.Flat("log_rate", shape=size, initval=np.log((counts + 1) / (exposure + exposure.mean())))
        pm.Potential("common_prior", _prior(PER_QUARTER, common - np.log(evidence.quarters)))
        pm.Potential("poisson", (counts * rate - exposure * pt.exp(rate)).sum())
        _summed("kinship", [_gamma(rate, common, 1 / spread**2) for spread in RATE_SPREADS])
        center = pm.Flat("center", initval=logs.mean())
        typical = pm.Flat("typical", shape=size, initval=np.full(size, logs.mean()))
        variance = pm.InverseGamma("variance", TAIL_WEIGHT / 2, TAIL_WEIGHT / 2)
        _summed("nearness", [pm.logp(pm.Normal.dist(center, spread), typical).sum() for spread in VALUE_SPREADS])
        off = pt.as_tensor(logs)[:, None] - typical
        pm.Potential("values", (evidence.credit * -(pt.log(variance) + off**2 / variance) / 2).sum())
        mean = pt.exp(rate + typical + pt.minimum(variance, LARGEST_VARIANCE) / 2) / total
        pm.Potential("overall_prior", _prior(OVERALL_RETURN, pt.log((evidence.cost / total * mean).sum())))
        trace = pm.sample(_NUTS_DRAWS, tune=800, chains=2, cores=1, random_seed=4, target_accept=0.9, progressbar=False)
    drawn = trace.posterior.stack(draw_=("chain", "draw"))
    worst = float(max(pm.rhat(trace)[name].max() for name in ("log_rate", "typical", "variance")))
    return drawn["log_rate"].values - np.log(total), drawn["typical"].values, worst


def _prior(prior: LogPrior, log_quantity: Any) -> Any:
    return pm.logp(pm.Cauchy.dist(np.log(prior.median), prior.scale), log_quantity)


def _gamma(log_rate: Any, log_common: Any, k: float) -> Any:
    """Return the log density of λ ~ Gamma(k, k/λ₀) on the scale of log λ."""
    return (pm.logp(pm.Gamma.dist(k, k * pt.exp(-log_common)), pt.exp(log_rate)) + log_rate).sum()


def _summed(name: str, likelihoods: list[Any]) -> None:
    pm.Potential(name, pt.logsumexp(pt.stack(likelihoods)))


def main() -> None:
    """Print the largest differences between the two samplers for each workspace."""
    print("| workspace | outcomes | log how often: mean | 5 %, 95 % | log typical value: mean | 5 %, 95 % | R-hat |")
    print("|---|" + "---:|" * 6)
    for name, evidence in workspaces():
        all_won = np.ones(len(evidence.outcomes))
        certain = replace(evidence, low=evidence.likely, high=evidence.likely, probability=all_won)
        ours = sample_posterior(certain, _DRAWS)
        rate, typical, worst = sample_by_nuts(certain)
        cells = []
        for mine, theirs in ((ours.log_rate, rate), (ours.log_typical, typical)):
            cells.append(f"{np.abs(mine.mean(1) - theirs.mean(1)).max():.3f}")
            ends = [np.quantile(draws, (0.05, 0.95), axis=1) for draws in (mine, theirs)]
            cells.append(f"{np.abs(ends[0] - ends[1]).max():.3f}")
        print(f"| {name} | {len(certain.outcomes)} | {' | '.join(cells)} | {worst:.3f} |")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
