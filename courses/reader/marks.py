"""All notes and bookmarks of one course, as its page and its files show them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from people.models import User
from people.papers import Heading, Paper, Paragraph

from ..models import Bookmark, Note
from ..outline import CourseOutline, TopicOutline

WORDS = {
    "kk": {"title": "Менің жазбаларым", "bookmark": "Бетбелгі", "lesson": "Сабақтың басы"},
    "ru": {"title": "Мои заметки", "bookmark": "Закладка", "lesson": "Начало урока"},
}


@dataclass(frozen=True)
class Marked:
    """What one left in one topic."""

    topic: TopicOutline
    notes: list[Note] = field(default_factory=list)
    bookmarks: list[Bookmark] = field(default_factory=list)


def folded(text: str) -> str:
    """A text as it is compared: case and ё do not count."""
    return " ".join(text.casefold().replace("ё", "е").split())


def _holds(needle: str, *texts: str) -> bool:
    return all(any(word in folded(text) for text in texts) for word in needle.split())


def marks_of(user: User, outline: CourseOutline, *, query: str = "") -> list[Marked]:
    """By topic in the course's order; with `query` those that hold all its words. Two queries."""
    keys = [topic.key for topic in outline.topics]
    needle = folded(query)
    by_key: dict[str, Marked] = {topic.key: Marked(topic) for topic in outline.topics}
    for note in Note.objects.visible_to(user).filter(key__in=keys):
        if _holds(needle, note.quote, note.words, by_key[note.key].topic.title):
            by_key[note.key].notes.append(note)
    for mark in Bookmark.objects.visible_to(user).filter(key__in=keys):
        if _holds(needle, mark.heading, by_key[mark.key].topic.title):
            by_key[mark.key].bookmarks.append(mark)
    return [one for one in by_key.values() if one.notes or one.bookmarks]


def paper(marks: list[Marked], *, title: str, language: str) -> Paper:
    """The same on paper, in the course's language."""
    words = WORDS[language]
    blocks: list[Heading | Paragraph] = []
    for one in marks:
        blocks.append(Heading(f"{one.topic.number} {one.topic.title}"))
        for mark in one.bookmarks:
            blocks.append(Paragraph(f"{words['bookmark']}: {mark.heading or words['lesson']}"))
        for note in one.notes:
            if note.quote:
                blocks.append(Paragraph(f"«{note.quote}»"))
            if note.words:
                blocks.append(Paragraph(note.words))
    return Paper(title=words["title"], language=language, blocks=blocks, subtitle=title)


def _lines(sheet: Paper) -> Iterator[str]:
    yield from (sheet.title, sheet.subtitle)
    for block in sheet.blocks:
        match block:
            case Heading(text):
                yield f"\n{text}\n{'-' * len(text)}"
            case Paragraph(text):
                yield f"\n{text}"


def plain(sheet: Paper) -> bytes:
    """The same as text; with a byte order mark and Windows' line ends, so that every editor shows Kazakh letters."""
    return ("\ufeff" + "\n".join(_lines(sheet)) + "\n").replace("\n", "\r\n").encode()
