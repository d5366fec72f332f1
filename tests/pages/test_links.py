"""Links between pages, which a menu and a list have many of."""

import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.careers import costly_activity, make_document
from tests.pages.conftest import Shelf
from tests.pages.screen import PAGES, opened, run


def scripts_looked_for(app: AppTest) -> Counter[str]:
    """Return how often a rerun looks for each script on the disk."""
    paths: list[str] = []
    realpath = os.path.realpath

    def noted(path: Any, **options: Any) -> Any:
        paths.append(os.fspath(path))
        return realpath(path, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os.path, "realpath", noted)
        run(app)
    return Counter(Path(path).name for path in paths if path.endswith(".py"))


@pytest.mark.parametrize("page", PAGES)
def test_a_page_looks_for_no_script_twice_however_many_links_lead_to_it(shelf: Shelf, page: str) -> None:
    contacts = [{"name": name, "follow_up": "2026-10-01"} for name in ("Ann Lee", "Bo Roe", "Cy Poe")]
    activities = [costly_activity("one_on_one", "9", f"2026-09-0{day}") for day in (1, 2, 3)]
    shelf.put(make_document(activities=activities, contacts=contacts))
    assert max(scripts_looked_for(opened(page)).values(), default=0) <= 1
