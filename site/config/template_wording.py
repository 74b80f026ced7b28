"""English that the framework's templates hold outside gettext, put into Chinese as the template is read.

Copies of whole templates would fall behind the framework; what is replaced here is checked by a test against every
installed version, so that an upgrade that moves a phrase is noticed.
"""

from django.template import Origin
from django.template.loaders import app_directories

_SUBMIT = ('type="submit" value="Search"', 'type="submit" value="搜索"')
_YES_NO = ("title=value|stringformat:'s'", 'title=value|yesno:"是,否,未知"')

#: Template name → pairs of what stands there and what is shown instead.
WORDING: dict[str, tuple[tuple[str, str], ...]] = {
    "modeladmin/includes/header.html": (_SUBMIT,),
    # No wording, but the one place that every screen has between the messages and its own content.
    "wagtailadmin/base.html": (
        (
            "{% block content %}{% endblock %}",
            '{% include "staff_directory/admin/superuser_notice.html" %}{% block content %}{% endblock %}',
        ),
    ),
    "wagtailadmin/home.html": (
        _SUBMIT,
        # Who works on no page has nothing to search there.
        (
            '<form\n                    class="w-mb-12"',
            '{% if root_page.pk %}<form\n                    class="w-mb-12"',
        ),
        ("</form>\n\n            </div>", "</form>{% endif %}\n\n            </div>"),
    ),
    # The name of a page that can hold others opens its contents; its own settings are under “编辑” in its menu.
    "wagtailadmin/pages/listing/_page_title_explore.html": (
        (
            "{% if page_perms.can_edit %}",
            "{% load folders %}{% if page|is_folder %}"
            '<a href="{% url \'wagtailadmin_explore\' page.id %}" title="打开，看其中的页面">{{ page_title }}</a>'
            "{% elif page_perms.can_edit %}",
        ),
    ),
    "wagtailadmin/reports/listing/_list_page_types_usage.html": (
        ('<th class="app-label">', '<th class="app-label" hidden>'),
        ('<td class="app-label" valign="top">', '<td class="app-label" valign="top" hidden>'),
    ),
    "wagtailadmin/shared/header.html": (_SUBMIT,),
    # Where a page that came back starts again.
    "wagtailadmin/workflows/workflow_status.html": (
        ("{# Footer Actions #}", '{% include "staff_directory/admin/resubmission.html" %}{# Footer Actions #}'),
    ),
    "wagtailadmin/shared/headers/_actions.html": (('aria-label="Actions"', 'aria-label="操作"'),),
    "wagtailadmin/shared/pagination_nav.html": (
        ("{{ items.paginator.items_count_label|capfirst }}", "共 {{ items.paginator.count }} 项"),
    ),
    "wagtailadmin/shared/user_avatar.html": (
        ("{% if not username %}{{ user }}{% else %}", '{% if not username %}{{ user|default_if_none:"" }}{% else %}'),
    ),
    "wagtailadmin/tables/boolean_cell.html": (_YES_NO,),
    # The form of accounts has no such field (nobody becomes a superuser there): the template would show “None”.
    "wagtailusers/users/create.html": (
        (
            "<li>{% formattedfield form.is_superuser %}</li>",
            "{% if form.is_superuser %}{% formattedfield form.is_superuser %}{% endif %}",
        ),
    ),
}


class Loader(app_directories.Loader):
    """Reads the templates of installed apps with the phrases of :data:`WORDING` replaced."""

    def get_contents(self, origin: Origin) -> str:
        """Return the template's source; raises ``TemplateDoesNotExist`` as its parent does."""
        source = super().get_contents(origin)
        for found, shown in WORDING.get(str(origin.template_name), ()):
            source = source.replace(found, shown)
        return source
