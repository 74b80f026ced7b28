"""A person decides: a finding is no personal information, or a file that no program can read has been read."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.models import Page

from ..approvals import last_editor, same_content
from ..errors import Refused
from ..gates.base import Problem
from ..guards.signed import signing
from ..models.privacy import Choice, PrivacyDecision, user_label
from ..privacy.check import PageFinding, PageReport, check_page
from ..privacy.masks import redact
from ..trail.record import record

_SHORTEST_REASON = 4


class _Decision:
    """What both decisions share: the page's newest draft, its report, the reason."""

    verb = "decide"

    def __init__(self, page: Page, user: Any, digest: str, reason: str) -> None:
        self.page = page.specific
        self.user = user
        self.digest = digest
        self.reason = redact(reason.strip())[:500]
        self._report: PageReport | None = None

    @property
    def report(self) -> PageReport:
        """The check of the newest draft, made once."""
        if self._report is None:
            self._report = check_page(self.page.get_latest_revision_as_object())
        return self._report

    def _refuse(self, code: str, message: str) -> None:
        raise Refused([Problem(code, message)], page=self.page)

    def check(self) -> None:
        """Ask permission and for a reason.

        Raises:
            PermissionDenied: the user may not edit the page.
            Refused: no reason was given.
        """
        if not self.page.permissions_for_user(self.user).can_edit():
            raise PermissionDenied
        if len(self.reason) < _SHORTEST_REASON:
            self._refuse("reason", f"请写明理由（至少 {_SHORTEST_REASON} 个字），它会留作影响评估记录。")

    def _record(self, choice: Choice, **values: Any) -> PrivacyDecision:
        person_pk, person_name = user_label(self.user)
        told = {name: values[name] for name in ("where", "kind") if values.get(name)}
        record(f"privacy.{choice}", self.page, user=self.user, reason=self.reason, data=told)
        with signing(self.verb):
            return PrivacyDecision.objects.create(
                page_pk=self.page.pk,
                revision_pk=self.page.latest_revision_id,
                choice=choice,
                reason=self.reason,
                person_pk=person_pk,
                person_name=person_name,
                **values,
            )


class ConfirmNotPersonal(_Decision):
    """A suspected finding (its digest) is no personal information; a certain one only by a second person who may publish,
    and never a number with a check of its own (identity number, account, passport, permit, residence)."""

    verb = "confirm_not_personal"

    def check(self) -> None:
        """Ask whether this finding is there and whether this person may decide.

        Raises:
            PermissionDenied, Refused: with what to do instead.
        """
        super().check()
        found = self._findings()
        if not found:
            self._refuse("gone", "页面最新草稿中已没有这一处内容，请重新检查。")
        if not all(item.may_be_confirmed for item in found):
            self._refuse("certain", f"{found[0].label}不能确认为“不是个人信息”，请隐去；确属本局号码的，请列入白名单。")
        if any(item.needs_second_person for item in found):
            latest = self.page.latest_revision
            if latest is not None and last_editor(same_content(latest)) == self.user.pk:
                self._refuse("second_person", "这一处是确定的个人信息类型，须由最后编辑者以外的人确认。")
            if not self.page.permissions_for_user(self.user).can_publish():
                self._refuse("second_person", "这一处是确定的个人信息类型，须由有发布权限的人确认。")

    def _findings(self) -> list[PageFinding]:
        return [item for item in self.report.findings if item.digest == self.digest]

    @transaction.atomic
    def execute(self) -> PrivacyDecision:
        """Keep the decision; the same content on this page is not asked about again."""
        self.check()
        item = self._findings()[0]
        return self._record(
            Choice.NOT_PERSONAL,
            where=item.where[:255],
            kind=item.kind,
            severity=item.severity,
            digest=item.digest,
            file_digest=item.file_digest,
        )


class ConfirmRead(_Decision):
    """A person has looked at a file (the digest of its content) that no program can read, and found nothing personal in it."""

    verb = "confirm_read"

    def check(self) -> None:
        """Ask whether the page uses such a file.

        Raises:
            PermissionDenied, Refused: the file is not among those of the newest draft.
        """
        super().check()
        if not self.digest or all(item.file_digest != self.digest for item in self.report.unreadable):
            self._refuse("gone", "页面最新草稿已不使用这个文件，请重新检查。")

    @transaction.atomic
    def execute(self) -> PrivacyDecision:
        """Keep who looked at which content, when."""
        self.check()
        item = next(found for found in self.report.unreadable if found.file_digest == self.digest)
        return self._record(Choice.READ, where=item.where[:255], file_digest=self.digest)
