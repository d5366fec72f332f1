"""The style of all pages and their script, for what Streamlit has no option for; the page that it serves has both.

The script gives fields a numeric keyboard, and lets links wait until what was typed is saved. Its hash is in the
Content-Security-Policy.
"""

from pathlib import Path
from typing import Final

_FOLDER: Final = Path(__file__).parent
STYLE: Final = f"<style>{(_FOLDER / 'style.css').read_text('utf-8')}</style>"
SCRIPT: Final = f"<script>{(_FOLDER / 'fields.js').read_text('utf-8')}</script>"
