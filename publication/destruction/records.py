"""Records about the page: approvals, remarks, corrections, endings, the outbox, receipts, notices, privacy, sessions."""

import json
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session as PlainSession
from django.db.models import Q
from django.utils import timezone
from wagtail.admin.models import FormState
from wagtail.models import Page, TaskState, WorkflowState

from ..life.kinds import EndingState
from ..models import (
    Approval,
    Correction,
    Ending,
    EndingBatchItem,
    GateOverride,
    Notice,
    OutsideApproval,
    PrivacyDecision,
    Receipt,
    Relapse,
    Restoration,
    SurfaceTask,
)
from ..receipts.make import signed
from ..text import document_number_key
from .base import NEUTRAL, Holder, Scope
from .mentions import Cutter, mentioning

#: What an asked address may keep: its first part, which names a kind of address and says nothing of the page.
_PLAIN_HEADS = ("search", "images", "documents", "admin")


class ApprovalHolder(Holder):
    """Who approved which version when stays; the words go."""

    code = "approvals"
    label = "审核意见、例外放行、外部批准"
    tables = (
        "publication.Approval", "publication.GateOverride", "publication.OutsideApproval", "wagtailcore.TaskState",
    )  # fmt: skip

    def _remarks(self, scope: Scope) -> Any:
        base = ContentType.objects.get_for_model(Page)
        states = WorkflowState.objects.filter(base_content_type=base, object_id__in=scope.texts)
        return TaskState.objects.filter(workflow_state__in=states).exclude(comment="")

    def _rows(self, scope: Scope) -> list[tuple[Any, dict[str, str]]]:
        keys = scope.keys
        return [
            (self._remarks(scope), {"comment": ""}),
            (Approval.objects.filter(page__in=keys), {"comment": "", "digest": ""}),
            (
                GateOverride.objects.filter(page__in=keys),
                {"message": NEUTRAL, "reason": NEUTRAL, "code": "", "digest": ""},
            ),
            (OutsideApproval.objects.filter(page__in=keys), {"number": NEUTRAL, "digest": ""}),
        ]

    def destroy(self, scope: Scope) -> int:
        """Take the words out; of several overrides of a version, each keeps a place of its own."""
        total = 0
        for rows, values in self._rows(scope):
            if rows.model is GateOverride:
                for row in rows:
                    total += GateOverride.objects.filter(pk=row.pk).update(**{**values, "code": f"destroyed-{row.pk}"})
            else:
                total += rows.update(**values)
        return total

    def remains(self, scope: Scope) -> int:
        """Count what still says something."""
        left = int(self._remarks(scope).count())
        left += Approval.objects.filter(page__in=scope.keys).exclude(comment="", digest="").count()
        left += GateOverride.objects.filter(page__in=scope.keys).exclude(message=NEUTRAL, reason=NEUTRAL).count()
        return left + OutsideApproval.objects.filter(page__in=scope.keys).exclude(number=NEUTRAL).count()


class EndingHolder(Holder):
    """Corrections, endings, restorations, lines of batches, the outbox and its receipts, alarms."""

    code = "endings"
    label = "更正、撤下和恢复记录、呈现面任务、回执"
    tables = (
        "publication.Correction", "publication.Ending", "publication.Restoration", "publication.EndingBatchItem",
        "publication.SurfaceTask", "publication.Receipt", "publication.Relapse",
    )  # fmt: skip
    _GONE = {
        "statement": "", "url_path": "", "decision_note": "", "review_note": "", "number": "", "number_key": "",
        "instrument_name": "", "instrument_number": "", "instrument_body": "", "instrument_date": None, "instrument_scan": None,
    }  # fmt: skip

    def _endings(self, scope: Scope) -> Any:
        return Ending.objects.filter(page__in=scope.keys)

    def _items(self, scope: Scope) -> Any:
        typed = Q(page__in=scope.keys)
        if scope.names:
            typed |= Q(pk__in=mentioning(EndingBatchItem.objects.exclude(typed=""), ("typed", "problem"), scope.names))
        if scope.number_keys:
            lines = EndingBatchItem.objects.exclude(typed="").values_list("pk", "typed")
            typed |= Q(pk__in=[key for key, text in lines.iterator() if document_number_key(text) in scope.number_keys])
        return EndingBatchItem.objects.filter(typed)

    def destroy(self, scope: Scope) -> int:
        """Take the words out of each; a restoration that waits is over."""
        page = {"page__in": scope.keys}
        total = Correction.objects.filter(**page).update(note=NEUTRAL)
        total += self._endings(scope).update(**self._GONE)
        waiting = Restoration.objects.filter(**page, state=EndingState.REQUESTED)
        waiting.update(state=EndingState.CANCELLED, decided_at=timezone.now())
        total += Restoration.objects.filter(**page).update(reason=NEUTRAL, decision_note="")
        total += self._items(scope).update(typed="", problem="")
        total += Relapse.objects.filter(**page).update(detail=NEUTRAL)
        for task in SurfaceTask.objects.filter(**page):
            SurfaceTask.objects.filter(pk=task.pk).update(answer=without_addresses(task.answer), problem="")
            total += 1
        for receipt in Receipt.objects.filter(ending__page__in=scope.keys):
            reissue(receipt)
            total += 1
        return total

    def remains(self, scope: Scope) -> int:
        """Look at each again."""
        page = {"page__in": scope.keys}
        left = Correction.objects.filter(**page).exclude(note=NEUTRAL).count()
        left += self._endings(scope).exclude(**self._GONE).count()
        left += Restoration.objects.filter(**page).exclude(reason=NEUTRAL, decision_note="").count()
        left += self._items(scope).exclude(typed="", problem="").count()
        left += Relapse.objects.filter(**page).exclude(detail=NEUTRAL).count()
        left += sum(task.answer != without_addresses(task.answer) for task in SurfaceTask.objects.filter(**page))
        for receipt in Receipt.objects.filter(ending__page__in=scope.keys):
            document = json.loads(receipt.document)
            left += document["surfaces"] != [without_addresses(found) for found in document["surfaces"]]
        return left


