"""Make a new signing key and retire the one before it; documents signed with the old one go on being valid.

With --compromised the retired key is published as one that others may have had: what it signed then proves nothing
without the register. With --kid an earlier key is marked so, and no new one is made unless it was the one that signs.
"""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from certificates.services import keys
from people.errors import Refusal


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--reason", required=True, help="why, for those who come later")
        parser.add_argument("--compromised", action="store_true", help="others may have had the private key")
        parser.add_argument("--kid", help="with --compromised: the earlier key that others may have had")

    def handle(self, *, reason: str, compromised: bool, kid: str | None, **options) -> None:
        at = timezone.now()
        try:
            if kid and not compromised:
                raise CommandError("--kid goes with --compromised.")
            if kid and kid != _active_kid():
                marked = keys.compromise(kid=kid, at=at, reason=reason)
                self.stdout.write(f"{marked.kid} is published as compromised.")
                return
            fresh, retired = keys.rotate(at=at, reason=reason, compromised=compromised)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"{fresh.kid} signs from now on ({fresh.public_multibase}).")
        for row in retired:
            self.stdout.write(f"{row.kid} is retired: {row.reason}")
        self.stdout.write("Run publish_status_lists, so that the lists are signed with the new key.")


def _active_kid() -> str:
    try:
        return keys.active().kid
    except Refusal:
        return ""
