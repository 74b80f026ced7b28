"""ODT, ODS, ODP: content, styles (headers and footers), comments, tracked changes and properties."""

import zipfile
from typing import Any

from .parts import Extract, within
from .xml_text import text_of

_WHERE = {"content.xml": "正文", "styles.xml": "页眉页脚", "meta.xml": "文档属性", "settings.xml": "文档设置"}


def read_opendocument(extract: Extract, where: str, archive: zipfile.ZipFile, inside: Any) -> None:
    """Add every XML part's text; pictures and embedded objects go to ``inside(where, data)``."""
    names = set(archive.namelist())
    if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        extract.cannot_read(where, "encrypted")
        return
    for info in archive.infolist():
        name = info.filename
        if name.endswith("/") or name.startswith(("Thumbnails/", "Configurations2/")) or name == "mimetype":
            continue
        extract.unfold(info.file_size)
        label = within(where, _WHERE.get(name.rsplit("/", 1)[-1], "") or "")
        if name.endswith((".xml", ".rdf")):
            try:
                now, before, notes = text_of(archive.read(name), attributes=name != "styles.xml")
            except ValueError:
                extract.cannot_read(label, "broken")
                continue
            extract.text(label, now)
            extract.text(within(where, "修订前文字"), before)
            extract.text(within(label, "属性"), notes)
        else:
            inside(within(where, name.rsplit("/", 1)[-1]), archive.read(name))
