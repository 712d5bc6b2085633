"""What a service refuses: always a sentence for the person who asked."""


class Refusal(Exception):
    """A request that cannot be granted; `str()` is a translated sentence saying what is wrong and what to do."""

    def __init__(self, sentence, *, code: str = "refused") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code

    def __str__(self) -> str:
        return str(self.sentence)


class NotAllowed(Refusal):
    """The person may see the thing but not do this with it."""

    def __init__(self, sentence=None) -> None:
        from django.utils.translation import gettext_lazy as _

        super().__init__(sentence or _("You do not have permission to do this."), code="not_allowed")
