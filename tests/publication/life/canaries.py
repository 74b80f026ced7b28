"""A page that carries a unique string in every place there is, and a search for those strings in everything that is stored."""

import zipfile
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.db import connection

#: Each stands in one place: the tail is found whatever the place does to letters' case.
MARK = "canary7q"
PLACES = (
    "title", "body", "heading", "slug", "seo", "summary", "former", "comment", "reply", "remark", "approval", "override", "log",
    "trail", "pdf", "docx", "picture", "alt", "filename", "tag", "notice", "finding", "redirect", "promoted", "counted", "form",
    "session", "sheet", "report", "upload", "statement", "restore", "privacy", "relapse", "typed",
)  # fmt: skip
HAN = "蜃楼鹈鹕獬豸"


def canary(place):
    """Return the string of a place."""
    assert place in PLACES, place
    return f"{MARK}{PLACES.index(place):02d}x{place}"


def docx(text):
    """Return the bytes of a small Word file that says ``text``."""
    body = BytesIO()
    with zipfile.ZipFile(body, "w") as book:
        book.writestr("[Content_Types].xml", "<Types/>")
        book.writestr("word/document.xml", f"<w:document><w:t>{text}</w:t></w:document>")
    return body.getvalue()


def _tables():
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        # search_fts gives nothing back: its words stand in its shadow tables, which are looked through like all others.
        return sorted(row[0] for row in cursor.fetchall() if row[0] != "search_fts")


def _plain(value):
    if isinstance(value, memoryview | bytes):
        return bytes(value).decode("latin-1")
    return str(value)


def _unpacked(name, value):
    """Sessions are packed: look inside."""
    if name.endswith("_session") and isinstance(value, str) and ":" in value:
        from qsessions.backends.db import SessionStore

        return str(SessionStore().decode(value))
    return ""


def in_database(words=None):
    """Return {(table, word)} for every word found in any column of any table, full-text shadow tables included."""
    words = words or [MARK, HAN]
    found = set()
    for table in _tables():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                for value in row:
                    if isinstance(value, int | float | bool) or value is None:
                        continue
                    text = (_plain(value) + _unpacked(table, value)).lower()
                    escaped = {word: word.encode("unicode_escape").decode() for word in words}
                    utf8 = {word: word.encode().decode("latin-1") for word in words}
                    for word in words:
                        if word in text or escaped[word] in text or utf8[word] in text:
                            found.add((table, word))
    return found


def in_files(folder, words=None):
    """Return the paths below ``folder`` whose name or content (unzipped too) holds a word."""
    words = words or [MARK, HAN]
    found = set()
    for path in Path(folder).rglob("*"):
        if not path.is_file():
            continue
        blobs = [str(path.name).encode(), path.read_bytes()]
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as book:
                blobs += [book.read(part) for part in book.namelist()]
        for word in words:
            if any(word.encode() in blob.lower() for blob in blobs):
                found.add(str(path))
    return found


def raw_database():
    """Return the words found in the raw bytes of SQLite's file and its log; on PostgreSQL nothing is looked at."""
    if connection.vendor != "sqlite":
        return set()
    name = str(settings.DATABASES["default"]["NAME"])
    found = set()
    for path in (Path(name), Path(f"{name}-wal")):
        data = path.read_bytes().lower() if path.exists() else b""
        found |= {word for word in (MARK, HAN) if word.encode() in data}
    return found
