"""What can be found follows what is published: after the commit, and a fault there stops no editor."""

from functools import partial

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from courses.models import GlossaryTerm
from courses.pages import OrientationPage, TopicPage
from postcourse.models import Practice

from ..library.lessons import forget
from ..library_models import GlossaryPage, LibraryItem, LibraryPage
from . import services


def _later(service, **which) -> None:
    transaction.on_commit(partial(service, **which), robust=True)


def _lesson_later(page: TopicPage | OrientationPage) -> None:
    transaction.on_commit(forget, robust=True)
    _later(services.index_lesson, key=page.key, language=page.locale.language_code)


@receiver([page_published, page_unpublished], dispatch_uid="cms.index_page")
def index_page(sender, instance, **_details) -> None:
    """A lesson, the glossary or the library was published or taken back."""
    if isinstance(instance, TopicPage | OrientationPage):
        _lesson_later(instance)
    elif isinstance(instance, GlossaryPage):
        _later(services.index_terms)
    elif isinstance(instance, LibraryPage):
        _later(services.index_items)


@receiver([page_slug_changed, post_page_move], dispatch_uid="cms.index_moved_pages")
def index_moved_pages(sender, instance, **_details) -> None:
    """A page has another address, and all below it."""
    _later(services.index_below, page_id=instance.pk)


for _model in (TopicPage, OrientationPage):

    @receiver(post_delete, sender=_model, weak=False, dispatch_uid=f"cms.forget_{_model.__name__}")
    def forget_lesson(sender, instance, **_details) -> None:
        _lesson_later(instance)


@receiver([post_save, post_delete], sender=GlossaryTerm, dispatch_uid="cms.index_term")
def index_term(sender, instance, **_details) -> None:
    _later(services.index_terms, key=instance.key)


@receiver([post_save, post_delete], sender=LibraryItem, dispatch_uid="cms.index_item")
def index_item(sender, instance, **_details) -> None:
    _later(services.index_items, key=instance.key)


@receiver([post_save, post_delete], sender=Practice, dispatch_uid="cms.index_practice")
def index_practice(sender, instance, update_fields=None, **_details) -> None:
    """Published, mended by a reviewer, or taken out; a draft is in nobody's way."""
    if instance.status != Practice.Status.DRAFT:
        _later(services.index_practices, practice_id=instance.pk)
