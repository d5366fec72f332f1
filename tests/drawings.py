"""Inspect charts in tests: errors of a specification and empty layers, the texts drawn, and values beyond the scale."""

import json
from typing import Final
from xml.etree import ElementTree

import vl_convert
from altair.vegalite.v6.schema.core import load_schema
from jsonschema import Draft7Validator

from netroi_core.charts.chart import ROWS, Chart
from netroi_core.charts.palette import DARK

_SVG: Final = "{http://www.w3.org/2000/svg}"
_VEGA_LITE: Final = Draft7Validator(load_schema())


def chart_errors(chart: Chart) -> list[str]:
    """Return the errors of a specification against the schema of Vega-Lite, and the layers that draw nothing.

    A layer without marks is an image without a text for screen readers; hidden from them, it may be empty.
    """
    errors = [error.message for error in _VEGA_LITE.iter_errors(json.loads(json.dumps(chart.spec_on(DARK))))]
    groups = ElementTree.fromstring(chart.svg()).iter(f"{_SVG}g")
    return errors + [
        f"{group.get('class')} is empty"
        for group in groups
        if group.get("role") == "graphics-symbol" and group.get("aria-label") is None and len(group) == 0
    ]


def moves_in_streamlit(chart: Chart) -> bool:
    """Return whether Streamlit's theme, which comes below a chart's own, moves its bars: they leave their labels."""
    spec = {**chart.spec_on(DARK), "datasets": {ROWS: chart.rows.to_dicts()}, "width": 640}
    bar = {**spec["config"]["bar"], "binSpacing": 4, "discreteBandSize": {"band": 0.85}}
    themed = {**spec, "config": {**spec["config"], "bar": bar}}
    return vl_convert.vegalite_to_svg(themed) != vl_convert.vegalite_to_svg(spec)


def drawn_texts(chart: Chart) -> list[str]:
    """Return all texts in the picture of a chart."""
    return texts_in(chart.svg())


def texts_in(svg: str) -> list[str]:
    """Return all texts in a picture; the lines of a text are joined by spaces."""
    root = ElementTree.fromstring(svg)
    return [" ".join(text.itertext()) for text in root.iter(f"{_SVG}text")]


def beyond_the_scale(chart: Chart, *columns: str) -> list[str]:
    """Return those of the columns, if the chart has them, with a value that its scale does not reach."""
    scale = {param["name"]: param["value"] for param in chart.spec["params"]}
    present = [column for column in columns if column in chart.rows]
    return [c for c in present if not chart.rows[c].drop_nulls().is_between(scale["low"], scale["high"]).all()]
