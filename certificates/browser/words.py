"""Sentences the verifying browser says by itself, in the reader's language. {name} is filled in by the browser."""

from datetime import date

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .. import verify_address
from ..presentation import verdict_words

STATES = ("valid", "notice", "support", "expired", "suspended", "replaced", "revoked", "unknown")


def our_hosts(request: HttpRequest) -> list[str]:
    """Hosts a code of ours may lead to: the printed one, those printed before, and where this page stands."""
    return sorted({*verify_address.our_hosts(), request.get_host().lower()})


def date_patterns() -> list[str]:
    """A date of each month as this site writes it, with {year} and {day}: most browsers know no Kazakh months."""
    written = [date_format(date(1111, month, 22), "DATE_FORMAT") for month in range(1, 13)]
    return [words.replace("1111", "{year}").replace("22", "{day}") for words in written]


def for_browser(request: HttpRequest) -> dict[str, object]:
    """What a page hands to its script: addresses, hosts, language, dates and words."""
    return {
        "language": get_language() or settings.LANGUAGE_CODE,
        "zone": settings.TIME_ZONE,
        "dates": date_patterns(),
        "hosts": our_hosts(request),
        "urls": {
            "worker": reverse("verify_worker"),
            "hash": reverse("verify_hash", args=["0"]).removesuffix("0"),
            "page": reverse("verify_form"),
            "keys": reverse("public_keys"),
            "status": reverse("offline_status"),
            "check": reverse("api_verify"),
        },
        "states": {state: verdict_words(state) for state in STATES}
        | {"unsure": _("Signed by us, but not checked for withdrawal")},
        "signed": _signed_words(),
        "labels": {
            "name": _("Surname, given name, patronymic"),
            "programme": _("Programme"),
            "issued": _("Issued"),
            "expires": _("Valid until"),
            "hours": _("Hours"),
            "number": _("Number"),
            "code": _("Code"),
        },
        "offline": _offline_words(),
        "file": _file_words(),
        "scan": _scan_words(),
    }


def _signed_words() -> dict[str, str]:
    return {
        "fits": _("The signature in the large code is ours and says the same as this page."),
        "differs": _("The large code says something else than our register. Do not trust the paper."),
        "difference": _("{label}: “{signed}” in the code, “{record}” in the register."),
        "unknown_record": _("The signature is ours, but the register has no such document. Ask the issuer."),
        "broken": _("The large code was changed or was not signed by us. Do not trust the paper."),
        "other_code": _("The large code belongs to another document. Do not trust the paper."),
        "unknown_key": _(
            "This device does not know the key of the signature. Go online and open the code again."
        ),
        "unreadable": _("The large code is damaged or incomplete. Scan it again."),
        "no_keys": _("The signature could not be checked: our public keys are not on this device yet."),
        "untrusted_key": _(
            "The key of this signature is no longer trusted. What the register above says counts."
        ),
    }


def _offline_words() -> dict[str, str]:
    return {
        "as_of": _("No network: checked on this device, by the list of withdrawn documents as of {date}."),
        "stale": _(
            "The list of withdrawn documents on this device is from {date} and too old to rely on."
            " Go online and open the code again."
        ),
        "missing": _(
            "There is no list of withdrawn documents on this device yet. Go online and open the code again."
        ),
        "other_list": _(
            "The list on this device does not hold this document yet. Go online and open the code again."
        ),
        "valid": _("Until {date}."),
        "expired": _("It was valid until {date}."),
        "small": _("Only the large code can be checked without a network"),
        "small_text": _(
            "This address carries no signature. Scan the large QR code on the paper, or open this page again"
            " when there is a network."
        ),
        "forged": _("Do not trust this code"),
        "unreadable": _("The code could not be checked"),
        "withdrawn": _("The document is revoked or replaced"),
    }


def _file_words() -> dict[str, str]:
    return {
        "working": _("Comparing…"),
        "same": _("This file is exactly the one issued, to the last bit."),
        "same_but": _("This file is exactly the one issued. But read the verdict: {verdict}."),
        "other": _("We issued this file, but it is another document."),
        "open": _("Open what it says: {code}"),
        "unknown": _("This file differs from every file we issued."),
        "unknown_text": _(
            "Even an honest change alters it: printing to PDF, scanning, signing or saving again. Ask for the file"
            " as it was issued, or check the code on the paper. If the words differ too, do not trust it."
        ),
        "offline": _("There is no network, so the file could not be compared. Try again when there is one."),
        "slow_down": _("Too many files that were never issued. Wait ten minutes, then try again."),
        "failed": _("The file could not be read. Choose it again."),
    }


def _scan_words() -> dict[str, str]:
    return {
        "ready": _("The camera is on. Hold a QR code in front of it."),
        "stopped": _("The camera is off."),
        "refused": _(
            "The camera was not allowed. Allow it for this address in the browser's settings, or choose pictures."
        ),
        "no_camera": _("No camera was found. Choose pictures of the codes instead."),
        "insecure": _("The camera works only over a secure connection (https). Choose pictures instead."),
        "checking": _("Being checked"),
        "waiting": _("Waits for a network"),
        "foreign": _("Sign of forgery: this code leads to {host}, not to us. Do not open it."),
        "foreign_tag": _("Foreign address"),
        "other": _("This QR code is not one of ours."),
        "other_tag": _("Not ours"),
        "nothing": _("No QR code was found in {file}."),
        "again": _("{code} was scanned before."),
        "added": _("{code} is added."),
        "result": _("{code}: {verdict}."),
        "offline": _("Checked without a network, as of {date}."),
        "slow_down": _("Too many codes that were never issued. The rest are checked again in ten minutes."),
        "failed": _("The server did not answer. The codes are kept on this page and checked again."),
        "forged_tag": _("Do not trust this paper"),
        "signed_bad": _("The large code was changed or belongs to another document."),
        "register_says": _("Of the printed code the register says: {verdict}."),
        "total": _("Scanned: {all}. In order: {good}. To look at: {bad}. Waiting: {waiting}."),
        "csv_code": _("Code"),
        "csv_verdict": _("Verdict"),
        "csv_name": _("Surname, given name, patronymic"),
        "csv_programme": _("Programme"),
        "csv_until": _("Valid until"),
        "csv_note": _("Note"),
        "csv_checked": _("Checked"),
        "csv_file": _("checked-documents"),
    }
