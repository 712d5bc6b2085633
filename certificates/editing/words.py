"""What editors read about wordings and images: labels, what a placeholder stands for, why something is refused."""

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from ..pdf.wording import PLACEHOLDERS, REQUIRED
from ..rules import images
from ..rules.wording import Fault

LABELS = {
    "heading": _("Heading"),
    "about": _("Under the heading"),
    "opening": _("Opening words"),
    "statement": _("What was completed"),
    "outcome": _("What the assessment came to"),
    "support": _("What the support was"),
    "meetings": _("How many meetings were held"),
    "mentor": _("Who mentored"),
    "purpose": _("What the notice is for"),
    "supplement_heading": _("Heading of the supplement"),
    "supplement_part": _("The supplement belongs to the certificate"),
    "how_to_check": _("How to check the document"),
    "offline": _("Beside the second QR code"),
}
LANGUAGES = {"kk": _("Kazakh"), "ru": _("Russian"), "en": _("English")}
MEANINGS = {
    "title": _("the programme's title in quotation marks"),
    "hours": _("the hours with their noun"),
    "period": _("the days of the course"),
    "issuer": _("the institute's name"),
    "number": _("the document's number"),
    "address": _("the address where documents are checked"),
    "meetings": _("how many meetings were held"),
    "mentor": _("the mentor's name"),
}
OF_SUPPORT = {
    "hours": _("the hours of the meetings with their noun"),
    "period": _("the days of the support"),
}
PLACES = {
    "logo": _("Logo, above the institute's name"),
    "seal": _("Image of the seal"),
    "background": _("Background, behind the text"),
}


def placeholders(kind: str, key: str) -> list[dict]:
    """What may stand in curly brackets: name, meaning, whether it must be there; the required ones first."""
    required = REQUIRED.get(key, frozenset())
    names = sorted(PLACEHOLDERS[kind][key], key=lambda name: (name not in required, name))
    meanings = MEANINGS | OF_SUPPORT if kind == "support" else MEANINGS
    return [
        {"name": f"{{{name}}}", "meaning": meanings[name], "is_required": name in required} for name in names
    ]


_FAULTS = {
    "unknown": _("%(detail)s is not known here: use only the placeholders named beside this text."),
    "missing": _("%(detail)s is missing: without it the document does not say what it must."),
    "twice": _("%(detail)s stands here twice: leave it once."),
    "letters": _("These letters cannot be printed: %(detail)s. Write them in another way."),
    "long": _("This text is too long for its place: it may have %(detail)s characters."),
}


def sentence(fault: Fault, *, language: str) -> str:
    """One sentence that names what is wrong and what to do."""
    if fault.code == "braces":
        return str(
            _("A curly bracket stands alone or holds more than a name: write a placeholder as {number}.")
        )
    if fault.code == "empty":
        if language == "kk":
            return str(
                _("The Kazakh text is never left out: write it, or empty the field for the usual words.")
            )
        return str(_("This text says nothing: write it, or empty the field for the usual words."))
    detail = ", ".join(fault.detail) if fault.code == "letters" else fault.detail
    return str(_FAULTS[fault.code]) % {"detail": detail}


def image_sentence(code: str, *, place: str) -> str:
    """Why an image is refused."""
    limit = images.LIMITS[place]
    sentences = {
        "kind": _("This is not a PNG or JPEG image, whatever its name says: choose one of these two."),
        "broken": _("This image cannot be read: save it anew as PNG or JPEG."),
        "size": _("This file is too large: it may have %(size)s."),
        "pixels": _("This image is too large: neither side may be longer than %(side)s pixels."),
        "small": _("This image is too small to print: each side needs at least %(least)s pixels."),
    }
    told = {"size": filesizeformat(limit.size), "side": limit.side, "least": images.LEAST_SIDE}
    return str(sentences[code]) % told


def limit_words(place: str) -> str:
    """What an image may be."""
    limit = images.LIMITS[place]
    return str(_("PNG or JPEG, at most %(size)s and %(side)s pixels a side. Transparency stays in PNG.")) % {
        "size": filesizeformat(limit.size),
        "side": limit.side,
    }
