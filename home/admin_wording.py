"""Chinese for what the admin would name from its code: form fields and columns without a label, and permissions."""

from collections.abc import Callable
from typing import Any

from django.apps import AppConfig
from django.contrib.auth.management import create_permissions
from django.utils.translation import gettext, override

_ACTIONS = {"add": "添加", "change": "修改", "delete": "删除", "view": "查看"}
_UNTRANSLATED = {"Can choose document": "选用附件", "Can choose image": "选用图片"}
_LINKS = {
    "link_text": "链接文字",
    "email_address": "电子邮箱",
    "subject": "邮件主题",
    "body": "邮件正文",
    "phone_number": "电话号码",
}
_SITE_COLUMNS = {"port": "端口", "site_name": "站点名称", "root_page": "根页面"}


def _named(init: Callable[..., None]) -> Callable[..., None]:
    """Wrap the constructor of the steps' search form, which makes a field without a name where there are several kinds of steps."""

    def construct(form: Any, *args: Any, **kwargs: Any) -> None:
        init(form, *args, **kwargs)
        if "task_type" in form.fields:
            form.fields["task_type"].label = "审批环节类型"

    construct.names_its_field = True  # type: ignore[attr-defined]
    return construct


def name_fields() -> None:
    """Give a Chinese label to the framework's form fields and columns that have none."""
    from wagtail.admin.forms import choosers
    from wagtail.admin.forms.account import NameEmailForm
    from wagtail.admin.forms.auth import LoginForm
    from wagtail.admin.forms.workflows import TaskChooserSearchForm, WorkflowPageForm
    from wagtail.sites.views import IndexView
    from wagtail.users.forms import PagePermissionsForm, UserCreationForm, UserEditForm
    from wagtail.users.views.bulk_actions.assign_role import RoleForm

    for form in (
        choosers.ExternalLinkChooserForm,
        choosers.AnchorLinkChooserForm,
        choosers.EmailLinkChooserForm,
        choosers.PhoneLinkChooserForm,
    ):
        for name, field in form.base_fields.items():
            field.label = _LINKS.get(name, field.label)
    for person_form in (NameEmailForm, UserCreationForm, UserEditForm):
        given, family = person_form.base_fields["first_name"], person_form.base_fields["last_name"]
        given.required, given.help_text, family.label = False, "姓名已写在下一栏的，此处不填。", "姓名"
    NameEmailForm.base_fields["email"].required = False  # a password is changed on the same screen
    if not hasattr(TaskChooserSearchForm.__init__, "names_its_field"):
        TaskChooserSearchForm.__init__ = _named(TaskChooserSearchForm.__init__)  # type: ignore[method-assign]
    LoginForm.base_fields["password"].label = "密码"
    choosers.AnchorLinkChooserForm.base_fields["url"].label = "页内位置"
    RoleForm.base_fields["role"].label = "用户组"
    for page_form in (WorkflowPageForm, PagePermissionsForm):
        page_form.base_fields["page"].label = "页面"
    for column in IndexView.columns:
        column.label = _SITE_COLUMNS.get(column.name, column.label)


def permission_name(codename: str, name: str, model: Any) -> str:
    """Return what a permission on ``model`` is called; permissions of its own keep their translated name."""
    for action in model._meta.default_permissions:
        if codename == f"{action}_{model._meta.model_name}" and action in _ACTIONS:
            return f"{_ACTIONS[action]}{model._meta.verbose_name}"[:255]
    return _UNTRANSLATED.get(name) or (gettext(name)[:255] if name else name)


def name_permissions(sender: AppConfig, using: str, apps: Any = None, **kwargs: Any) -> None:
    """After a migration, rename the app's permissions, which Django writes in English into the database."""
    from django.contrib.auth.models import Permission

    if not sender.models_module or (apps is not None and not _has_permissions(apps)):
        return
    create_permissions(sender, verbosity=0, using=using, **({"apps": apps} if apps is not None else {}))
    changed = []
    with override("zh-hans"):
        found = Permission.objects.using(using).filter(content_type__app_label=sender.label)
        for permission in found.select_related("content_type"):
            model = permission.content_type.model_class()
            name = permission_name(permission.codename, permission.name, model) if model else permission.name
            if name != permission.name:
                permission.name = name
                changed.append(permission)
    Permission.objects.using(using).bulk_update(changed, ["name"], batch_size=400)


def _has_permissions(apps: Any) -> bool:
    """Tell whether the migration has come as far as the permissions' table."""
    try:
        apps.get_model("auth", "Permission")
    except LookupError:
        return False
    return True
