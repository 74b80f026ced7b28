"""What is recorded by itself: every log entry of Wagtail, signing in and out, changes of watched records and of roles."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models import Model
from django.db.models.fields.files import FieldFile
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from wagtail.models import ModelLogEntry, PageLogEntry

from ..models import StoredDocument, StoredImage
from .record import from_log, record
from .scrub import scrub, scrub_value

_watched: dict[type[Model], tuple[str, ...]] = {}
_from_defaults: set[type[Model]] = set()
_changes_only: set[type[Model]] = set()
_SECRET = ("password",)


def _clean(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Wagtail's own log keeps no personal number either."""
    instance.label = scrub(instance.label or "")
    instance.data = scrub_value(instance.data or {})


def _logged(sender: Any, instance: Any, created: bool, raw: bool = False, **kwargs: Any) -> None:
    if created and not raw:
        item = instance.page if isinstance(instance, PageLogEntry) else _object_of(instance)
        from_log([instance], [item])


def _object_of(entry: ModelLogEntry) -> Any:
    model = entry.content_type.model_class() if entry.content_type_id else None
    return model._base_manager.filter(pk=entry.object_id).first() if model else None


def watch(
    model: type[Model], *, leave_out: tuple[str, ...] = (), from_defaults: bool = False, changes_only: bool = False
) -> None:
    """Record creation, change (before and after) and deletion of the model's rows made through the ORM's objects.

    ``from_defaults``: a row that says what the defaults say is no act (a setting's row is made when it is first looked at).
    ``changes_only``: what Wagtail's own log says of creation and deletion is enough.
    """
    if model in _watched:
        return
    if from_defaults:
        _from_defaults.add(model)
    if changes_only:
        _changes_only.add(model)
    fields = [
        field for field in model._meta.concrete_fields if field.attname not in leave_out and not field.primary_key
    ]
    _watched[model] = tuple(field.attname for field in fields)
    key = f"trail-{model._meta.label}"
    pre_save.connect(_before, sender=model, dispatch_uid=f"{key}-before")
    post_save.connect(_after, sender=model, dispatch_uid=f"{key}-after")
    post_delete.connect(_gone, sender=model, dispatch_uid=f"{key}-gone")


def _before(sender: Any, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    known = instance.pk is not None and not raw
    row = sender._base_manager.filter(pk=instance.pk).values(*_watched[sender]).first() if known else None
    instance._trail_before = row


def _shown(name: str, value: Any) -> Any:
    return "（已设置）" if name in _SECRET and value else value


def _stored(value: Any) -> Any:
    """Return a value as its column holds it: of a file its name."""
    return value.name if isinstance(value, FieldFile) else value


def _default(sender: type[Model], name: str) -> Any:
    return next(field.get_default() for field in sender._meta.concrete_fields if field.attname == name)


def _after(sender: Any, instance: Any, created: bool, raw: bool = False, **kwargs: Any) -> None:
    if raw:
        return
    old = instance.__dict__.pop("_trail_before", None)
    new = {name: _stored(getattr(instance, name)) for name in _watched[sender]}
    if old is None:
        defaults = sender in _from_defaults and all(new[name] == _default(sender, name) for name in new)
        if defaults or sender in _changes_only:
            return
        record("record.create", instance, after={name: _shown(name, value) for name, value in new.items()})
        return
    changed = [name for name in new if new[name] != old[name]]
    if changed:
        before = {name: "（原值）" if name in _SECRET else old[name] for name in changed}
        record("record.change", instance, before=before, after={name: _shown(name, new[name]) for name in changed})


def _gone(sender: Any, instance: Any, **kwargs: Any) -> None:
    if sender in _changes_only:
        return
    row = {name: _shown(name, _stored(getattr(instance, name))) for name in _watched[sender]}
    record("record.delete", instance, before=row)


def _groups_changed(sender: Any, instance: Any, action: str, reverse: bool, pk_set: Any, **kwargs: Any) -> None:
    """A user's groups are the user's roles."""
    if action == "pre_clear":
        instance._trail_groups = list(instance.user_set.all() if reverse else instance.groups.all())
        return
    acts = {"post_add": "role.grant", "post_remove": "role.revoke", "post_clear": "role.revoke"}
    if action not in acts:
        return
    if action == "post_clear":
        others = instance.__dict__.pop("_trail_groups", [])
    else:
        others = list((get_user_model() if reverse else Group)._default_manager.filter(pk__in=pk_set or ()))
    for other in others:
        user, group = (other, instance) if reverse else (instance, other)
        held = getattr(group, "role_group", None) if hasattr(group, "role_group") else None
        title = str(held) if held is not None else group.name
        change = {"before": {"role": title}} if acts[action] == "role.revoke" else {"after": {"role": title}}
        record(acts[action], user, **change)


def _signed_in(sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
    record("sign_in", user, user=user)


def _signed_out(sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
    if user is not None:
        record("sign_out", user, user=user)


def _failed(sender: Any, credentials: Any, request: Any = None, **kwargs: Any) -> None:
    record("sign_in.failed", data={"username": str(credentials.get("username", ""))[:150]})


def connect() -> None:
    """Connect everything; once."""
    for model in (PageLogEntry, ModelLogEntry):
        pre_save.connect(_clean, sender=model, dispatch_uid=f"trail-clean-{model.__name__}")
        post_save.connect(_logged, sender=model, dispatch_uid=f"trail-{model.__name__}")
    m2m_changed.connect(_groups_changed, sender=get_user_model().groups.through, dispatch_uid="trail-groups")
    user_logged_in.connect(_signed_in, dispatch_uid="trail-in")
    user_logged_out.connect(_signed_out, dispatch_uid="trail-out")
    user_login_failed.connect(_failed, dispatch_uid="trail-failed")
    watch(get_user_model(), leave_out=("last_login",))
    for model in (StoredDocument, StoredImage):
        watch(model, leave_out=("created_at", "file_hash"), changes_only=True)
