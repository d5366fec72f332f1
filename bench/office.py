"""Run LibreOffice without a screen, to see how it reads a file and recalculates its formulas."""

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
"""Recalculate everything whenever an Excel file is opened; numbers and days as in this locale."""
_CACHED: Final = re.compile(rb"(</f><v>)[^<]*(?=</v>)")


def libreoffice_path() -> str | None:
    """Return the path of LibreOffice, None if it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def convert(
    files: Sequence[Path], suffix: str, folder: Path, locale: str = "en-US", input_filter: str = ""
) -> list[Path]:
    """Return files as LibreOffice saves them in a folder, or raise RuntimeError if it doesn't.

    Args:
        files: The files to open.
        suffix: The suffix, without a dot, of the format to save.
        folder: The folder to save in.
        locale: The locale by which LibreOffice reads numbers and days.
        input_filter: The filter for the files with its options, where their names don't tell.
    """
    folder.mkdir(exist_ok=True)
    with TemporaryDirectory(prefix="office-") as profile:
        settings = Path(profile) / "user" / "registrymodifications.xcu"
        settings.parent.mkdir()
        settings.write_text(_SETTINGS.format(locale=locale), "utf-8")
        command = [str(libreoffice_path()), f"-env:UserInstallation=file://{profile}", "--headless", "--norestore"]
        command += [f"--infilter={input_filter}"] if input_filter else []
        command += ["--convert-to", suffix, "--outdir", str(folder), *map(str, files)]
        process = subprocess.run(command, capture_output=True, text=True, check=False)
    results = [folder / f"{file.stem}.{suffix}" for file in files]
    if missing := [file.name for file in results if not file.exists()]:
        raise RuntimeError(f"LibreOffice did not make {', '.join(missing)}: {process.stdout} {process.stderr}")
    return results


def without_cached_results(workbook: bytes, to: Path) -> Path:
    """Save a workbook with 0 as the cached result of every formula, until it is recalculated."""
    with ZipFile(to, "w", ZIP_DEFLATED) as copy, ZipFile(io.BytesIO(workbook)) as original:
        for name in original.namelist():
            copy.writestr(name, _CACHED.sub(rb"\g<1>0", original.read(name)))
    return to
