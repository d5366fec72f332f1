"""LibreOffice without a screen: how it reads a file, with everything figured anew."""

import io
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile

_SETTINGS: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item>
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">
<value>{locale}</value></prop></item>
</oor:items>
"""
"""Figure everything anew whenever an Excel file is opened; numbers and days as in this locale."""
_CACHED: Final = re.compile(rb"(</f><v>)[^<]*(?=</v>)")


def program() -> str | None:
    """LibreOffice, if it is installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def converted(files: Sequence[Path], to: str, folder: Path, locale: str = "en-US", reading: str = "") -> list[Path]:
    """The files as LibreOffice saves them, with this suffix, in a folder; RuntimeError if it does not.

    ``reading`` is the filter for the files themselves with its options, where it can't be told by their names.
    """
    folder.mkdir(exist_ok=True)
    with TemporaryDirectory(prefix="office-") as profile:
        settings = Path(profile) / "user" / "registrymodifications.xcu"
        settings.parent.mkdir()
        settings.write_text(_SETTINGS.format(locale=locale), "utf-8")
        command = [str(program()), f"-env:UserInstallation=file://{profile}", "--headless", "--norestore"]
        command += [f"--infilter={reading}"] if reading else []
        command += ["--convert-to", to, "--outdir", str(folder), *map(str, files)]
        ended = subprocess.run(command, capture_output=True, text=True, check=False)
    made = [folder / f"{file.stem}.{to}" for file in files]
    if missing := [file.name for file in made if not file.exists()]:
        raise RuntimeError(f"LibreOffice did not make {', '.join(missing)}: {ended.stdout} {ended.stderr}")
    return made


def without_results(workbook: bytes, to: Path) -> Path:
    """A workbook in which every formula says 0 until it is figured anew."""
    with ZipFile(to, "w", ZIP_DEFLATED) as made, ZipFile(io.BytesIO(workbook)) as given:
        for name in given.namelist():
            made.writestr(name, _CACHED.sub(rb"\g<1>0", given.read(name)))
    return to
