"""Create many pages under one parent in few statements, as drafts or public at once.

Each page gets what one made by hand has: a tree row, its own row, a revision, log entries, reference and search entries.
"""

import uuid
from collections.abc import Sequence
from functools import cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F, Model
from django.utils import timezone
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from modelsearch.backends import get_search_backends
from modelsearch.index import class_is_indexed
from wagtail.models import Locale, Page, PageLogEntry, ReferenceIndex, Revision
from wagtail.signals import page_published

from ..approvals import acting_for, step_names, steps_of_many
from ..bulk_rows import ascending_keys, insert, insert_objects, reserve_keys
from ..errors import Refused
from ..followers import became_public
from ..gates import Problem, problems_of_many
from ..guards.signed import signing
from ..life.outbox import after_publication
from ..models.approvals import Approval, ApprovalBasis, content_digest
from ..notices.quiet import quietly
from ..page_content import content_of
from ..permits import permitted
from ..trail.record import Logged, from_log
from ..trail.scrub import scrub
from .approve import unsigned_steps

_LOG_COLUMNS = ("page", "content_type", "label", "action", "timestamp", "user", "revision", "content_changed", "deleted", "data", "uuid")  # fmt: skip
_APPROVAL_COLUMNS = (
    "page",
    "revision",
    "digest",
    "user",
    "created_at",
    "task",
    "step",
    "basis",
    "comment",
    "acting_for",
)


