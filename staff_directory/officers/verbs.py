"""The verb that keeps the register: what the public sees of officers changes by it only, on the record."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from publication.actions.change_shown import ChangeShown
from publication.errors import Refused
from publication.gates.base import Problem
from publication.permits import permitted
from publication.shown import permit_name

from ..models import Officer, OfficerCertificate
from .following import follow_units


def _wrong_with(officer: Officer) -> list[Problem]:
    """Ask the rules of an officer's certificates."""
    found = []
    for certificate in officer.certificates.all():
        try:
            certificate.full_clean(exclude=["officer"])
        except ValidationError as error:
            found += [
                Problem("certificate", f"证件 {certificate.number}：{text}", name)
                for name, texts in error.message_dict.items()
                for text in texts
            ]
    return found


class KeepOfficer(ChangeShown):
    """Save an officer with the certificates that hang on it: new or changed; nothing is deleted by it."""

    def check(self) -> None:
        """Ask the officer's own rules and those of each certificate.

        Raises:
            Refused: with the field, and what is wrong with it.
        """
        super().check()
        if found := _wrong_with(self.item):
            raise Refused(found)

    def execute(self) -> Any:
        """Save in one transaction, bring search and caches up to date, and return what ``save`` returns.

        Raises:
            Refused: see :meth:`check`.
        """
        before = Officer.objects.filter(pk=self.item.pk).values_list("unit_id", flat=True).first()
        with transaction.atomic(), permitted(self.verb, [permit_name(OfficerCertificate)]):
            saved = super().execute()
            if before not in (None, self.item.unit_id):
                follow_units({before})
        return saved


class KeepOfficers:
    """The same for many officers at once: a workbook, or a unit whose duties pass on; search and caches follow once."""

    verb = ChangeShown.verb

    def __init__(self, officers: Sequence[Officer]) -> None:
        self.officers = officers

    def check(self) -> None:
        """Ask every officer's rules.

        Raises:
            Refused: with all that is wrong.
        """
        found: list[Problem] = []
        for officer in self.officers:
            try:
                officer.clean()
            except ValidationError as error:
                found += [Problem("shown", f"{officer.name}：{text}") for text in error.messages]
            found += _wrong_with(officer)
        if found:
            raise Refused(found)

    def execute(self) -> None:
        """Save all of them in one transaction.

        Raises:
            Refused: see :meth:`check`.
        """
        self.check()
        keys = [officer.pk for officer in self.officers if officer.pk]
        units = set(Officer.objects.filter(pk__in=keys).values_list("unit_id", flat=True))
        with transaction.atomic(), permitted(self.verb, [permit_name(Officer), permit_name(OfficerCertificate)]):
            for officer in self.officers:
                officer.save()
            follow_units(units | {officer.unit_id for officer in self.officers})
