"""ZIP archives: looked into, within limits of number, size and depth."""

import zipfile
from typing import Any

from .parts import Extract, within


def read_archive(extract: Extract, where: str, archive: zipfile.ZipFile, inside: Any) -> None:
    """Add the names of the entries as a text, and give each entry's bytes to ``inside(where, data)``."""
    infos = [info for info in archive.infolist() if not info.is_dir()]
    names = [_name(info) for info in infos]
    extract.text(within(where, "压缩包内文件名"), "\n".join(names))
    if archive.comment:
        extract.text(within(where, "压缩包备注"), archive.comment.decode("utf-8", "replace"))
    for info, name in zip(infos, names, strict=True):
        extract.unfold(info.file_size)
        label = within(where, name)
        if info.flag_bits & 1:
            extract.cannot_read(label, "encrypted")
            continue
        try:
            inside(label, archive.read(info))
        except (zipfile.BadZipFile, NotImplementedError, OSError, RuntimeError):
            extract.cannot_read(label, "broken")


def _name(info: zipfile.ZipInfo) -> str:
    """The entry's name; archives made on Chinese Windows carry GBK names that ``zipfile`` reads as code page 437."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return info.filename
