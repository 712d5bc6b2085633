"""Views of the editor: forms in, one service call, a sentence about what it means."""

from typing import Any

from django.contrib import messages
from django.db.models import BooleanField, Case, Count, QuerySet, Value, When
from django.http import HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.views import generic
from wagtail.log_actions import log

from people.errors import Refusal

from ..models import DocumentTemplate, Signatory
from ..pdf.wording import WORDING
from ..rules import signing
from ..rules.wording import LANGUAGES
from ..services import templates
from ..services.signatories import save_signatory
from . import words


class ByService:
    """Saving is a service's; what it refuses stands in the form, and what was typed stays."""

    refused_fields: dict[str, str] = {}

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except Refusal as refusal:
            form.add_error(self.refused_fields.get(refusal.code), str(refusal))
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)


# Templates


def programme_words(template: DocumentTemplate) -> str:
    """The programme's code, or what stands for all that have no template of their own."""
    return template.programme_code or _("every other programme")


class TemplateList(generic.IndexView):
    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().annotate(documents=Count("revisions__documents"))


class NewTemplate(ByService, generic.CreateView):
    refused_fields = {"template_exists": "programme_code"}

    def save_instance(self) -> DocumentTemplate:
        template = templates.create_template(
            **self.form.cleaned_data, at=timezone.now(), actor=self.request.user
        )
        log(instance=template, action="wagtail.create", content_changed=True)
        return template

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"title": _("A template of documents")}

    def get_success_url(self) -> str:
        return self.get_edit_url()

    def get_success_message(self, instance: DocumentTemplate) -> str:
        return _("The template is there with the usual words. Change what shall be different, and save.")

    def get_success_buttons(self) -> list:
        return []


class EditTemplate(ByService, generic.EditView):
    def save_instance(self) -> DocumentTemplate:
        template = templates.save_template(
            template_id=self.object.pk,
            languages=self.form.cleaned_data["languages"],
            wording=self.form.wording,
            images=self.form.images,
            seen=self.form.cleaned_data["seen"],
            at=timezone.now(),
            actor=self.request.user,
        )
        log(instance=template, action="wagtail.edit", content_changed=True)
        return template

    def get_success_url(self) -> str:
        return self.get_edit_url()

    def get_success_message(self) -> str:
        return _("Saved. The next document will be drawn by this; documents already issued stay as they are.")

    def get_success_buttons(self) -> list:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        # As saved: a refused form has changed its own.
        template = DocumentTemplate.objects.get(pk=self.object.pk)
        revisions = list(template.revisions.annotate(issued=Count("documents")))
        issued = sum(revision.issued for revision in revisions)
        return context | {
            "template": template,
            "title": str(template),
            "programme": programme_words(template),
            "rows": [_row(template, self.form, key) for key in WORDING[template.kind]],
            "pictures": [_picture(self.form, place) for place in templates.IMAGES],
            "revisions": revisions,
            "standing": templates.newest_revision(template, own=templates.mark_of(template)),
            "issued_words": ngettext(
                "%(count)s document already issued stays as it is.",
                "%(count)s documents already issued stay as they are.",
                issued,
            )
            % {"count": issued}
            if issued
            else "",
        }


def _row(template: DocumentTemplate, form: Any, key: str) -> dict[str, Any]:
    """A text in its languages. Open where it differs from the usual words or is refused."""
    texts = [
        {
            "field": form[f"{key}-{language}"],
            "language": language,
            "usual": WORDING[template.kind][key][language],
            "is_changed": key in template.wording.get(language, {}),
        }
        for language in LANGUAGES
    ]
    is_refused = any(text["field"].errors for text in texts)
    is_changed = any(text["is_changed"] for text in texts)
    return {
        "key": key,
        "label": words.LABELS[key],
        "shown": texts[0]["field"].value(),
        "texts": texts,
        "placeholders": words.placeholders(template.kind, key),
        "is_changed": is_changed,
        "is_refused": is_refused,
        "is_open": is_changed or is_refused,
    }


def _picture(form: Any, place: str) -> dict[str, Any]:
    return {
        "place": place,
        "label": words.PLACES[place],
        "limit": words.limit_words(place),
        "is_kept": form.kept[place],
        "upload": form[f"new-{place}"],
        "without": form[f"without-{place}"],
    }


# Signatories


class SignatoryList(generic.IndexView):
    def get_base_queryset(self) -> QuerySet:
        self.today = timezone.localdate()
        self.people = list(Signatory.objects.all())
        self.current = signing.signatory_on(self.people, day=self.today)
        return (
            super()
            .get_base_queryset()
            .annotate(
                signs_today=Case(
                    When(pk=self.current.pk if self.current else 0, then=Value(True)),
                    default=Value(False),
                    output_field=BooleanField(),
                )
            )
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {
            "current": self.current,
            "gap_words": gap_words(self.people, today=self.today),
        }


def gap_words(people: list[Signatory], *, today: Any) -> str:
    """A sentence about the next days on which nobody signs; empty where there are none."""
    gap = signing.gap_from(people, day=today)
    if gap is None:
        return ""
    first = date_format(gap.first, "DATE_FORMAT")
    if gap.last is None:
        return _(
            "Nobody is entered who signs from %(first)s on. Documents cannot be issued then: enter a signatory."
        ) % {"first": first}
    return _(
        "Nobody is entered who signs from %(first)s to %(last)s. Documents cannot be issued on these days."
    ) % {"first": first, "last": date_format(gap.last, "DATE_FORMAT")}


class SavesSignatory(ByService):
    refused_fields = {"until_before_from": "valid_until", "overlap": "valid_from"}
    action_logged = "wagtail.edit"

    def save_instance(self) -> Signatory:
        signatory = save_signatory(signatory=self.form.instance, actor=self.request.user)
        log(instance=signatory, action=self.action_logged, content_changed=True)
        if warning := gap_words(list(Signatory.objects.all()), today=timezone.localdate()):
            messages.warning(self.request, warning)
        return signatory


class NewSignatory(SavesSignatory, generic.CreateView):
    action_logged = "wagtail.create"


class EditSignatory(SavesSignatory, generic.EditView):
    pass
