"""``make translations``: finds the strings without Chinese, adds them to ``locale/`` to be filled in, compiles catalogues.

What Wagtail, Django and other packages leave untranslated, or translate otherwise than our glossary, stands in
``locale/zh_Hans/LC_MESSAGES/{django,djangojs}.po``. Compiled files are committed, so that running needs no tool.
With ``--check`` nothing is written. The exit status is 1 while a string has no Chinese or a compiled file is stale.
"""

import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]

import polib  # noqa: E402

from scripts.translation_sources import Message, messages  # noqa: E402

CATALOGUES = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES"
DOMAINS = ("django", "djangojs")
HAN = re.compile(r"[\u3400-\u9fff]")
_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sdrif]|\{\w*\}|%%|<[^>]+>|&\w+;")

#: Strings that stay as they are, and why.
KEPT = {
    "ID": "通行写法",
    "IPv4": "通行写法",
    "IPv6": "通行写法",
    "%s KB": "单位符号",
    "%s MB": "单位符号",
    "%s GB": "单位符号",
    "%s TB": "单位符号",
    "%s PB": "单位符号",
}


def needs_chinese(text: str) -> bool:
    """Tell whether ``text`` has words of another script outside its placeholders and tags."""
    return not HAN.search(text) and bool(re.search(r"[A-Za-z]{2,}", _PLACEHOLDER.sub(" ", text)))


def translated(message: Message) -> str | None:
    """Return what the running site shows for ``message``, all catalogues merged, or None."""
    from django.utils.translation.trans_real import DjangoTranslation, translation

    if message.domain == "django":
        catalogue = translation("zh-hans")._catalog
    else:
        catalogue = _SCRIPTS.setdefault("zh-hans", DjangoTranslation("zh-hans", domain="djangojs"))._catalog
    key = f"{message.context}\x04{message.text}" if message.context else message.text
    value = catalogue.get((key, 0)) if message.plural else catalogue.get(key)
    return value or None


_SCRIPTS: dict[str, object] = {}


def untranslated(found: Iterable[Message]) -> list[Message]:
    """Return the messages that would be shown without Chinese."""
    missing = []
    for message in found:
        if message.text in KEPT or not needs_chinese(message.text):
            continue
        value = translated(message)
        if value is None or needs_chinese(value):
            missing.append(message)
    return missing


def compiled(domain: str) -> bytes:
    """Return the binary catalogue of ``domain`` as it should be on disk."""
    return polib.pofile(str(CATALOGUES / f"{domain}.po")).to_binary()


def stale() -> list[str]:
    """Return the domains whose ``.mo`` is not what their ``.po`` says."""
    return [name for name in DOMAINS if (CATALOGUES / f"{name}.mo").read_bytes() != compiled(name)]


def add(missing: Iterable[Message]) -> None:
    """Append empty entries to the catalogues, each with the file that it comes from."""
    for domain in DOMAINS:
        path = CATALOGUES / f"{domain}.po"
        file = polib.pofile(str(path), wrapwidth=0)
        known = {(entry.msgctxt, entry.msgid) for entry in file}
        for message in missing:
            if message.domain == domain and (message.context, message.text) not in known:
                plural = {"msgid_plural": message.plural, "msgstr_plural": {0: ""}} if message.plural else {}
                file.append(polib.POEntry(msgctxt=message.context, msgid=message.text, comment=message.where, **plural))
        file.save(str(path))


def main() -> int:
    """Report, and unless ``--check`` was given, add and compile."""
    check = "--check" in sys.argv[1:]
    if not check:
        for domain in DOMAINS:
            (CATALOGUES / f"{domain}.mo").write_bytes(compiled(domain))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    import django

    django.setup()
    found = messages()
    missing = untranslated(found)
    if not check:
        add(missing)
    for message in missing:
        print(f"没有中文：{message.where}：{message.text!r}")
    old = stale()
    for domain in old:
        print(f"编译文件已过时：{domain}.mo（运行 make translations）")
    print(f"共 {len(found)} 条界面文字，{len(missing)} 条没有中文。")
    return 1 if missing or old else 0


if __name__ == "__main__":
    sys.exit(main())
