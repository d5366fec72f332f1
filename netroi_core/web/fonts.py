"""Font subsets: only the letters and icons that the app shows, in a tenth of the bytes of Streamlit's files.

The whole fonts of letters stay in the style sheet: a browser loads them only for letters outside ``LETTERS``.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from re import findall
from typing import TYPE_CHECKING, Final

# fontTools is imported where fonts are cut, which happens once: its import takes a third of the time of Streamlit's.
if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

LETTERS: Final = (
    range(0x20, 0x7F),
    range(0xA0, 0x180),  # Latin with the accents of Europe
    *(range(ord(letter), ord(letter) + 1) for letter in "Σθλμστχ₀€™−√≈✓"),
    range(0x2010, 0x203B),  # dashes, quotes, and other punctuation
    range(0x2190, 0x2194),  # arrows
    range(0x2260, 0x2266),  # ≠ ≤ ≥
)
"""The letters of the cut fonts, as ranges of code points."""

_ICON_NAMES: Final = """
account_circle add add_link archive arrow_back arrow_forward attribution auto_awesome autorenew balance
calendar_add_on call_split campaign cancel cards category check check_circle checklist circle circles close contacts
conversation database delete delete_forever description devices_off directions_walk dns done done_all download draft eco
edit edit_note email emoji_events energy error event explore feed feedback flag format_quote forum front_hand group
group_add groups handshake help history home hub info key label link link_off list login logout margin menu
merge money monitoring north_east notes notifications open_in_new pages paid password pause payments people percent
person person_add preview print quiz rate_review redeem refresh repeat report restaurant restore route schedule search
self_improvement settings settings_backup_restore share shield south_west spa step steps sync table_edit table_rows
table_view task_alt timeline title today trending_up trophy tune unarchive undo upload_file visibility warning
waving_hand webhook work workspaces
"""
ICONS: Final = frozenset(_ICON_NAMES.split())
"""The names of the icons that the app shows; those that Streamlit shows by itself are found in its files."""

_LIGATURE_LETTERS: Final = tuple(map(ord, "abcdefghijklmnopqrstuvwxyz0123456789_"))
_STREAMLIT_ICON: Final = r":material/(\w+):"


@dataclass(frozen=True)
class CutFont:
    """A font to cut, that is to subset.

    Attributes:
        family: Its name in Streamlit's style sheet.
        file: The beginning of its file's name.
        style: Of its letters, as in CSS.
        axes: The axes of the font that are fixed to a value, as the app shows no other.
    """

    family: str
    file: str
    style: str = "normal"
    axes: tuple[tuple[str, float], ...] = ()

    def styles_with(self, styles: str, whole: str, cut: str) -> str:
        """Return the style sheet with the cut font: of letters beside the whole one, of icons in its place."""
        if self.family == _ICON_FAMILY:  # Streamlit preloads all fonts of this family
            return styles.replace(whole, cut)
        ranges = ",".join(f"U+{letters.start:X}-{letters.stop - 1:X}" for letters in LETTERS)
        face = (
            f"@font-face{{font-family:{self.family};font-weight:100 900;font-style:{self.style};unicode-range:{ranges};"
            f'src:url(../media/{cut})format("woff2")}}'
        )
        return f"{styles}{face}"


_ICON_FAMILY: Final = "Material Symbols Rounded"
_WEIGHTS: Final = {400: "Regular", 600: "Semibold"}
SANS: Final = CutFont("Source Sans", "SourceSansVF-Upright")
# Headings alone have it, all of one weight; their size is near the one that it is drawn for.
SERIF: Final = CutFont("Source Serif", "SourceSerifVariable-Roman", axes=(("wght", 600), ("opsz", 28)))
FONTS: Final = (
    SANS,
    SERIF,
    CutFont("Source Sans", "SourceSansVF-Italic", style="italic"),
    CutFont(_ICON_FAMILY, "MaterialSymbols-Rounded"),
)


def cut_fonts(static: Path) -> Iterator[tuple[CutFont, Path, bytes]]:
    """Yield each font with its file among Streamlit's static files, and the bytes of the cut one."""
    from fontTools.ttLib import TTFont

    for cut in FONTS:
        for file in (static / "media").glob(f"{cut.file}.*.woff2"):
            font = TTFont(file, recalcTimestamp=False)  # the same bytes, and so the same name, on every machine
            if cut.family == _ICON_FAMILY:
                _cut_icons(font, ICONS | streamlit_icons(static))
            else:
                _cut_letters(font, (code for letters in LETTERS for code in letters), cut.axes)
            yield cut, file, _woff2(font)


def embedded_faces(family: str, text: str) -> str:
    """Return the style rules of a family that holds the letters of a text, for a picture that is shown as an image.

    The fonts of a page don't reach into an image. The weights are those of charts.
    """
    from fontTools.ttLib import TTFont

    rules = []
    for weight, name in _WEIGHTS.items():
        file = files("font_source_sans_pro") / "files" / f"SourceSansPro-{name}.ttf"
        # Lazily, in a third of the time: most of its tables are dropped unread.
        with TTFont(str(file), recalcTimestamp=False, lazy=True) as font:
            _cut_letters(font, map(ord, text))
            content = b64encode(_woff2(font)).decode()
        source = f"url(data:font/woff2;base64,{content})"
        rules.append(f'@font-face{{font-family:"{family}";font-weight:{weight};src:{source}}}')
    return "".join(rules)


def streamlit_icons(static: Path) -> frozenset[str]:
    """Return the names of the icons that Streamlit shows by itself."""
    scripts = (file.read_text("utf-8") for file in (static / "js").glob("*.js"))
    return frozenset(name for script in scripts for name in findall(_STREAMLIT_ICON, script))


def _woff2(font: TTFont) -> bytes:
    font.flavor = "woff2"
    content = BytesIO()
    font.save(content)
    return content.getvalue()


def _cut_letters(font: TTFont, codes: Iterable[int], axes: tuple[tuple[str, float], ...] = ()) -> None:
    from fontTools.subset import Options, Subsetter
    from fontTools.varLib.instancer import instantiateVariableFont

    options = Options(hinting=False)
    options.layout_features = ["kern", "liga", "calt", "ccmp", "locl", "mark", "mkmk"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=list(codes))
    subsetter.subset(font)
    if axes:
        instantiateVariableFont(font, dict(axes), inplace=True)


def _cut_icons(font: TTFont, names: frozenset[str]) -> None:
    from fontTools.subset import Options, Subsetter

    # An icon is a ligature of the letters of its name. Without the closure, which would keep every ligature that can be
    # made of these letters.
    options = Options(layout_closure=False, glyph_names=False)
    options.layout_features = ["*"]
    subsetter = Subsetter(options)
    glyphs = {glyph for name, glyph in ligatures(font) if name in names}
    subsetter.populate(unicodes=_LIGATURE_LETTERS, glyphs=glyphs)
    subsetter.subset(font)


def ligatures(font: TTFont) -> Iterator[tuple[str, str]]:
    """Yield the letters of each ligature of a font, with the name of the glyph that is drawn for them."""
    letters = {glyph: chr(code) for code, glyph in font.getBestCmap().items()}
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            for first, ligature_set in getattr(table, "ExtSubTable", table).ligatures.items():
                for ligature in ligature_set:
                    yield "".join(letters[glyph] for glyph in (first, *ligature.Component)), ligature.LigGlyph
