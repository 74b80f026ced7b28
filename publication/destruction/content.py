"""The page's own rows, its children, its versions, comments, and what refers to it."""

import json
from typing import Any
from urllib.parse import urlsplit

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Comment, CommentReply, Page, PageViewRestriction, ReferenceIndex, Revision, Site

from ..models import FormerAddress
from .base import NEUTRAL, Holder, Scope
from .neutral import child_tables, files_in, many_tables, neutral_values, own_models


def _slug(page: Any) -> str:
    return f"destroyed-{page.pk}"


class ContentHolder(Holder):
    """The rows of the page and of its mirrors."""

    code = "content"
    label = "页面本身（各栏、下属条目、网址标识）"
    tables = ("wagtailcore.Page",)

    def destroy(self, scope: Scope) -> int:
        """Put neutral values into every column, delete children, and give the page an address that says nothing."""
        for page in scope.pages:
            scope.bytes += [("media", name) for name in files_in(page)]
            for model, key in (*child_tables(page), *many_tables(page)):
                model._base_manager.filter(**{key: page.pk}).delete()
            for model in own_models(page):
                values = neutral_values(model)
                if values:
                    model._base_manager.filter(pk=page.pk).update(**values)
            self._own(page)
        return len(scope.pages)

    def _own(self, page: Any) -> None:
        parent = Page.objects.get(path=page.path[: -page.steplen])
        before, after = page.url_path, f"{parent.url_path}{_slug(page)}/"
        Page.objects.filter(pk=page.pk).update(
            title=NEUTRAL, draft_title=NEUTRAL, seo_title="", search_description="", slug=_slug(page), url_path=after
        )
        for key, path in (
            Page.objects.filter(path__startswith=page.path).exclude(pk=page.pk).values_list("pk", "url_path")
        ):
            Page.objects.filter(pk=key).update(url_path=after + path.removeprefix(before))

    def remains(self, scope: Scope) -> int:
        """Read every column again."""
        left = (
            Page.objects.filter(pk__in=scope.keys)
            .exclude(title=NEUTRAL, draft_title=NEUTRAL, search_description="")
            .count()
        )
        for page in scope.pages:
            for model, key in (*child_tables(page), *many_tables(page)):
                left += model._base_manager.filter(**{key: page.pk}).count()
            for model in own_models(page):
                values = neutral_values(model)
                row = model._base_manager.filter(pk=page.pk).values(*values).first() if values else None
                for name, value in values.items() if row else ():
                    field: Any = model._meta.get_field(name)
                    left += field.get_prep_value(row[name]) != field.get_prep_value(value)
        return left


class RevisionHolder(Holder):
    """Every version, autosaved drafts among them: who and when stay, what it said goes."""

    code = "revisions"
    label = "版本和自动保存的草稿"
    tables = ("wagtailcore.Revision",)

    def _rows(self, page: Any) -> Any:
        return Revision.page_revisions.filter(object_id=str(page.pk))

    def destroy(self, scope: Scope) -> int:
        """Leave in each version what an empty page of the type would say."""
        total = 0
        for page in scope.pages:
            total += self._rows(page).update(content=_nothing(page), object_str=NEUTRAL)
        return total

    def remains(self, scope: Scope) -> int:
        """Count the versions that say something else."""
        left = 0
        for page in scope.pages:
            nothing = _nothing(page)
            left += sum(row.content != nothing or row.object_str != NEUTRAL for row in self._rows(page).iterator(200))
        return left


def _nothing(page: Any) -> dict[str, Any]:
    """Return the content of a version that says nothing: what Wagtail needs to open it, and neutral values."""
    blank = type(page)(pk=page.pk, path=page.path, depth=page.depth, content_type_id=page.content_type_id)
    blank.title = blank.draft_title = NEUTRAL
    blank.slug, blank.owner_id, blank.locale_id = _slug(page), page.owner_id, page.locale_id
    blank.translation_key, blank.live, blank.first_published_at = page.translation_key, False, page.first_published_at
    for model in own_models(page):
        values = neutral_values(model)
        for field in model._meta.local_concrete_fields:
            if field.name in values:
                setattr(blank, field.name, values[field.name])
            elif field.remote_field is None or not field.remote_field.parent_link:
                setattr(blank, field.attname, getattr(page, field.attname))
    found: dict[str, Any] = json.loads(json.dumps(blank.serializable_data(), cls=DjangoJSONEncoder))
    return found


class CommentHolder(Holder):
    """Comments in the editor, and their replies."""

    code = "comments"
    label = "批注"
    tables = ("wagtailcore.Comment", "wagtailcore.CommentReply")

    def destroy(self, scope: Scope) -> int:
        """Delete them."""
        replies, _ = CommentReply.objects.filter(comment__page__in=scope.keys).delete()
        comments, _ = Comment.objects.filter(page__in=scope.keys).delete()
        return int(replies + comments)

    def remains(self, scope: Scope) -> int:
        """Count them."""
        return Comment.objects.filter(page__in=scope.keys).count()


class LinkHolder(Holder):
    """What leads to the page: redirects, former addresses, view restrictions, the reference index."""

    code = "links"
    label = "网址跳转、曾用网址、引用索引"
    tables = (
        "wagtailredirects.Redirect", "publication.FormerAddress", "wagtailcore.PageViewRestriction", "wagtailcore.ReferenceIndex",
    )  # fmt: skip

    def _rows(self, scope: Scope) -> list[Any]:
        base = ContentType.objects.get_for_model(Page)
        return [
            Redirect.objects.filter(self._redirects(scope)),
            FormerAddress.objects.filter(page__in=scope.keys),
            PageViewRestriction.objects.filter(page__in=scope.keys),
            ReferenceIndex.objects.filter(base_content_type=base, object_id__in=scope.texts),
        ]

    def _redirects(self, scope: Scope) -> Q:
        roots = Site.objects.select_related("root_page")
        wanted = Q(redirect_page__in=scope.keys)
        for root in {site.root_page.url_path for site in roots}:
            for page in scope.pages:
                if page.url_path.startswith(root):
                    wanted |= Q(old_path=Redirect.normalise_path(urlsplit("/" + page.url_path[len(root) :]).path))
        return wanted

    def destroy(self, scope: Scope) -> int:
        """Delete them."""
        return sum(int(rows.delete()[0]) for rows in self._rows(scope))

    def remains(self, scope: Scope) -> int:
        """Count them."""
        return sum(rows.count() for rows in self._rows(scope))

    def kept(self, scope: Scope) -> list[str]:
        """Name the pages that link here: their text is theirs."""
        base = ContentType.objects.get_for_model(Page)
        types = ContentType.objects.get_for_models(Page, *{type(page) for page in scope.pages}).values()
        links = ReferenceIndex.objects.filter(
            base_content_type=base, to_content_type__in=types, to_object_id__in=scope.texts
        )
        others = sorted(
            {int(key) for key in links.exclude(object_id__in=scope.texts).values_list("object_id", flat=True)}
        )
        return [f"页面 #{key} 有指向它的链接，文字属于那个页面，请由其单位核对" for key in others[:20]]
