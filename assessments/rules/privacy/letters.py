"""Letters made comparable: Kazakh beside Russian keyboards, Latin letters that look Cyrillic."""

UPPER = "А-ЯЁӘҒҚҢӨҰҮҺІ"
LOWER = "а-яёәғқңөұүһі"
# Single Latin letters slip into Kazakh words from other keyboards and from scans.
_LOOKALIKE = str.maketrans("AaBEeKMHhOoPpCcTXxYyIiƏə", "АаВЕеКМНһОоРрСсТХхУуІіӘә")
_PLAIN = str.maketrans("әғқңөұүһіё", "агкноуухие")


def cyrillic(text: str) -> str:
    """Latin letters with a Cyrillic double become it; every place in the text stays where it was."""
    return text.translate(_LOOKALIKE)


def folded(word: str) -> str:
    """For comparing: small letters, Kazakh ones as a Russian keyboard writes them."""
    return cyrillic(word).lower().translate(_PLAIN)
