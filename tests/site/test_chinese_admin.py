"""The admin is wholly Chinese: every screen that an editor, a reviewer or an administrator reaches by following links."""

import io
import re
from urllib.parse import urlsplit

import config.urls  # noqa: F401 (labels made at import are in Chinese; a migration imports them with translation off)
import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.urls import Resolver404, resolve, reverse
from PIL import Image
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, Page, Site, Task, Workflow

from publication.models import StoredDocument, StoredImage

from .words import english, read

pytestmark = pytest.mark.django_db

#: Screens of one kind that are looked at; further ones differ in content only.
PER_KIND = 1
NEVER = re.compile(r"/logout/|/jsi18n/|sprite|[?&]export=|/download/|/reorder|\.(png|css|js|svg|ico)")
#: Names that the data of these tests holds.
NAMES = frozenset(
    ["editor", "reviewer", "admin", "ldjc", "sbzx", "testserver", "localhost", "example", "invalid", "domain", "com"]
)


@pytest.fixture
def content(portal, unit, other_unit, editor, reviewer, admin, live_penalty, draft_penalty, settings, tmp_path):
    """A portal with something on every kind of list: files, a page in review, a locked page, a redirect."""
    settings.MEDIA_ROOT = tmp_path
    picture = io.BytesIO()
    Image.new("RGB", (20, 20)).save(picture, "PNG")
    image = StoredImage.objects.create(
        title="示例图片", file=ContentFile(picture.getvalue(), "picture.png"), collection=unit.collection
    )
    document = StoredDocument.objects.create(
        title="示例附件", file=ContentFile(b"text", "note.txt"), collection=unit.collection
    )
    Redirect.objects.create(old_path="/old", redirect_link="/new")
    draft_penalty.get_workflow().start(draft_penalty, editor)
    draft_penalty.locked, draft_penalty.locked_by = True, reviewer
    draft_penalty.save(update_fields=["locked", "locked_by"])
    return {"live": live_penalty, "draft": draft_penalty, "image": image, "document": document}


