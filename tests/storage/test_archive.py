"""A store in one file: whole or missing, for its owner alone, and back from it to the byte."""

import os
import shutil
from contextlib import suppress
from pathlib import Path
from zipfile import ZipFile

import pytest

from netroi_core.storage import archive
from netroi_core.storage.addresses import open_whole_store
from netroi_core.storage.store_copy import CopyCounts, NotCopied, copy_store
from tests.storage.files.test_blob_files import Died
from tests.storage.test_store_copy import KINDS, contents, filled, latest, new_address  # noqa: F401


def backup(address: str, file: Path) -> None:
    with archive.written(file) as target:
        assert copy_store(filled(address), target) == CopyCounts(copied=5, entries=3)


@pytest.mark.parametrize("target", KINDS)
@pytest.mark.parametrize("origin", KINDS)
def test_what_was_saved_comes_back_to_the_byte(tmp_path, new_address, origin, target):  # noqa: F811
    source_address, destination, file = new_address(origin), new_address(target), tmp_path / "backup.zip"
    backup(source_address, file)
    assert file.stat().st_mode & 0o777 == 0o600
    with archive.read(file) as source:
        assert copy_store(source, open_whole_store(destination)) == CopyCounts(copied=5, entries=3)
    assert latest(open_whole_store(destination)) == latest(open_whole_store(source_address))
    if origin == target:
        assert contents(open_whole_store(destination)) == contents(open_whole_store(source_address))


def test_it_is_laid_out_like_a_folder_of_files(tmp_path):
    folder, file = tmp_path / "source", tmp_path / "backup.zip"
    backup(str(folder), file)
    with ZipFile(file) as opened:
        for name in opened.namelist():
            assert opened.read(name) == (folder / name).read_bytes()
        source_address = (str(path.relative_to(folder)) for path in folder.rglob("*.json"))
        assert set(opened.namelist()) == {"key", *source_address}


@pytest.mark.parametrize("target", KINDS)
def test_a_backup_of_before_there_were_entries_is_restored(tmp_path, new_address, target):  # noqa: F811
    folder, file, destination = tmp_path / "source", tmp_path / "backup.zip", new_address(target)
    filled(str(folder))
    shutil.rmtree(folder / "access")
    with archive.written(file) as target:
        copy_store(open_whole_store(str(folder)), target)
    with ZipFile(file) as opened:
        assert not [name for name in opened.namelist() if name.startswith("access")]
    with archive.read(file) as source:
        assert copy_store(source, open_whole_store(destination)) == CopyCounts(copied=5)
    assert latest(open_whole_store(destination)) == latest(open_whole_store(str(folder)))


def test_what_is_interrupted_leaves_no_file_and_what_is_there_is_left(tmp_path):
    file = tmp_path / "backup.zip"
    with suppress(Died), archive.written(file) as target:
        target.begin(bytes(64))
        raise Died
    assert list(tmp_path.iterdir()) == []
    file.write_bytes(b"precious")
    with pytest.raises(NotCopied, match="A file with this name"), archive.written(file):
        pass
    assert file.read_bytes() == b"precious"


def test_every_damage_of_the_file_is_seen(tmp_path):
    folder, file = tmp_path / "source", tmp_path / "backup.zip"
    backup(str(folder), file)
    good = file.read_bytes()
    right = contents(open_whole_store(str(folder)))
    spoilt = 0
    for byte in range(0, len(good), 17):
        file.write_bytes(good[:byte] + bytes([good[byte] ^ 1]) + good[byte + 1 :])
        try:
            with archive.read(file) as source:
                source.key()
                content = contents(source)
        except NotCopied:
            spoilt += 1
            continue
        assert content == right, byte
    assert spoilt > 50
    file.write_bytes(good[:-1])
    with pytest.raises(NotCopied), archive.read(file):
        pass


def test_what_is_no_backup_is_refused(tmp_path):
    file = tmp_path / "backup.zip"
    file.write_bytes(os.urandom(1000))
    with pytest.raises(NotCopied, match="not a backup"), archive.read(file):
        pass