class CreateMany:
    """Create ``pages`` (unsaved, one page type) as children of ``parent``; with ``publish``, publicly.

    ``user`` becomes owner and author; ``approver``, when public, is the second person who signs every step of the approval.
    With neither (a command that sets the portal up) the pages are recorded as set-up. The caller has checked who may add
    pages there; gates are asked here for every page that is to be public.
    """

    verb = "publish"

    def __init__(
        self, parent: Page, pages: Sequence[Any], *, user: Any = None, approver: Any = None, publish: bool = False
    ) -> None:
        self.parent = parent
        self.pages = list(pages)
        self.user = user
        self.approver = approver
        self.publish = publish
        self.now = timezone.now()
        self._problems: list[list[Problem]] | None = None
        for page in self.pages:
            _has_only_what_it_carries(page)

    def problems(self) -> list[list[Problem]]:
        """Return what keeps each page back, in the order of the pages: the approver's right and every gate, asked once."""
        if self._problems is None:
            unsigned = unsigned_steps(self.parent, self.user, self.approver)
            asked = problems_of_many([(page, None) for page in self.pages])
            self._problems = [[*unsigned, *found] for found in asked]
        return self._problems

    def split(self) -> list[tuple[Any, list[Problem]]]:
        """Leave out the pages that may not be public, and return them with what keeps them back."""
        asked = list(zip(self.pages, self.problems(), strict=True))
        self.pages = [page for page, found in asked if not found]
        self._problems = [[] for _ in self.pages]
        return [(page, found) for page, found in asked if found]

    def check(self) -> None:
        """Ask for the approver's right and the gates about every page that is to be public.

        Raises:
            Refused: with the first page's problems.
        """
        if not self.publish:
            return
        for problems in self.problems():
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
        with transaction.atomic(savepoint=False):
            self._place()
            revisions = self._take_keys()
            paths = [page.path for page in self.pages] if self.publish else []
            with permitted(self.verb, paths, savepoint=False):
                self._insert_pages()
                self._insert_revisions(revisions)
                if self.publish:
                    self._sign(revisions)
            self._insert_log(revisions)
            self._insert_references()
            self._index()
            if self.publish:
                became_public(self.pages, self.approver)
                after_publication(self.pages)
        if self.publish:
            with quietly():
                for page, revision in zip(self.pages, revisions, strict=True):
                    page_published.send(sender=self.model, instance=page, revision=revision)
        return self.pages

    def _place(self) -> None:
        """Give every page its place in the tree below the locked parent."""
        parent = Page.objects.select_for_update().get(pk=self.parent.pk)
        # A range, which the index answers at once; a prefix test walks the tree on SQLite.
        children = Page.objects.filter(path__range=Page._get_children_path_interval(parent.path))
        last = children.filter(depth=parent.depth + 1).order_by("-path").only("path").first()
        step = Page._str2int(last.path[-Page.steplen :]) if last else 0
        locale = Locale.objects.get(pk=parent.locale_id)
        for page, key in zip(self.pages, ascending_keys(len(self.pages)), strict=True):
            step += 1
            page.path = Page._get_path(parent.path, parent.depth + 1, step)
            page.depth, page.numchild = parent.depth + 1, 0
            page.url_path = f"{parent.url_path}{page.slug}/"
            page.draft_title = page.title
            page.locale = locale
            page.translation_key = key
            page.owner = self.user
            page.content_type = self.content_type
            page.live = self.publish
            page.has_unpublished_changes = not self.publish
            page.latest_revision_created_at = self.now
            if self.publish:
                page.first_published_at = page.last_published_at = self.now
        Page.objects.filter(pk=parent.pk).update(numchild=F("numchild") + len(self.pages))
        self.parent.numchild = parent.numchild + len(self.pages)

    def _take_keys(self) -> list[Revision]:
        """Give every page its primary key and a revision with one; return the revisions, still without content."""
        author = getattr(self.user, "pk", None)
        pointer = self.model._meta.pk
        page_keys = reserve_keys(Page, len(self.pages))
        revision_keys = reserve_keys(Revision, len(self.pages))
        revisions = []
        for page, key, revision_key in zip(self.pages, page_keys, revision_keys, strict=True):
            page.pk = page.id = key
            setattr(page, pointer.attname, key)
            page._state.adding = False
            page._state.db = "default"
            revision = Revision(
                pk=revision_key,
                content_type=self.content_type,
                base_content_type=self.base_content_type,
                object_id=str(key),
                created_at=self.now,
                user_id=author,
                object_str=str(page),
            )
            revision._state.adding = False
            revision._state.db = "default"
            page.latest_revision = revision
            if self.publish:
                page.live_revision = revision
            revisions.append(revision)
        return revisions

    def _insert_pages(self) -> None:
        """Insert the tree rows, the rows of the page type's own table, and what children the pages carry."""
        insert_objects(Page, self.pages, Page._meta.concrete_fields)
        insert_objects(self.model, self.pages, self.model._meta.local_concrete_fields)
        for page in self.pages:
            for name, held in list(page._cluster_related_objects.items()):
                if held:
                    getattr(page, name).commit()

    def _insert_revisions(self, revisions: list[Revision]) -> None:
        """Insert one revision per page with the content as it was before publication, like one saved by hand."""
        for page, revision in zip(self.pages, revisions, strict=True):
            revision.content = {**content_of(page), "latest_revision": None, "live_revision": None}
        insert_objects(Revision, revisions, Revision._meta.concrete_fields)

    def _sign(self, revisions: list[Revision]) -> None:
        """Record the approver's approval of every page, for every step; without people, that it is set-up."""
        setup = self.user is None and self.approver is None
        steps = [] if setup else steps_of_many([self.parent.path])[self.parent.path]
        capacities = {
            step.pk if step else None: "" if setup else acting_for(self.approver, self.parent, step)
            for step in (steps or [None])
        }
        signer = getattr(self.approver, "pk", None)
        basis = ApprovalBasis.SETUP.value if setup else ApprovalBasis.IMPORT.value
        signed = [
            (step.pk if step else None, step_names([step]), capacities[step.pk if step else None])
            for step in (steps or [None])
        ]
        rows = []
        for page, revision in zip(self.pages, revisions, strict=True):
            digest = content_digest(revision.content)
            for task, name, capacity in signed:
                rows.append([page.pk, revision.pk, digest, signer, self.now, task, name, basis, "", capacity])
        with signing(self.verb, savepoint=False):
            insert(Approval, _APPROVAL_COLUMNS, rows)

    def _insert_log(self, revisions: list[Revision]) -> None:
        """Write the entries that creation, editing and publication by hand would have written."""
        acts = [("wagtail.create", self.user), ("wagtail.edit", self.user)]
        if self.publish:
            acts.append(("wagtail.publish", self.approver))
        type_key = self.content_type.pk
        labels = [scrub(page.title) for page in self.pages]
        for action, user in acts:
            key, together = (
                getattr(user, "pk", None),
                uuid.uuid4(),
            )  # entries of one act share it, as in Wagtail's own log
            insert(
                PageLogEntry,
                _LOG_COLUMNS,
                [
                    [page.pk, type_key, label, action, self.now, key, revision.pk, True, False, {}, together]
                    for page, revision, label in zip(self.pages, revisions, labels, strict=True)
                ],
            )
            logged = [
                Logged(action, self.now, label, revision.pk) for revision, label in zip(revisions, labels, strict=True)
            ]
            from_log(logged, self.pages, user=user)

    def _insert_references(self) -> None:
        """Write the reference index's entries."""
        names = ["content_type", "base_content_type", "object_id", "to_content_type", "to_object_id", "model_path"]
        names += ["content_path", "content_path_hash"]
        own, base = self.content_type.pk, self.base_content_type.pk
        hash_of = cache(ReferenceIndex._get_content_path_hash)
        rows = [
            [own, base, str(page.pk), target_type, target_id, model_path, content_path, hash_of(content_path)]
            for page in self.pages
            for target_type, target_id, model_path, content_path in set(
                ReferenceIndex._extract_references_from_object(page)
            )
        ]
        insert(ReferenceIndex, names, rows, keep_old=True)  # saving an inline child has written its page's already

    def _index(self) -> None:
        """Write the search entries."""
        if not class_is_indexed(self.model):
            return
        for backend in get_search_backends(with_auto_update=True):
            backend.add_bulk(self.model, self.pages)


@cache
def _child_names(model: type[Model]) -> tuple[str, ...]:
    """Return the names of a page type's child relations."""
    return (
        *(relation.get_accessor_name() for relation in get_all_child_relations(model)),
        *(field.name for field in get_all_child_m2m_relations(model)),
    )


def _has_only_what_it_carries(page: Any) -> None:
    """Say that a page that has never been stored has no other children: nothing is asked of the database for them."""
    held = page.__dict__.setdefault("_cluster_related_objects", {})
    for name in _child_names(type(page)):
        held.setdefault(name, [])
