"""The palette: readable on both backgrounds, distinct for every color vision, and the same as in the theme."""

import re
import tomllib
from collections.abc import Sequence
from itertools import combinations
from math import dist
from pathlib import Path

import pytest

from netroi_core.charts.palette import APPROACH_COLORS, DARK, GAINED, LIGHT, MONEY, UNATTRIBUTED, Ground
from netroi_core.workspace.fields import APPROACHES

THEME = tomllib.loads((Path(__file__).parents[2] / ".streamlit" / "config.toml").read_text())["theme"]

Triple = Sequence[float]
NORMAL = ((1, 0, 0), (0, 1, 0), (0, 0, 1))
# Machado, Oliveira, Fernandes: A Physiologically-based Model for Simulation of Color Vision Deficiency, 2009.
DEUTERANOPIA = ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881))
PROTANOPIA = ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998))
SIGHTS = {"normal": NORMAL, "deuteranope": DEUTERANOPIA, "protanope": PROTANOPIA}


def linear(color: str) -> list[float]:
    """Red, green and blue as amounts of light, from 0 to 1."""
    parts = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def times(matrix: Sequence[Triple], light: Triple) -> list[float]:
    return [sum(a * b for a, b in zip(row, light, strict=True)) for row in matrix]


def contrast(color: str, ground: str) -> float:
    """The contrast ratio of WCAG 2, from 1 to 21."""
    low, high = sorted(times(((0.2126, 0.7152, 0.0722),), linear(value))[0] for value in (color, ground))
    return (high + 0.05) / (low + 0.05)


def lab(light: Triple) -> tuple[float, float, float]:
    """CIE Lab under D65, of linear RGB."""
    to_xyz = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))
    xyz = times(to_xyz, [min(1.0, max(0.0, part)) for part in light])
    x, y, z = (
        share ** (1 / 3) if share > (6 / 29) ** 3 else share / (3 * (6 / 29) ** 2) + 4 / 29
        for share in (part / white for part, white in zip(xyz, (0.95047, 1.0, 1.08883), strict=True))
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def test_the_yardsticks_measure_what_they_say() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert lab(linear("#ff0000")) == pytest.approx((53.24, 80.09, 67.20), abs=0.05)
    red, green = (lab(times(DEUTERANOPIA, linear(color))) for color in ("#c04000", "#7a7a00"))
    assert dist(red, green) < 30 < dist(lab(linear("#c04000")), lab(linear("#7a7a00")))


@pytest.mark.parametrize("ground", [LIGHT, DARK])
@pytest.mark.parametrize("color", [*APPROACH_COLORS.values(), GAINED, MONEY, UNATTRIBUTED])
def test_whatever_is_drawn_stands_out_from_both_grounds(color: str, ground: Ground) -> None:
    assert contrast(color, ground.paper) >= 3


@pytest.mark.parametrize("ground", [LIGHT, DARK])
def test_ink_is_easy_to_read_on_its_paper(ground: Ground) -> None:
    assert contrast(ground.ink, ground.paper) >= 7


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize(("first", "second"), list(combinations(APPROACHES, 2)))
def test_the_approaches_stay_apart_for_every_sight(first: str, second: str, sight: str) -> None:
    colors = {approach: lab(times(SIGHTS[sight], linear(color))) for approach, color in APPROACH_COLORS.items()}
    assert dist(colors[first], colors[second]) >= 30


def test_every_approach_has_a_color_of_its_own() -> None:
    assert tuple(APPROACH_COLORS) == APPROACHES
    assert len({*APPROACH_COLORS.values(), GAINED, MONEY, UNATTRIBUTED}) == len(APPROACHES) + 3


@pytest.mark.parametrize(("name", "ground"), [("light", LIGHT), ("dark", DARK)])
def test_the_pages_are_drawn_in_the_colors_of_the_palette(name: str, ground: Ground) -> None:
    theme = THEME[name]
    assert (theme["backgroundColor"], theme["textColor"]) == ground
    assert theme["chartCategoricalColors"] == list(APPROACH_COLORS.values())


@pytest.mark.parametrize(("name", "ground"), [("light", LIGHT), ("dark", DARK)])
def test_links_and_words_are_readable_on_every_ground_of_the_theme(name: str, ground: Ground) -> None:
    for paper in (ground.paper, THEME[name]["secondaryBackgroundColor"]):
        assert contrast(THEME[name]["linkColor"], paper) >= 4.5
        assert contrast(ground.ink, paper) >= 7


@pytest.mark.parametrize(("name", "ground"), [("light", LIGHT), ("dark", DARK)])
def test_outlines_and_buttons_stand_out_from_every_ground_of_the_theme(name: str, ground: Ground) -> None:
    for paper in (ground.paper, THEME[name]["secondaryBackgroundColor"]):
        assert contrast(THEME[name]["borderColor"], paper) >= 3
        assert contrast(THEME[name]["primaryColor"], paper) >= 3
    assert contrast("#ffffff", THEME[name]["primaryColor"]) >= 4.5, "the text of a button"


@pytest.mark.parametrize("sheet", ["web/templates/page.css", "report/report.css"])
def test_the_plain_pages_have_the_grounds_of_the_app(sheet: str) -> None:
    css = (Path(__file__).parents[2] / "netroi_core" / sheet).read_text()
    assert [tuple(pair) for pair in re.findall(r"--paper: (#\w{6}); --ink: (#\w{6})", css)] == [LIGHT, DARK]
