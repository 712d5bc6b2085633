"""Templates in the editor: who sees them, what a preview shows, what is refused and given back."""

import io
import re

import pypdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from certificates.editing import sample
from certificates.models import DocumentTemplate, Signatory
from certificates.pdf.wording import WORDING
from certificates.rules.code import normalise
from certificates.services import templates
from people.roles import Role
from tests.factories import NOW, make_edition, make_issuer, make_user

pytestmark = pytest.mark.django_db


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def pages_of(answer) -> list[str]:
    assert answer.headers["Content-Type"] == "application/pdf"
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages]


def screens(template) -> list[str]:
    return [
        reverse("paper_templates:index"),
        reverse("paper_templates:add"),
        reverse("paper_templates:edit", args=[template.pk]),
        reverse("paper_templates:history", args=[template.pk]),
        reverse("signatories:index"),
        reverse("signatories:add"),
        reverse("signatories:edit", args=[Signatory.objects.get().pk]),
    ]


@pytest.fixture
def edit(template):
    return reverse("paper_templates:edit", args=[template.pk])


@pytest.fixture
def preview(template):
    return reverse("paper_templates:preview", args=[template.pk])


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_every_screen_opens(client_for, template, language):
    make_issuer()
    client = client_for(make_user(Role.METHODOLOGIST, language=language))
    for address in screens(template):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert f'<html lang="{language}"' in text_of(answer), address
    assert screens(template)[0] in text_of(client.get("/admin/"))


@pytest.mark.parametrize("role", [None, Role.LEARNER, Role.TRAINER, Role.MENTOR])
def test_nobody_else_sees_or_draws_anything(client_for, template, role):
    make_issuer()
    client = client_for(make_user(role) if role else None)
    revision = templates.revision_for(kind="certificate", programme_code="", at=NOW)
    previews = [
        reverse("paper_templates:preview", args=[template.pk]),
        reverse("paper_templates:revision", args=[revision.pk]),
        reverse("paper_templates:image", args=[template.pk, "logo"]),
    ]
    for address in [*screens(template), *previews]:
        assert client.get(address).headers["Location"].startswith("/accounts/login/"), address
    assert client.post(screens(template)[2], {}).status_code == 302
    assert client.post(previews[0], {}).status_code == 302


def test_an_editor_of_pages_without_the_permission_is_turned_away(client_for, template):
    from django.contrib.auth.models import Permission

    person = make_user(Role.TRAINER)
    person.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client = client_for(person)
    for name, arguments in (("index", []), ("edit", [template.pk]), ("preview", [template.pk])):
        answer = client.get(reverse(f"paper_templates:{name}", args=arguments))
        assert (answer.status_code, answer.headers["Location"]) == (302, "/admin/"), name


def test_a_template_is_made_once_for_a_programme(client_for, editor):
    make_edition()
    client = client_for(editor)
    fields = {"kind": "notice", "programme_code": "A", "languages": "ru,kk,en"}
    answer = client.post(reverse("paper_templates:add"), fields)
    made = DocumentTemplate.objects.get()
    assert answer.headers["Location"] == reverse("paper_templates:edit", args=[made.pk])
    assert (made.kind, made.programme_code, made.languages) == ("notice", "A", "ru,kk,en")
    again = client.post(reverse("paper_templates:add"), fields)
    assert "There is a template of this kind for this programme already" in text_of(again)
    assert DocumentTemplate.objects.count() == 1
    assert (
        "programme_code"
        in client.post(reverse("paper_templates:add"), fields | {"programme_code": "Z"})
        .context["form"]
        .errors
    )


def test_the_form_keeps_only_what_differs_and_says_what_it_does(client_for, editor, template, edit, typed):
    client = client_for(editor)
    answer = client.post(edit, typed(template, languages="ru,kk", opening__ru="Этим подтверждается, что"))
    assert answer.headers["Location"] == edit
    template.refresh_from_db()
    assert (template.languages, template.wording) == (
        "ru,kk",
        {"ru": {"opening": "Этим подтверждается, что"}},
    )
    shown = text_of(client.get(edit))
    assert "documents already issued stay as they are" in shown
    assert "Usually:" in shown
    client.post(edit, typed(template, languages="ru,kk", opening__ru=""))
    template.refresh_from_db()
    assert template.wording == {}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"statement__ru": "прошёл курс {title}, {period}"}, "{hours} is missing"),
        (
            {"statement__kk": WORDING["certificate"]["statement"]["kk"] + " {score}"},
            "{score} is not known here",
        ),
        ({"opening__ru": "Настоящий { сертификат"}, "A curly bracket stands alone"),
        ({"opening__kk": "—"}, "The Kazakh text is never left out"),
        ({"opening__ru": "Настоящий 証 сертификат"}, "These letters cannot be printed: 証"),
        ({"heading__kk": "С" * 61}, "may have 60 characters"),
        ({"languages": "ru"}, "Select a valid choice"),
    ],
)
def test_a_broken_wording_is_refused_with_its_sentence_and_given_back(
    client_for, editor, template, edit, preview, typed, changes, sentence
):
    client = client_for(editor)
    fields = typed(template, **changes)
    drawn = client.post(preview, fields, headers={"accept": "application/json"})
    assert drawn.status_code == 422
    assert sentence in drawn.json()["sentences"][0]["text"]
    field = next(iter(changes)).replace("__", "-")
    assert drawn.json()["sentences"][0]["field"] == f"id_{field}"
    page = client.post(preview, fields, headers={"accept": "text/html"})
    assert (page.status_code, sentence in page.content.decode()) == (422, True)
    answer = client.post(edit, fields)
    assert sentence in answer.content.decode()
    assert answer.context["form"][field].value() == fields[field]
    template.refresh_from_db()
    assert template.wording == {}


