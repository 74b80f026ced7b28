"""Create many pages under one parent in few statements, as drafts or public at once.

Each page gets what one made by hand has: a tree row, its own row, a revision, log entries, reference and search entries.
"""

import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connections, transaction
from django.db.models import F, Model
from django.utils import timezone
from modelsearch.backends import get_search_backends
from modelsearch.index import class_is_indexed
from wagtail.models import Locale, Page, PageLogEntry, ReferenceIndex, Revision
from wagtail.signals import page_published

from ..errors import Refused
from ..followers import became_public
from ..gates import problems_of
from ..permits import permitted


class CreateMany:
    """Create ``pages`` (unsaved, one page type) as children of ``parent``; with ``publish``, publicly.

    ``user`` becomes owner and author; ``approver``, when public, the person in the publication's log entry. The caller
    has checked permissions; gates are asked here for every page that is to be public.
    """

    verb = "publish"

    def __init__(
        self, parent: Page, pages: Sequence[Any], *, user: Any = None, approver: Any = None, publish: bool = False
    ) -> None:
        self.parent = parent
        self.pages = list(pages)
        self.user = user
        self.approver = approver or user
        self.publish = publish
        self.now = timezone.now()

    def check(self) -> None:
        """Ask the gates about every page that is to be public.

        Raises:
            Refused: with the first page's problems.
        """
        if not self.publish:
            return
        for page in self.pages:
            problems = problems_of(page, None)
            if problems:
                raise Refused(problems, page=None)

    def execute(self) -> list[Any]:
        """Create the pages in one transaction and return them with their primary keys set.

        Raises:
            Refused: a gate has a problem; nothing is created.
        """
        if not self.pages:
            return []
        self.check()
        self.model = type(self.pages[0])
        self.content_type = ContentType.objects.get_for_model(self.model)
        self.base_content_type = ContentType.objects.get_for_model(Page)
        with transaction.atomic():
            self._place()
            with permitted(self.verb, [page.path for page in self.pages] if self.publish else []):
                self._insert_pages()
                revisions = self._insert_revisions()
                self._link(revisions)
            self._insert_log(revisions)
            self._insert_references()
            self._index()
            if self.publish:
                became_public(self.pages)
        if self.publish:
            for page, revision in zip(self.pages, revisions, strict=True):
                page_published.send(sender=self.model, instance=page, revision=revision)
        return self.pages

    def _place(self) -> None:
        """Give every page its place in the tree below the locked parent."""
        parent = Page.objects.select_for_update().get(pk=self.parent.pk)
        last = Page.objects.filter(path__startswith=parent.path, depth=parent.depth + 1).order_by("-path").first()
        step = Page._str2int(last.path[-Page.steplen :]) if last else 0
        locale = Locale.objects.get(pk=parent.locale_id)
        for page in self.pages:
            step += 1
            page.path = Page._get_path(parent.path, parent.depth + 1, step)
            page.depth, page.numchild = parent.depth + 1, 0
            page.url_path = f"{parent.url_path}{page.slug}/"
            page.draft_title = page.title
            page.locale = locale
            page.translation_key = uuid.uuid4()
            page.owner = self.user
            page.content_type = self.content_type
            page.live = self.publish
            page.has_unpublished_changes = not self.publish
            page.latest_revision_created_at = self.now
            if self.publish:
                page.first_published_at = page.last_published_at = self.now
        Page.objects.filter(pk=parent.pk).update(numchild=F("numchild") + len(self.pages))
        self.parent.numchild = parent.numchild + len(self.pages)

    def _insert_pages(self) -> None:
        """Insert the tree rows, then the rows of the page type's own table."""
        shared = list(Page._meta.concrete_fields)
        rows = []
        for page in self.pages:
            row = Page.__new__(Page)
            Model.__init__(row, **{field.attname: getattr(page, field.attname) for field in shared})
            rows.append(row)
        Page.objects.bulk_create(rows)
        pointer = self.model._meta.pk
        for page, row in zip(self.pages, rows, strict=True):
            page.pk = page.id = row.pk
            setattr(page, pointer.attname, row.pk)
            page._state.adding = False
            page._state.db = "default"
        fields = list(self.model._meta.local_concrete_fields)
        connection = connections["default"]
        quote = connection.ops.quote_name
        names = ", ".join(quote(field.column) for field in fields)
        marks = ", ".join(["%s"] * len(fields))
        values = [
            [field.get_db_prep_save(field.pre_save(page, add=True), connection=connection) for field in fields]
            for page in self.pages
        ]
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {quote(self.model._meta.db_table)} ({names}) VALUES ({marks})", values)

    def _insert_revisions(self) -> list[Revision]:
        """Insert one revision per page."""
        author = getattr(self.user, "pk", None)
        return list(
            Revision.objects.bulk_create(
                [
                    Revision(
                        content_type=self.content_type,
                        base_content_type=self.base_content_type,
                        object_id=str(page.pk),
                        created_at=self.now,
                        user_id=author,
                        object_str=str(page),
                        content=page.serializable_data(),
                    )
                    for page in self.pages
                ]
            )
        )

    def _link(self, revisions: list[Revision]) -> None:
        """Point every page at its revision."""
        connection = connections["default"]
        live = ", live_revision_id = %s" if self.publish else ""
        rows = []
        for page, revision in zip(self.pages, revisions, strict=True):
            page.latest_revision = revision
            ids = [revision.pk]
            if self.publish:
                page.live_revision = revision
                ids.append(revision.pk)
            rows.append([*ids, page.pk])
        with connection.cursor() as cursor:
            cursor.executemany(f"UPDATE wagtailcore_page SET latest_revision_id = %s{live} WHERE id = %s", rows)

    def _insert_log(self, revisions: list[Revision]) -> None:
        """Write the entries that creation, editing and publication by hand would have written."""
        acts = [("wagtail.create", self.user), ("wagtail.edit", self.user)]
        if self.publish:
            acts.append(("wagtail.publish", self.approver))
        entries = []
        for page, revision in zip(self.pages, revisions, strict=True):
            for action, user in acts:
                entries.append(
                    PageLogEntry(
                        page_id=page.pk,
                        content_type=self.content_type,
                        label=page.title,
                        action=action,
                        timestamp=self.now,
                        user_id=getattr(user, "pk", None),
                        revision=revision,
                        content_changed=True,
                        deleted=False,
                        data={},
                        uuid=uuid.uuid4(),
                    )
                )
        PageLogEntry.objects.bulk_create(entries)

    def _insert_references(self) -> None:
        """Write the reference index's entries."""
        rows = []
        for page in self.pages:
            for target_type, target_id, model_path, content_path in set(
                ReferenceIndex._extract_references_from_object(page)
            ):
                rows.append(
                    ReferenceIndex(
                        content_type=self.content_type,
                        base_content_type=self.base_content_type,
                        object_id=page.pk,
                        to_content_type_id=target_type,
                        to_object_id=target_id,
                        model_path=model_path,
                        content_path=content_path,
                        content_path_hash=ReferenceIndex._get_content_path_hash(content_path),
                    )
                )
        ReferenceIndex.objects.bulk_create(rows)

    def _index(self) -> None:
        """Write the search entries."""
        if not class_is_indexed(self.model):
            return
        for backend in get_search_backends(with_auto_update=True):
            backend.add_bulk(self.model, self.pages)
