"""What an entry of the diary may hold (pure)."""

TITLE, TEXT, WORDS = 300, 20_000, 4_000
# Kinds that describe one child: their content goes when the term for children's data has passed.
ABOUT_CHILD = frozenset({"case", "support_plan"})
# What is written in place of what was erased, in the language of the cohort.
ERASED = {
    "kk": "Мазмұны сақтау мерзімі өткен соң жойылды.",
    "ru": "Содержание удалено по истечении срока хранения.",
}


def erased_words(language: str) -> str:
    return ERASED["ru" if language == "ru" else "kk"]
