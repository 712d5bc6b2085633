"""What a preview prints: the longest real names there are, under a number and a code that belong to no document."""

from dataclasses import replace
from datetime import date

from django.db.models import F
from django.db.models.functions import Length

from courses.models import ProgrammeEdition
from people.models import User
from people.papers.fonts import SERIF_BOLD, missing_letters, width_of

from ..models import Document, Issuer, Signatory
from ..pdf import PrintedFacts, longest_facts
from ..pdf.facts import Module
from ..verify_address import verify_base, verify_host

NUMBER = "0000-ҮЛГІ-000000"
# Not a code of ours: its check character is wrong, so that a scan finds nothing.
CODE = "0000XXXX0000XXX0"
LOOKED_AT = 30


def facts_for(*, kind: str, programme_code: str, today: date) -> PrintedFacts:
    """The sample of the drawing, with every name that the database holds in its place."""
    return replace(
        longest_facts(kind),
        number=NUMBER,
        code=CODE,
        verify_host=verify_host(),
        verify_base=verify_base(),
        **_holder(),
        **_programme(programme_code, with_modules=kind != "support"),
        **_issuer(today),
        **_signatory(),
    )


def _holder() -> dict[str, str]:
    """The holder of a document whose name is the widest."""
    longest = (
        User.objects.filter(pk__in=Document.objects.values("holder"))
        .annotate(letters=Length("surname") + Length("given_name") + Length("patronymic"))
        .order_by("-letters", "pk")
        .values("surname", "given_name", "patronymic")[:LOOKED_AT]
    )
    names = [name for name in longest if name["surname"] and not missing_letters("".join(name.values()))]
    return max(names, key=lambda name: width_of(" ".join(name.values()), SERIF_BOLD, 1), default={})


def _programme(code: str, *, with_modules: bool) -> dict:
    """The edition with the longest titles; of this programme, where the template belongs to one.

    `with_modules`: with its modules and hours, which the support after a course has not.
    """
    editions = ProgrammeEdition.objects.filter(code=code) if code else ProgrammeEdition.objects.all()
    edition = (
        editions.annotate(letters=Length("title_kk") + Length("title_ru")).order_by("-letters", "-pk").first()
    )
    if edition is None:
        return {}
    modules = tuple(
        Module(row.number, row.title_kk, row.title_ru, row.hours) for row in edition.modules.all()
    )
    found = {
        "programme_title_kk": edition.title_kk,
        "programme_title_ru": edition.title_ru,
        "programme_title_en": edition.title_en,
    }
    if modules and with_modules:
        found |= {"modules": modules, "hours": sum(module.hours for module in modules)}
    return found


def _issuer(today: date) -> dict[str, str]:
    issuer = Issuer.objects.filter(valid_from__lte=today).first() or Issuer.objects.first()
    return issuer.printed() if issuer else {}


def _signatory() -> dict[str, str]:
    """The longest name and the longest position, of one person or of two."""
    people = Signatory.objects.annotate(
        name_letters=Length("name"), position_letters=Length("position_kk") + Length("position_ru")
    )
    named = people.order_by(F("name_letters").desc(), "pk").first()
    placed = people.order_by(F("position_letters").desc(), "pk").first()
    if named is None or placed is None:
        return {}
    return {
        "signatory_name": named.name,
        "signatory_position_kk": placed.position_kk,
        "signatory_position_ru": placed.position_ru,
        "signatory_position_en": placed.position_en,
    }
