"""What the editor has of this floor: templates of documents, signatories, the issuer."""

from wagtail import hooks

from .editing.viewsets import PapersGroup


@hooks.register("register_admin_viewset")
def papers() -> PapersGroup:
    return PapersGroup()
