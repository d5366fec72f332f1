"""The style of all pages and their scripts, for what Streamlit has no option for; the page that it serves has them.

The scripts give fields a numeric keyboard, let links wait until what was typed is saved, and show the help of
links. Their hashes are in the Content-Security-Policy.
"""

import json
from pathlib import Path
from typing import Final

from pages.frame.menu import hints


def _read(name: str) -> str:
    return Path(__file__).with_name(name).read_text("utf-8")


STYLE: Final = f"<style>{_read('style.css')}</style>"
SCRIPTS: Final = f"<script>{_read('fields.js')}</script><script>({_read('hints.js')})({json.dumps(hints())})</script>"