@pytest.mark.parametrize("languages", ["kk,ru", "ru,kk", "kk,ru,en", "ru,kk,en"])
@pytest.mark.parametrize("kind", ["certificate", "notice"])
def test_a_preview_shows_the_longest_names_and_can_never_pass_as_a_document(
    client_for, editor, typed, kind, languages
):
    template = DocumentTemplate.objects.create(kind=kind)
    answer = client_for(editor).post(
        reverse("paper_templates:preview", args=[template.pk]),
        typed(template, languages=languages, opening__kk="Бұл қағаз дәлелдейді:"),
    )
    pages = pages_of(answer)
    assert len(pages) == (2 if kind == "certificate" else 1)
    for page in pages:
        assert page.count("ҮЛГІ / ОБРАЗЕЦ") == 3
        assert sample.NUMBER in page
    assert "no-store" in answer.headers["Cache-Control"]
    assert not normalise(sample.CODE)
    template.refresh_from_db()
    assert template.wording == {}


def test_a_preview_takes_real_names_before_samples(client_for, editor, preview, issue):
    from certificates.pdf import longest_facts

    document = issue()
    holder = document.holder
    shown = " ".join(pages_of(client_for(editor).get(preview))[0].split())
    assert holder.surname in shown
    assert longest_facts("certificate").surname not in shown
    assert "Қ. Серікбаева" in shown


def test_two_editors_do_not_overwrite_each_other(client_for, editor, template, edit, typed):
    client = client_for(editor)
    old = typed(template, opening__ru="Первый")
    client.post(edit, typed(template, opening__ru="Второй"))
    answer = client.post(edit, old)
    assert "Somebody else saved this template meanwhile" in text_of(answer)
    template.refresh_from_db()
    assert template.wording["ru"]["opening"] == "Второй"


def test_an_image_is_shown_replaced_and_taken_away(
    client_for, editor, template, edit, preview, typed, picture, upload, django_capture_on_commit_callbacks
):
    client = client_for(editor)
    shown = reverse("paper_templates:image", args=[template.pk, "logo"])
    assert client.get(shown).status_code == 404
    file = upload(picture(mode="RGBA", colour=(0, 90, 120, 90)))
    assert pages_of(client.post(preview, typed(template, **{"new-logo": file})))
    assert not DocumentTemplate.objects.get().logo
    client.post(edit, typed(template, **{"new-logo": upload(picture())}))
    template.refresh_from_db()
    first = template.logo.name
    assert client.get(shown).headers["Content-Type"] == "image/png"
    with django_capture_on_commit_callbacks(execute=True):
        client.post(edit, typed(template, **{"new-logo": upload(picture("red"))}))
    template.refresh_from_db()
    assert template.logo.storage.exists(template.logo.name)
    assert not template.logo.storage.exists(first)
    client.post(edit, typed(template, **{"without-logo": "on"}))
    template.refresh_from_db()
    assert not template.logo
    refused = client.post(edit, typed(template, **{"new-logo": upload(b"MZ\x90\x00" + b"\0" * 99)}))
    assert "This is not a PNG or JPEG image" in text_of(refused)


def test_revisions_are_listed_with_their_documents_and_drawn_again(client_for, editor, save, issue):
    issue()
    template = DocumentTemplate.objects.get()
    save(template, wording={"kk": {"opening": "Осы жаңа сертификат"}})
    client = client_for(editor)
    edit = reverse("paper_templates:edit", args=[template.pk])
    shown = text_of(client.get(edit))
    assert "1 document already issued stays as it is." in shown
    assert "The next document is the first one drawn by this." in shown
    revision = template.revisions.get()
    old = pages_of(client.get(reverse("paper_templates:revision", args=[revision.pk])))[0]
    new = pages_of(client.get(reverse("paper_templates:preview", args=[template.pk])))[0]
    assert ("жаңа сертификат" in old, "жаңа сертификат" in new) == (False, True)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            client.get(edit)
            client.get(reverse("paper_templates:index"))
        return len(caught)

    few = queries()
    for turn in range(5):
        save(template, wording={"kk": {"opening": f"Осы сертификат {turn}"}})
        templates.revision_for(kind="certificate", programme_code="", at=NOW)
        DocumentTemplate.objects.create(kind="certificate", programme_code=str(turn))
    assert queries() <= few