def plain_address(url: str) -> str:
    """Return what an asked address may keep after a destruction: 检索 without its words, a file without its name."""
    parts = url.split("?")[0].split("/")
    if len(parts) > 1 and parts[1] in _PLAIN_HEADS:
        kept = [part for part in parts[1:4] if part in (parts[1], "pages") or part.isdigit()]
        return f"/{'/'.join(kept)}/…"
    return "/…"


def without_addresses(answer: dict[str, Any]) -> dict[str, Any]:
    """Return a probe's answer without what its addresses and its detail say; asked twice it is the same."""
    found = dict(answer)
    if "asked" in found:
        found["asked"] = [
            {**ask, "url": ask["url"] if ask["url"].endswith("/…") else plain_address(ask["url"])}
            for ask in found["asked"]
        ]
    if found.get("detail"):
        found["detail"] = NEUTRAL
    return found


def reissue(receipt: Receipt) -> None:
    """Write a receipt again without addresses, and sign it: what was asked when, with which answer, stays and can be verified."""
    document = json.loads(receipt.document)
    document["surfaces"] = [without_addresses(found) for found in document["surfaces"]]
    document["ending"]["number"] = ""
    document["reissued_at"] = timezone.localtime().isoformat(timespec="milliseconds")
    Receipt.objects.filter(pk=receipt.pk).update(**signed(document))


class NoticeHolder(Holder):
    """What people were told of the page."""

    code = "notices"
    label = "后台通知"
    tables = ("publication.Notice",)

    def _rows(self, scope: Scope) -> Any:
        found = mentioning(Notice.objects.all(), ("subject", "detail", "url"), scope.names) if scope.names else set()
        return Notice.objects.filter(Q(page__in=scope.keys) | Q(pk__in=found))

    def destroy(self, scope: Scope) -> int:
        """Delete them: nobody needs to be told any more."""
        return int(self._rows(scope).delete()[0])

    def remains(self, scope: Scope) -> int:
        """Count them."""
        return int(self._rows(scope).count())


class PrivacyHolder(Holder):
    """The record of privacy decisions stays (个人信息保护法 art. 56); what it says of the content goes."""

    code = "privacy"
    label = "隐私处理记录和文件检查结果"
    tables = ("publication.PrivacyDecision",)
    _GONE = {"where": "", "reason": "", "digest": "", "file_digest": ""}

    def destroy(self, scope: Scope) -> int:
        """Take places, reasons and digests out."""
        return PrivacyDecision.objects.filter(page_pk__in=scope.keys).update(**self._GONE)

    def remains(self, scope: Scope) -> int:
        """Count what still says something."""
        return PrivacyDecision.objects.filter(page_pk__in=scope.keys).exclude(**self._GONE).count()


class SessionHolder(Holder):
    """Previews and unsaved forms that the admin keeps, and messages in sessions."""

    code = "sessions"
    label = "预览、未保存的表单、会话"
    tables = ("wagtailadmin.FormState", "qsessions.Session", "sessions.Session")

    def _forms(self, scope: Scope) -> Any:
        own = Q(pk__in=[])
        for page in scope.pages:
            types = ContentType.objects.get_for_models(
                *(type(page).__mro__[:1]), Page, for_concrete_models=False
            ).values()
            own |= Q(content_type__in=types, object_id=str(page.pk))
        found = mentioning(FormState.objects.all(), ("data",), scope.names) if scope.names else set()
        return FormState.objects.filter(own | Q(pk__in=found))

    def _sessions(self) -> Any:
        from importlib import import_module

        store = import_module(settings.SESSION_ENGINE).SessionStore
        model = store.get_model_class() if hasattr(store, "get_model_class") else PlainSession
        return store, model

    def _cleaned(self, scope: Scope) -> list[tuple[Any, dict[str, Any]]]:
        """Return (session, what it should hold) for the sessions that hold something of the page."""
        _, model = self._sessions()
        cutter, previews = Cutter(scope.names), {f"wagtail-preview-{key}" for key in scope.texts}
        found = []
        for session in model._base_manager.all().iterator(500):
            data = session.get_decoded()
            clean = {key: cutter.value(value) for key, value in data.items() if key not in previews}
            if clean != data:
                found.append((session, clean))
        return found

    def destroy(self, scope: Scope) -> int:
        """Delete the forms; take the page out of sessions, which go on."""
        total = int(self._forms(scope).delete()[0])
        store, model = self._sessions()
        for session, clean in self._cleaned(scope):
            model._base_manager.filter(pk=session.pk).update(session_data=store().encode(clean))
            total += 1
        return total

    def remains(self, scope: Scope) -> int:
        """Look again."""
        return int(self._forms(scope).count()) + len(self._cleaned(scope))
