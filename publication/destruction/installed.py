"""The holders of the lowest floor and of the libraries it stands on, and the tables that hold no page's content."""

from django.conf import settings

from .base import exempt, register, register_loose
from .content import CommentHolder, ContentHolder, LinkHolder, RevisionHolder
from .files import FileHolder
from .mentions import MentionHolder
from .records import ApprovalHolder, EndingHolder, NoticeHolder, PrivacyHolder, SessionHolder
from .trail import TrailHolder


def install() -> None:
    """Register all of it; once."""
    for holder in (
        RevisionHolder(), CommentHolder(), ApprovalHolder(), EndingHolder(), LinkHolder(), FileHolder(), NoticeHolder(),
        PrivacyHolder(), SessionHolder(), MentionHolder(), TrailHolder(), ContentHolder(),
    ):  # fmt: skip
        register(holder)
    register_loose("publication.EndingBatch", "statement", "instrument_name", "instrument_number", "decision_note")
    register_loose("publication.RecipientTask", "note")
    register_loose("publication.GuardSuspension", "reason")
    register_loose("django_tasks_database.DBTaskResult", "traceback", "return_value")
    register_loose("axes.AccessAttempt", "path_info", "get_data", "post_data")
    register_loose("axes.AccessFailureLog", "path_info")
    register_loose("axes.AccessLog", "path_info")
    register_loose("wagtailforms.FormSubmission", "form_data")
    _exempt()


def _exempt() -> None:
    exempt("账号、权限和登录设备", settings.AUTH_USER_MODEL, "auth.Group", "auth.Permission", "otp_static.StaticDevice",
           "otp_static.StaticToken", "otp_totp.TOTPDevice", "wagtailusers.UserProfile", "wagtailcore.APIToken")  # fmt: skip
    exempt("程序和站点的配置，不随页面变化", "contenttypes.ContentType", "wagtailcore.Locale", "wagtailcore.Site",
           "wagtailcore.Collection", "wagtailcore.CollectionViewRestriction", "wagtailcore.Task", "wagtailcore.Workflow")  # fmt: skip
    exempt("只有编号和状态", "wagtailcore.WorkflowState", "wagtailadmin.EditingSession", "publication.TrailSeal",
           "publication.DailyRun", "publication.Permit", "publication.NoticeChoice")  # fmt: skip
    exempt(
        "本局的设置和登记，不写页面内容",
        "publication.PrivacySettings",
        "publication.CalendarDay",
        "publication.Recipient",
    )
    exempt(
        "销毁记录和备份登记本身，不写内容",
        "publication.Destruction",
        "publication.DestructionPart",
        "publication.Backup",
    )
    exempt(
        "没有启用：附件和图片在本平台自己的表里",
        "wagtaildocs.Document",
        "wagtailimages.Image",
        "wagtailimages.Rendition",
    )
    exempt("没有启用外部嵌入内容", "wagtailembeds.Embed")