def seeds(content) -> list[str]:
    """Return the home and the screens that only scripts or buttons lead to."""
    pages = [content["live"], content["draft"], content["live"].get_parent(), content["live"].get_parent().get_parent()]
    pages += list(Page.objects.filter(depth__in=(1, 2, 3)))
    found = [reverse("wagtailadmin_home"), reverse("wagtailadmin_choose_page"), "/admin/no-such-screen/"]
    for page in pages:
        for name in (
            "edit", "delete", "move", "copy", "unpublish", "usage", "history", "workflow_history", "set_privacy",
            "add_subpage", "convert_alias", "preview_on_edit",
        ):  # fmt: skip
            found.append(reverse(f"wagtailadmin_pages:{name}", args=[page.pk]))
    for action in ("delete", "move", "publish", "unpublish"):
        found.append(f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', action])}?id={content['draft'].pk}")
    for kind, model in (("image", "storedimage"), ("document", "storeddocument")):
        for action in ("delete", "add_tags", "add_to_collection"):
            url = reverse("wagtail_bulk_action", args=["publication", model, action])
            found.append(f"{url}?id={content[kind].pk}")
    found += [
        reverse(name)
        for name in (
            "wagtailadmin_choose_page_external_link", "wagtailadmin_choose_page_email_link",
            "wagtailadmin_choose_page_phone_link", "wagtailadmin_choose_page_anchor_link", "wagtailadmin_choose_page_search",
            "wagtailimages_chooser:choose", "wagtaildocs_chooser:choose", "wagtailimages:add_multiple",
            "wagtaildocs:add_multiple", "wagtailredirects:start_import",
            "wagtailadmin_workflows:task_chooser", "wagtailadmin_tag_autocomplete",
        )
    ]  # fmt: skip
    workflow, task = Workflow.objects.first(), Task.objects.first()
    found += [
        reverse("wagtailadmin_workflows:disable", args=[workflow.pk]),
        reverse("wagtailadmin_workflows:usage", args=[workflow.pk]),
        reverse("wagtailadmin_workflows:disable_task", args=[task.pk]),
        reverse("wagtailadmin_collections:delete", args=[Collection.objects.exclude(depth=1).first().pk]),
        reverse("wagtailsites:delete", args=[Site.objects.first().pk]),
    ]
    return found


def kind_of(url: str) -> tuple:
    """Return what makes a screen a kind: its view, its page type and the names in its query."""
    parts = urlsplit(url)
    match = resolve(parts.path)
    values = [*match.args, *match.kwargs.values()]
    page_type = ""
    if "wagtailadmin_pages" in match.view_name or "explore" in match.view_name:
        found = Page.objects.filter(pk=next((value for value in values if str(value).isdigit()), 0)).first()
        page_type = found.specific_class.__name__ if found else ""
    typed = tuple(str(value) for value in values if not str(value).isdigit())
    names = {part.split("=")[0] for part in parts.query.split("&") if part}
    return match.view_name, page_type, typed, tuple(sorted(names))


def crawl(client, queue: list[str]) -> tuple[dict[str, list], set]:
    """Return what is English by address, and the kinds of screens seen, for whoever is signed in."""
    seen, counts, found = set(), {}, {}
    while queue:
        url = queue.pop(0).split("#")[0].replace("http://testserver", "")
        if url in seen or not url.startswith("/admin/") or NEVER.search(url) or url.count("=") > 1:
            continue
        seen.add(url)
        try:
            kind = kind_of(url)
        except Resolver404:
            kind = (url,)
        counts[kind] = counts.get(kind, 0) + 1
        if counts[kind] > PER_KIND:
            continue
        answer = client.get(url)
        if answer.status_code in (301, 302):
            queue.append(answer["Location"])
            continue
        text, links = shown(answer)
        queue += [link if link.startswith("/") else urlsplit(url).path + link for link in links if link[:1] in "/?"]
        if runs := offending(text):
            found[f"{answer.status_code} {url}"] = runs
    return found, set(counts)


def shown(answer) -> tuple[list[str], list[str]]:
    """Return the texts and links of an answer, which may be a page or the data of a dialog."""
    content = answer.get("Content-Type", "")
    if "json" in content:
        data = answer.json()
        return read(str(data.get("html", ""))) if isinstance(data, dict) else ([], [])
    return read(answer.content.decode()) if "html" in content else ([], [])


def offending(texts: list[str]) -> list[tuple[str, str]]:
    """Return each run of English with the text that it stands in."""
    return list(dict.fromkeys((run, text.strip()[:120]) for text in texts for run in english(text, NAMES)))


def sign_in(client, role, request) -> None:
    client.force_login(request.getfixturevalue(role))


@pytest.mark.parametrize(("role", "at_least"), [("editor", 100), ("reviewer", 100), ("admin", 200)])
def test_every_reachable_screen_is_chinese(client, content, role, at_least, request):
    sign_in(client, role, request)
    found, kinds = crawl(client, seeds(content))
    assert found == {}
    assert len(kinds) > at_least


def test_what_is_wrong_with_a_form_is_said_in_chinese(client, content, admin):
    client.force_login(admin)
    for name in (
        "wagtailusers_users:add", "wagtailusers_groups:add", "wagtailadmin_collections:add",
        "wagtailredirects:add", "wagtailadmin_workflows:add", "wagtailadmin_account", "wagtailimages:add",
        "wagtaildocs:add",
    ):  # fmt: skip
        answer = client.post(reverse(name), {"email": "no address", "password1": "abc", "password2": "abd"})
        assert answer.status_code == 200
        assert offending(shown(answer)[0]) == []


WRONG = {"slug": "?", "go_live_at": "x", "body-count": "0", "steps-count": "0"}


def test_what_is_wrong_with_a_page_is_said_in_chinese(client, content, admin):
    client.force_login(admin)
    for model in apps.get_models():
        if issubclass(model, Page) and model is not Page:
            for parent in Page.objects.filter(depth__gte=2):
                if model.can_create_at(parent.specific):
                    url = reverse(
                        "wagtailadmin_pages:add", args=[model._meta.app_label, model._meta.model_name, parent.pk]
                    )
                    assert offending(shown(client.post(url, WRONG))[0]) == []
                    break


def test_sign_in_is_chinese(client, content):
    url = reverse("wagtailadmin_login")
    for answer in (client.get(url), client.post(url, {"username": "editor", "password": "wrong"})):
        assert offending(shown(answer)[0]) == []


def test_messages_after_saving_are_chinese(client, content, editor):
    client.force_login(editor)
    page = content["live"]
    answer = client.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]), follow=True)
    assert offending(shown(answer)[0]) == []
    answer = client.get(reverse("wagtailadmin_explore", args=[page.get_parent().pk]))
    assert offending(shown(answer)[0]) == []
