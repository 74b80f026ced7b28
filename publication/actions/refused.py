"""What Wagtail's own unpublish, delete and move may still do: drafts freely, public pages not at all."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.actions.delete_page import DeletePageAction
from wagtail.actions.move_page import MovePageAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page

from ..approvals import STEPS
from ..errors import Refused
from ..gates.base import Problem
from ..models import Seal
from ..permits import permitted


def _live_below(page: Page) -> int:
    """Return how many public pages stand at or below ``page``."""
    return Page.objects.filter(path__startswith=page.path, live=True).count()


def _once_public_below(page: Page) -> int:
    """Return how many pages at or below ``page`` have been public at some time; mirrors of others do not count."""
    return Page.objects.filter(path__startswith=page.path, first_published_at__isnull=False, alias_of=None).count()


class RefusedUnpublish(UnpublishPageAction):
    """A public page is not simply unpublished: a decision that ends is withdrawn with a public reason (处罚法第48条)."""

    def execute(self, skip_permission_checks: bool = False) -> Any:
        """Do nothing for a draft; refuse for a public page.

        Raises:
            Refused: the page is public.
        """
        if self.object.live:
            raise Refused(
                [
                    Problem(
                        "unpublish_public",
                        "已公开的页面不能用“取消发布”下线：请在页面菜单中选“撤下”，写明理由，由另一人批准；内容有误的，改正后重新发布。",
                    )
                ],
                page=self.object,
            )
        return super().execute(skip_permission_checks=skip_permission_checks)


class DeleteDraft(DeletePageAction):
    """Delete drafts; refuse when anything at or below the page is public, and say why when the user may not."""

    def check(self, skip_permission_checks: bool = False) -> None:
        """Ask whether the page may be deleted.

        Raises:
            Refused: something at or below it is public, or this user may not delete it; with what to do instead.
        """
        count = _live_below(self.page)
        if count:
            what = "这个页面已公开" if self.page.live and count == 1 else f"其中有 {count} 个页面已公开"
            self._refuse(
                "delete_public",
                f"不能删除：{what}，公开过的内容须保留。内容有误的，请在编辑界面改正后提交审核，重新发布；"
                "不应再公开的，请在页面菜单中选“撤下”。",
            )
        ended = _once_public_below(self.page)
        if ended:
            what = (
                "这个页面曾经公开" if ended == 1 and self.page.first_published_at else f"其中有 {ended} 个页面曾经公开"
            )
            self._refuse("delete_once_public", f"不能删除：{what}，公开和撤下的经过须保留备查。")
        if skip_permission_checks or not self.user or self.page.permissions_for_user(self.user).can_delete():
            return
        children = self.page.get_descendant_count()
        if children and self.page.permissions_for_user(self.user).can_edit():
            self._refuse("delete_children", f"不能删除：它下面还有 {children} 个页面。请先逐个删除下级草稿。")
        self._refuse(
            "delete_permission", "不能删除：您没有修改这个页面的权限。需要删除草稿时，请联系起草人或本单位负责人。"
        )

    def execute(self, *args: Any, **kwargs: Any) -> Any:
        """Delete; a draft's own workflow goes with it."""
        with permitted("delete", [STEPS]):
            return super().execute(*args, **kwargs)

    def _refuse(self, code: str, message: str) -> None:
        raise Refused([Problem(code, message)], page=self.page)


class MoveDraft(MovePageAction):
    """Move drafts; refuse when the address of a public page would change."""

    def execute(self, *args: Any, **kwargs: Any) -> Any:
        """Move the page.

        Raises:
            Refused: a public page at or below it would change its address.
        """
        sibling = self.pos in ("left", "right", "first-sibling", "last-sibling", "sorted-sibling")
        parent = self.target.get_parent() if sibling else self.target
        if parent != self.page.get_parent():
            count = _live_below(self.page)
            if count:
                raise Refused(
                    [Problem("move_public", f"不能移动：其中有 {count} 个页面已公开，移动会改变它们的网址。")],
                    page=self.page,
                )
            refuse_sealed(self.page, "移动", below=True)
        return super().execute(*args, **kwargs)


def refuse_sealed(page: Page, what: str, *, below: bool) -> None:
    """Refuse what would give a withdrawn page's content another place (行政处罚法第四十八条).

    Raises:
        Refused: the page (or with ``below`` one at or below it) is sealed.
    """
    sealed = Seal.objects.filter(page__path__startswith=page.path) if below else Seal.objects.filter(page_id=page.pk)
    if not sealed.exists():
        return
    where = "这个页面" if sealed.filter(page_id=page.pk).exists() else "它下面有页面"
    message = f"不能{what}：{where}已撤下并封存。撤下有误的，请在“决定的一生”页申请恢复，由另一人批准。"
    raise Refused([Problem("sealed", message)], page=page)


class CopyUnsealed(CopyPageAction):
    """Copies; not what is sealed: its content would come back under another address."""

    def execute(self, *args: Any, **kwargs: Any) -> Any:
        """Copy the page.

        Raises:
            Refused: it is sealed, or with its descendants one of them.
        """
        refuse_sealed(self.page, "复制", below=bool(self.recursive))
        return super().execute(*args, **kwargs)


class MirrorUnsealed(CreatePageAliasAction):
    """Makes a mirror; not of what is sealed."""

    def execute(self, *args: Any, **kwargs: Any) -> Any:
        """Make the alias.

        Raises:
            Refused: the page is sealed, or with its descendants one of them.
        """
        refuse_sealed(self.page, "建立镜像", below=bool(self.recursive))
        return super().execute(*args, **kwargs)


def no_view_restriction(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseRedirect:
    """Answer in the place of Wagtail's “who may see this”: what is public is hidden by an ending, with reason and receipt, or not.

    Raises:
        PermissionDenied: to a script, whose answer nobody would read.
    """
    if request.headers.get("x-requested-with") == "XMLHttpRequest":
        raise PermissionDenied
    messages.error(
        request, "公开的内容不能改为只让部分人看：不应再公开的，请在页面菜单中选“撤下”，写明理由，由另一人批准。"
    )
    return redirect("wagtailadmin_home")
