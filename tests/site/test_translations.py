"""Our catalogues: complete for what is installed, compiled as written, true to the placeholders, seen by scripts too."""

import json
import re
from importlib import import_module

import polib
import pytest
from config.template_wording import WORDING, Loader
from django.apps import apps as installed
from django.contrib.auth.models import Permission
from django.template.loader import get_template
from django.urls import reverse
from django.utils.translation import gettext, ngettext, override
from wagtail.models import Collection, Page

from home.admin_wording import name_permissions
from scripts import translations
from scripts.translation_sources import ROOT, messages

_TOKEN = re.compile(r"%\(\w+\)[a-z]|%[sdrif]|\{\w*(?::\w+)?\}|</?\w+[^>]*>")

#: Placeholders that a translation leaves out on purpose: Wagtail gives no value for it, so that "None" would be shown.
LEFT_OUT = {"%(model_name)s"}


@pytest.fixture(scope="module")
def found():
    return messages()


def test_every_installed_string_has_chinese(found):
    assert [f"{message.where}: {message.text}" for message in translations.untranslated(found)] == []


def test_the_search_for_strings_sees_python_templates_and_catalogues(found):
    texts = {message.text for message in found}
    assert "Choose another page" in texts  # Python
    assert "Skip to main content" in texts  # a template
    assert ("djangojs", "Pin toolbar") in {(message.domain, message.text) for message in found}
    assert "enqueued at" in texts  # a package without a catalogue
    assert len(found) > 2000


def test_a_string_without_chinese_is_found(found):
    message = found[0]._replace(text="A sentence that nobody has translated")
    assert translations.untranslated([message]) == [message]


def test_compiled_catalogues_match_their_sources():
    assert translations.stale() == []


@pytest.mark.parametrize("domain", translations.DOMAINS)
def test_catalogues_are_whole_and_keep_placeholders_and_tags(domain):
    file = polib.pofile(str(translations.CATALOGUES / f"{domain}.po"))
    assert file.metadata["Plural-Forms"] == "nplurals=1; plural=0;"
    assert not file.fuzzy_entries()
    keys = [(entry.msgctxt, entry.msgid) for entry in file]
    assert len(keys) == len(set(keys))
    for entry in file:
        texts = [entry.msgstr] if not entry.msgid_plural else list(entry.msgstr_plural.values())
        assert len(texts) == 1, entry.msgid
        assert texts[0].strip(), entry.msgid
        wanted = [sorted(_TOKEN.findall(text)) for text in (entry.msgid, entry.msgid_plural) if text]
        without = [sorted(token for token in tokens if token not in LEFT_OUT) for tokens in wanted]
        assert sorted(_TOKEN.findall(texts[0])) in wanted + without, entry.msgid


def test_terms_are_those_of_the_glossary():
    with override("zh-hans"):
        shown = [gettext(text) for text in ("Workflows", "Collections", "Documents", "Comments", "slug", "revision")]
        assert shown == ["审批流程", "文件夹", "附件", "批注", "网址标识", "版本"]
        assert ngettext("Referenced %(count)s time", "Referenced %(count)s times", 2) % {"count": 2} == "被引用 2 次"
    glossary = (ROOT / "docs" / "glossary.md").read_text()
    for term in ("审批流程", "文件夹", "批注", "网址标识"):
        assert term in glossary


@pytest.mark.django_db
def test_scripts_get_chinese(client, admin, found):
    client.force_login(admin)
    answer = client.get(reverse("wagtailadmin_javascript_catalog")).content.decode()
    catalogue = json.loads(re.search(r"const newcatalog = (\{.*?\});", answer, re.DOTALL).group(1))
    for message in found:
        if message.domain == "djangojs" and translations.needs_chinese(message.text):
            value = catalogue[message.text]
            assert translations.HAN.search(value[0] if isinstance(value, list) else value), message.text


@pytest.mark.parametrize("name", sorted(WORDING))
def test_each_replaced_phrase_is_still_in_the_frameworks_template(name):
    assert get_template(name)
    loader = Loader(get_template("404.html").template.engine)
    origin = next(
        origin for origin in loader.get_template_sources(name) if name in str(origin) and _exists(origin.name)
    )
    with open(origin.name, encoding="utf-8") as file:
        source = file.read()
    for phrase, _ in WORDING[name]:
        assert phrase in source
    for phrase, shown in WORDING[name]:
        assert shown in loader.get_contents(origin)
        assert phrase not in loader.get_contents(origin).replace(shown, "")


def _exists(path: str) -> bool:
    from pathlib import Path

    return Path(path).exists()


@pytest.mark.django_db
def test_permissions_and_roots_have_chinese_names():
    names = Permission.objects.values_list("name", flat=True)
    assert [name for name in names if translations.needs_chinese(name)] == []
    assert Page.objects.get(depth=1).title == "根目录"
    assert Collection.objects.get(depth=1).name == "根文件夹"


@pytest.mark.django_db
def test_naming_permissions_again_changes_nothing(django_assert_max_num_queries):
    before = list(Permission.objects.order_by("pk").values_list("pk", "name"))
    for config in installed.get_app_configs():
        with django_assert_max_num_queries(12):
            name_permissions(config, using="default")
    assert list(Permission.objects.order_by("pk").values_list("pk", "name")) == before


@pytest.mark.django_db
def test_the_renaming_of_the_roots_can_be_undone():
    renaming = import_module("home.migrations.0004_chinese_roots")
    renaming.backwards(installed, None)
    assert (Page.objects.get(depth=1).title, Collection.objects.get(depth=1).name) == ("Root", "Root")
    renaming.forwards(installed, None)
    assert (Page.objects.get(depth=1).title, Collection.objects.get(depth=1).name) == ("根目录", "根文件夹")
