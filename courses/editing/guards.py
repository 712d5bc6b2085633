"""What no way into the database may do to a page that is studied: admin, workflow, command or shell."""

from django.db.models.signals import pre_delete, pre_save
from django.dispatch import receiver
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.signals import pre_page_move

from people.errors import Refusal

from ..pages import CataloguePage, LoadedPage, ModulePage, OrientationPage, ProgrammePage, TopicPage
from . import protection

KEYED = (ProgrammePage, ModulePage, TopicPage, OrientationPage)
GUARDED = (Page, CataloguePage, *KEYED)
WATCHED = {"live", "slug", "expire_at", "key"}


@receiver(pre_delete, sender=TopicPage, dispatch_uid="courses.keep_a_studied_lesson")
def keep_a_studied_lesson(sender: type, instance: TopicPage, **_details: object) -> None:
    """Also reached by the deletion of a page above the lesson."""
    protection.check(instance, "remove")


def check_save(sender: type[Page], instance: Page, raw: bool = False, **details: object) -> None:
    """Refuses a save that unpublishes, renames or re-keys a studied page, and a second page of a key in a language."""
    wanted = details.get("update_fields")
    if raw or (wanted is not None and not WATCHED & set(wanted)):
        return
    if instance._state.adding:
        if isinstance(instance, LoadedPage):
            _check_key(sender, instance)
        return
    names = ["live", "slug", "expire_at", *(["key"] if sender in KEYED else [])]
    stored = sender.objects.filter(pk=instance.pk).values(*names).first()
    if stored is None:
        return
    acts = [act for act, changed in _changes(stored, instance).items() if changed]
    for act in acts:
        protection.check(instance, act)
    if "key" in acts:
        _check_key(sender, instance)


def _changes(stored: dict, page: Page) -> dict[str, bool]:
    return {
        "remove": stored["live"] and not page.live,
        "slug": stored["slug"] != page.slug,
        "expire": page.expire_at is not None and stored["expire_at"] != page.expire_at,
        "key": "key" in stored and stored["key"] != page.key,
    }


def _check_key(sender: type[Page], page: LoadedPage) -> None:
    if not page.key:
        said = _("This page belongs to no place of a programme's table. Choose the topic it is written for.")
        raise Refusal(said, code="no_key")
    same = sender.objects.filter(key=page.key, locale_id=page.locale_id).exclude(pk=page.pk)
    if taken := same.values_list("title", flat=True).first():
        said = _("“%(page)s” is already the page of %(key)s in this language: correct that one.")
        raise Refusal(said % {"page": taken, "key": page.key}, code="key_taken")


for _model in GUARDED:
    pre_save.connect(
        check_save, sender=_model, dispatch_uid=f"courses.check_save_of_{_model._meta.model_name}"
    )


@receiver(pre_page_move, dispatch_uid="courses.keep_a_studied_lesson_in_its_place")
def keep_in_its_place(
    sender: type, instance: Page, parent_page_before: Page, parent_page_after: Page, **_details: object
) -> None:
    """A new order among neighbours is no move."""
    if parent_page_before.pk != parent_page_after.pk:
        protection.check(instance, "move")
