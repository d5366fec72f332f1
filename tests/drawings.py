"""What a test sees in a chart: whether its specification is sound, and the words that are drawn."""

import json
from typing import Final
from xml.etree import ElementTree

from altair.vegalite.v6.schema.core import load_schema
from jsonschema import Draft7Validator

from netroi_core.charts.chart import Chart
from netroi_core.charts.palette import DARK

_VEGA_LITE: Final = Draft7Validator(load_schema())


def vega_lite_errors(chart: Chart) -> list[str]:
    """What is wrong with a specification."""
    return [error.message for error in _VEGA_LITE.iter_errors(json.loads(json.dumps(chart.spec_on(DARK))))]


def drawn_texts(chart: Chart) -> list[str]:
    """All words in a picture."""
    root = ElementTree.fromstring(chart.svg())
    return ["".join(text.itertext()) for text in root.iter("{http://www.w3.org/2000/svg}text")]


def beyond_the_scale(chart: Chart, *columns: str) -> list[str]:
    """Of these columns, as far as the chart has them, those with a figure that its scale does not reach."""
    scale = {param["name"]: param["value"] for param in chart.spec["params"]}
    shown = [column for column in columns if column in chart.rows]
    return [c for c in shown if not chart.rows[c].drop_nulls().is_between(scale["low"], scale["high"]).all()]
