"""Formulas that frames, arrays and single records share."""

from typing import TypeVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

T = TypeVar("T", float, pl.Expr, NDArray[np.float64])


def pert_mean(low: T, likely: T, high: T) -> T:
    """Return the mean of a value that was estimated by three points.

    Source: Malcolm et al., Application of a Technique for R&D Program Evaluation (PERT), 1959.

    >>> pert_mean(0, 10, 26)
    11.0
    """
    return (low + 4 * likely + high) / 6


def counted_value(low: T, likely: T, high: T, margin: T, incrementality: T) -> T:
    """Return what an outcome counts as if it happens: your margin, without what would have come anyway.

    >>> counted_value(4000.0, 4000.0, 4000.0, 0.5, 0.8)
    1600.0
    """
    return pert_mean(low, likely, high) * margin * incrementality
