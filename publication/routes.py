"""Where Wagtail's own entries to publication are led (docs/adr/0005-gates-permits-routes.md).

Every stock path to publication — editor's buttons, ``Revision.publish``, bulk publish, a workflow's end, the timer, the
admin API — ends in the class ``PublishPageRevisionAction``, looked up by name in the modules below. Those names are
bound to the verb; the views that would end what is public are bound to a refusal until their verbs exist. The database
guards hold the rule for whatever does not come this way. Wagtail 8 also exports these classes from ``wagtail.actions``, and registers
what can be done with pages from there when its own app is ready, after this one: both lead to the same verbs.
"""

from importlib import import_module
from typing import Any

_PUBLISH = "PublishPageRevisionAction"
_PUBLISH_MODULES = ("wagtail.admin.views.pages.edit", "wagtail.models.pages", "wagtail.admin.api.actions.publish")

_REFUSED = {
    "UnpublishPageAction": (
        "wagtail.admin.views.pages.unpublish",
        "wagtail.models.pages",
        "wagtail.admin.api.actions.unpublish",
    ),
    "DeletePageAction": (
        "wagtail.admin.views.pages.delete",
        "wagtail.models.pages",
        "wagtail.admin.api.actions.delete",
    ),
    "MovePageAction": ("wagtail.admin.views.pages.move", "wagtail.models.pages", "wagtail.admin.api.actions.move"),
    "CopyPageAction": ("wagtail.admin.views.pages.copy", "wagtail.models.pages", "wagtail.admin.api.actions.copy"),
    "CreatePageAliasAction": (
        "wagtail.admin.views.pages.copy",
        "wagtail.models.pages",
        "wagtail.admin.api.actions.create_alias",
    ),
}

#: The views that would hide what is public without ending it (bound before the admin's addresses are read): a function in Wagtail 7,
#: where it is one still; a class of Wagtail 8.
_HIDING = ("wagtail.admin.views.page_privacy", "wagtail.admin.views.collection_privacy")
_HIDING_FUNCTION, _HIDING_CLASS = "set_privacy", "SetPrivacyView"


_PACKAGE = "wagtail.actions"


def _verbs() -> dict[str, Any]:
    """Return the name of each stock class that publishes, ends or spreads a page → the verb in its place."""
    from .actions.publish import PublishPage
    from .actions.refused import (
        CopyUnsealed,
        DeleteDraft,
        MirrorUnsealed,
        MoveDraft,
        RefusedUnpublish,
    )

    return {
        _PUBLISH: PublishPage,
        "UnpublishPageAction": RefusedUnpublish,
        "DeletePageAction": DeleteDraft,
        "MovePageAction": MoveDraft,
        "CopyPageAction": CopyUnsealed,
        "CreatePageAliasAction": MirrorUnsealed,
    }


def _targets() -> dict[tuple[str, str], Any]:
    from .actions.refused import no_view_restriction

    verbs = _verbs()
    targets: dict[tuple[str, str], Any] = {(module, _PUBLISH): verbs[_PUBLISH] for module in _PUBLISH_MODULES}
    for name, modules in _REFUSED.items():
        targets.update({(module, name): verbs[name] for module in modules})
    if hasattr(import_module(_PACKAGE), _PUBLISH):
        targets.update({(_PACKAGE, name): verb for name, verb in verbs.items()})
    for module in _HIDING:
        if not hasattr(import_module(module), _HIDING_CLASS):
            targets[(module, _HIDING_FUNCTION)] = no_view_restriction
    return targets


def registered() -> dict[str, Any]:
    """Return what Wagtail 8 has registered to be done with pages: name → class, its own dictionary; an empty one of Wagtail 7."""
    from wagtail.models import Page

    registry = getattr(import_module(_PACKAGE), "action_registry", None)
    found: dict[str, Any] = registry.actions.get(Page, {}) if registry is not None else {}
    return found


def _refusing(dispatch: Any) -> Any:
    """Return what answers in the place of a hiding view's ``dispatch``."""
    from .actions.refused import no_view_restriction

    def refuse(view: Any, request: Any, *args: Any, **kwargs: Any) -> Any:
        return no_view_restriction(request)

    refuse.leads_to_verb = True  # type: ignore[attr-defined]
    return refuse


def _methods() -> dict[tuple[type, str], Any]:
    """Return the methods through which a step of a workflow ends or a new page is published, with what wraps each."""
    from wagtail.admin.views.pages.create import CreateView
    from wagtail.contrib.settings.views import EditView as SettingView
    from wagtail.models import TaskState, WorkflowState

    from .actions.change_shown import saving
    from .creation import draft_first
    from .workflow_end import explaining, recording, starting_over

    hiding = (getattr(import_module(module), _HIDING_CLASS, None) for module in _HIDING)
    return {
        **{(view, "dispatch"): _refusing for view in hiding if view is not None},
        (TaskState, "approve"): recording,
        (TaskState, "reject"): explaining,
        (WorkflowState, "resume"): starting_over,
        (CreateView, "publish_action"): draft_first,
        (SettingView, "save_instance"): saving,
    }


def bind() -> None:
    """Bind every stock name to its verb."""
    from . import site_form

    for (owner, name), wrap in _methods().items():
        method = getattr(owner, name)
        if not getattr(method, "leads_to_verb", False):
            setattr(owner, name, wrap(method))
    site_form.bind()
    for (module, name), verb in _targets().items():
        found = import_module(module)
        if not hasattr(found, name):
            raise RuntimeError(f"Wagtail no longer has {module}.{name}: look at publication/routes.py.")
        setattr(found, name, verb)
    verbs, actions = _verbs(), registered()
    actions.update({name: verbs[stock.__name__] for name, stock in actions.items() if stock.__name__ in verbs})


def unbound() -> list[str]:
    """Return the stock names that do not lead to a verb, as ``module.name``."""
    from . import site_form

    found = [
        f"{module}.{name}"
        for (module, name), verb in _targets().items()
        if getattr(import_module(module), name, None) is not verb
    ]
    found += [
        f"{_PACKAGE}.action_registry: {name}" for name, stock in registered().items() if stock.__name__ in _verbs()
    ]
    if not site_form.is_bound():
        found.append("wagtail.sites.views.SiteViewSet.get_form_class")
    return found + [
        f"{owner.__name__}.{name}"
        for owner, name in _methods()
        if not getattr(getattr(owner, name), "leads_to_verb", False)
    ]
