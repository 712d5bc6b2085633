"""What an order says, frozen with it: a paper printed in ten years prints this and reads nothing else."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from certificates.models import Issuer, Signatory
from certificates.rules.signing import signatory_on
from courses.models import Cohort
from people.models import Employment, User

from .preview import Preview

Json = dict[str, Any]


def content_of(found: Preview, *, dated_on: date, papers: Sequence[str], employer: Employment | None) -> Json:
    """The order's content as models.orders.EnrolmentOrder names it, with who is meant and who signs beside it.

    Values and maxima are texts of decimals, days ISO dates, titles {"kk", "ru"}.
    """
    return {
        "person": _person(found.enrolment.user),
        "from": _cohort(found.enrolment.cohort),
        "to": _cohort(found.cohort) if found.cohort is not None else None,
        "carried": [
            {
                "component": row.component,
                "title": dict(row.title),
                "value": f"{row.value.normalize():f}",
                "maximum": f"{row.maximum.normalize():f}",
                "marker": row.marker,
                "released_on": row.released_on.isoformat(),
            }
            for row in found.carried
        ],
        "due": [{"component": row.component, "title": dict(row.title)} for row in found.due],
        "topics": [row.topic.key for row in found.topics],
        "studied": [
            {
                "key": row.topic.key,
                "number": row.topic.number,
                "title": {"kk": row.topic.title_kk, "ru": row.topic.title_ru},
                "hours": row.topic.hours,
                "on": row.studied_at.date().isoformat() if row.studied_at else "",
            }
            for row in found.studied
        ],
        "hours": found.hours,
        "papers": list(papers),
        "employer": _employer(employer) if employer is not None else None,
        "institute": _institute(dated_on),
    }


def _person(user: User) -> Json:
    return {"surname": user.surname, "given_name": user.given_name, "patronymic": user.patronymic}


def _cohort(cohort: Cohort) -> Json:
    edition = cohort.edition
    return {
        "code": cohort.code,
        "programme": {"kk": edition.title_kk, "ru": edition.title_ru},
        "hours": edition.total_hours,
        "language": cohort.language,
        "starts_on": cohort.starts_on.isoformat(),
        "ends_on": cohort.ends_on.isoformat(),
    }


def _employer(post: Employment) -> Json:
    place = post.organisation
    return {
        "name": {"kk": place.name_kk, "ru": place.name_ru},
        "bin": place.bin,
        "position": post.position,
    }


def _institute(day: date) -> Json:
    """Who issues the order and who signs it on that day; empty texts where nothing is entered."""
    issuer = Issuer.objects.filter(valid_from__lte=day).first()
    signatory = signatory_on(Signatory.objects.filter(valid_from__lte=day), day=day)
    found: Json = {"name": {"kk": "", "ru": ""}, "bin": "", "city": {"kk": "", "ru": ""}}
    if issuer is not None:
        found = {
            "name": {"kk": issuer.name_kk, "ru": issuer.name_ru},
            "bin": issuer.bin,
            "city": {"kk": issuer.city_kk, "ru": issuer.city_ru},
        }
    found["head"] = {
        "name": signatory.name if signatory else "",
        "position": {
            "kk": signatory.position_kk if signatory else "",
            "ru": signatory.position_ru if signatory else "",
        },
        "is_acting": bool(signatory and signatory.is_acting),
    }
    return found
