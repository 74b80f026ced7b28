"""What the floors below are told of officers."""

from django.db.models.signals import post_delete, post_save

from publication.followers import register_change_follower
from publication.guards.extra import RowGuard, permit
from publication.guards.extra import register as register_guard
from publication.privacy.sources import forget_white_lists
from publication.shown import permit_name

from ..models import Officer, OfficerCertificate
from . import search, surfaces
from .following import follow_certificate, follow_officer


def register() -> None:
    """Tell them. The register keeps who was in it: the database lets no row go without the verb's permit."""
    for model in (Officer, OfficerCertificate):
        table, shut = model._meta.db_table, f"NOT {permit(permit_name(model))}"
        name = f"guard_shown_{table}_gone"
        register_guard(RowGuard(name, table, "DELETE", lambda _, shut=shut: shut, "delete what the public sees"))  # type: ignore[misc]
    register_change_follower(Officer, follow_officer)
    register_change_follower(OfficerCertificate, follow_certificate)
    for signal, word in ((post_save, "saved"), (post_delete, "deleted")):
        signal.connect(forget_white_lists, sender=OfficerCertificate, dispatch_uid=f"certificates-{word}")
    search.register()
    surfaces.register_surfaces()
