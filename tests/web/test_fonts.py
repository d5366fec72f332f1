"""The cut fonts: every icon and letter that the app shows is in them, and little else."""

import ast
from base64 import b64decode
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from re import findall
from unicodedata import category

import pytest
from fontTools.ttLib import TTFont
from streamlit.material_icon_names import ALL_MATERIAL_ICONS

from netroi_core.web import fonts
from netroi_core.web.fonts import FONTS, ICONS, LETTERS, SANS, SERIF, cut_fonts, ligatures, streamlit_icons
from netroi_core.web.static_cache import streamlit_files
from tests.careers import ROOT

STATIC = streamlit_files()
*_, ITALIC, SYMBOLS = FONTS
SOURCES = [*(ROOT / "pages").rglob("*.py"), *(ROOT / "netroi_core").rglob("*.py")]
# Only in files that people download, in patterns that read files, and in names that people type.
NOT_ON_SCREEN = ("importers", "exports", "storage")


def texts(file: Path) -> Iterator[str]:
    """The texts in a file's code."""
    nodes = ast.walk(ast.parse(file.read_bytes()))
    return (node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))


def icons_of(file: Path) -> set[str]:
    """The icons that a file names, and in pages also those whose names stand alone, to be shown somewhere else."""
    named = {name for text in texts(file) for name in findall(r":material/(\w+):", text)}
    alone = set(texts(file)) if "pages" in file.parts else set()
    return (named | alone) & ALL_MATERIAL_ICONS


def icons_in(font: TTFont) -> set[str]:
    """The names that the font draws as icons."""
    return {name for name, _ in ligatures(font)}


@pytest.fixture(scope="module")
def cut() -> Mapping[fonts.CutFont, TTFont]:
    return {font: TTFont(BytesIO(content)) for font, _, content in cut_fonts(STATIC)}


def test_no_icon_of_the_app_is_missing() -> None:
    missing = {name for file in SOURCES for name in icons_of(file)} - ICONS
    assert not missing, f"add to the icons of netroi_core/web/fonts.py: {' '.join(sorted(missing))}"


def test_an_icon_that_no_page_names_is_not_kept() -> None:
    assert {name for file in SOURCES for name in icons_of(file)} == ICONS


def test_the_cut_font_of_icons_draws_those_of_the_app_and_of_streamlit_alone(
    cut: Mapping[fonts.CutFont, TTFont],
) -> None:
    (whole,) = (STATIC / "media").glob(f"{SYMBOLS.file}.*")
    wanted = (ICONS | streamlit_icons(STATIC)) & icons_in(TTFont(whole))
    drawn = icons_in(cut[SYMBOLS])
    assert ICONS | {"keyboard_arrow_right"} <= wanted <= drawn
    assert len(drawn) < 2 * len(wanted)  # some icons have several names


def test_every_letter_of_the_app_is_in_the_cut_fonts_or_in_none(cut: Mapping[fonts.CutFont, TTFont]) -> None:
    files = [file for file in SOURCES if not set(file.parts) & set(NOT_ON_SCREEN)]
    letters = {letter for file in files for text in texts(file) for letter in text}
    shown = {ord(letter) for letter in letters if category(letter) != "Cf"}  # format characters have no shape
    for font in (SANS, SERIF):
        (whole,) = (STATIC / "media").glob(f"{font.file}.*")
        missing = (shown & TTFont(whole).getBestCmap().keys()) - cut[font].getBestCmap().keys()
        assert not missing, f"{font.family}: {''.join(map(chr, sorted(missing)))}"


def test_a_cut_font_of_letters_has_the_whole_range_that_its_style_sheet_promises(
    cut: Mapping[fonts.CutFont, TTFont],
) -> None:
    promised = {code for letters in LETTERS for code in letters}
    for font in (SANS, ITALIC, SERIF):
        (whole,) = (STATIC / "media").glob(f"{font.file}.*")
        assert cut[font].getBestCmap().keys() == promised & TTFont(whole).getBestCmap().keys()


def test_the_style_sheet_has_cut_letters_beside_the_whole_and_cut_icons_in_place_of_them() -> None:
    whole = "@font-face{src:url(../media/whole.woff2)}"
    assert SYMBOLS.styles_with(whole, "whole.woff2", "cut.woff2") == "@font-face{src:url(../media/cut.woff2)}"
    styles = SERIF.styles_with(whole, "whole.woff2", "cut.woff2")
    assert styles.startswith(whole)
    assert "unicode-range:U+20-7E,U+A0-17F," in styles


def test_the_faces_for_a_picture_hold_its_letters_in_both_weights_and_no_others() -> None:
    rules = fonts.embedded_faces("Of a picture", "$1 won")
    face = r'@font-face\{font-family:"Of a picture";font-weight:(\d+);src:url\(data:font/woff2;base64,(.*?)\)\}'
    faces = findall(face, rules)
    assert [weight for weight, _ in faces] == ["400", "600"]
    for _, content in faces:
        assert TTFont(BytesIO(b64decode(content))).getBestCmap().keys() == set(map(ord, "$1 won"))
