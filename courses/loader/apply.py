"""Writing a parsed programme: edition, glossary, literature, and one page tree per language."""

import hashlib
import json
from dataclasses import asdict
from pathlib import Path

from django.db import transaction
from django.utils.text import slugify
from wagtail.models import Locale, Page

from ..models import EditionModule, EditionTopic, GlossaryTerm, ProgrammeEdition, Reference
from ..pages import CataloguePage, ModulePage, OrientationPage, ProgrammePage, TopicPage, page_key
from .files import Fault, LoadErrors, Report, Row, Say
from .lesson import ParsedTopic
from .links import Links
from .programme import LANGUAGES, ORIENTATION, ParsedProgramme
from .saying import says_the_same
from .stream import stream

FIELDS = {
    ProgrammePage: (
        "title",
        "summary",
        "audience",
        "you_will_be_able",
        "how_assessed",
        "you_receive",
        "body",
    ),
    ModulePage: ("title", "outcomes"),
    TopicPage: ("title", "aim", "outcomes", "body", "terms", "literature", "is_open"),
    OrientationPage: ("title", "aim", "body"),
}


@transaction.atomic
def apply(
    parsed: ParsedProgramme, *, parent: dict[str, Page], overwrite: bool = False, say: Say = print
) -> Report:
    """Create or update everything; an editor's later text is kept and named unless `overwrite`.

    `parent` holds the catalogue page's parent of each language. Raises LoadErrors where a frozen edition differs.
    """
    report = Report()
    edition = _edition(parsed, report)
    _rows(GlossaryTerm, parsed.glossary, parsed.code, report, term_values)
    _rows(Reference, parsed.literature, parsed.code, report, reference_values)
    for language in LANGUAGES:
        tree = _Tree(language, overwrite=overwrite, say=say, report=report, links=Links(language, parent))
        _pages(parsed, edition, _catalogue(parent[language], language), tree)
        if parsed.orientation:
            _orientation(parsed.orientation[language], parent[language], tree)
        tree.lead_on()
    return report


# The edition


def edition_values(row: Row) -> dict:
    return {
        "slug": row["slug"],
        "title_kk": row["title"]["kk"],
        "title_ru": row["title"]["ru"],
        "title_en": row["title"]["en"],
        "legal_basis_kk": row["legal_basis"]["kk"],
        "legal_basis_ru": row["legal_basis"]["ru"],
        "is_agreed": bool(row.get("agreed_with_ministry", False)),
        "formats": list(row.get("formats", [])),
        "total_hours": row["total_hours"],
        "declared_split": dict(row["declared_split"]) if row.get("declared_split") else None,
        "parameters": dict(row["parameters"]),
        "notes": [dict(note) for note in row.get("notes", [])],
    }


def module_values(row: Row) -> list[dict]:
    return [
        {
            "number": module["number"],
            "title_kk": module["title"]["kk"],
            "title_ru": module["title"]["ru"],
            "hours": module["hours"],
            "results": [dict(result) for result in module.get("results", [])],
            "topics": [
                {
                    "key": topic["key"],
                    "number": topic["number"],
                    "title_kk": topic["title"]["kk"],
                    "title_ru": topic["title"]["ru"],
                    **{kind: topic.get(kind, 0) for kind in ("lecture", "practice", "self_study", "final")},
                }
                for topic in module["topics"]
            ],
        }
        for module in row["modules"]
    ]


def stored_modules(edition: ProgrammeEdition) -> list[dict]:
    return [
        {
            **{
                name: getattr(module, name) for name in ("number", "title_kk", "title_ru", "hours", "results")
            },
            "topics": [
                {
                    name: getattr(topic, name)
                    for name in (
                        "key",
                        "number",
                        "title_kk",
                        "title_ru",
                        "lecture",
                        "practice",
                        "self_study",
                        "final",
                    )
                }
                for topic in module.topics.all()
            ],
        }
        for module in edition.modules.prefetch_related("topics")
    ]


def _edition(parsed: ParsedProgramme, report: Report) -> ProgrammeEdition:
    row, name = parsed.edition, f"edition {parsed.code}/{parsed.edition['number']}"
    values, modules = edition_values(row), module_values(row)
    edition = ProgrammeEdition.objects.filter(code=parsed.code, number=row["number"]).first()
    if edition is not None:
        if edition.agreed_versions.exists():
            values["is_agreed"] = True  # recorded on the site since the file was written
        same = all(getattr(edition, key) == value for key, value in values.items())
        if same and stored_modules(edition) == modules:
            report.add("unchanged", name)
            return edition
        if edition.frozen_at is not None:
            reason = f"{name} is frozen because a cohort has opened: give the changed table the next number"
            raise LoadErrors([Fault(f"{parsed.folder.name}/programme.yaml", 1, reason)])
    edition, created = ProgrammeEdition.objects.update_or_create(
        code=parsed.code, number=row["number"], defaults=values
    )
    edition.modules.all().delete()
    order = 0
    for module in modules:
        topics = module.pop("topics")
        stored = EditionModule.objects.create(edition=edition, **module)
        for topic in topics:
            order += 1
            EditionTopic.objects.create(module=stored, order=order, **topic)
    report.add("created" if created else "updated", name)
    return edition


# Glossary and literature


def term_values(row: Row, order: int) -> dict:
    return {
        "kk": row["kk"],
        "ru": row["ru"],
        "en": row.get("en") or "",
        "definition_kk": row["definition_kk"].strip(),
        "definition_ru": row["definition_ru"].strip(),
        "sources": list(row.get("sources") or []),
    }


def reference_values(row: Row, order: int) -> dict:
    return {"kind": row["kind"], "order": order, "kk": row["kk"].strip(), "ru": row["ru"].strip()}


def _rows(model, rows: list[Row], code: str, report: Report, values) -> None:
    standing = {row.key: row for row in model.objects.filter(programme_code=code)}
    for order, row in enumerate(rows, start=1):
        wanted = values(row, order)
        stored = standing.get(row["id"])
        name = f"{model._meta.model_name} {row['id']}"
        if stored is None:
            model.objects.create(programme_code=code, key=row["id"], **wanted)
            report.add("created", name)
        elif any(getattr(stored, key) != value for key, value in wanted.items()):
            for key, value in wanted.items():
                setattr(stored, key, value)
            stored.save()
            report.add("updated", name)
        else:
            report.add("unchanged", name)


# Pages

CATALOGUE = {"kk": "Бағдарламалар", "ru": "Программы"}


def _catalogue(parent: Page, language: str) -> CataloguePage:
    locale = Locale.objects.get(language_code=language)
    key = page_key("catalogue")
    page = CataloguePage.objects.filter(locale=locale, translation_key=key).first()
    if page is None:
        page = CataloguePage(title=CATALOGUE[language], slug="programmes", locale=locale, translation_key=key)
        parent.add_child(instance=page)
        page.save_revision().publish()
    return page


def _digest(page: Page) -> str:
    """SHA-256 over the fields that files fill, as the page holds them now."""
    values = []
    for name in FIELDS[type(page)]:
        value = getattr(page, name)
        if name == "is_open" and not value:
            continue  # pages that were loaded before a lesson could be open keep their digest
        values.append(value.get_prep_value() if hasattr(value, "get_prep_value") else value)
    return hashlib.sha256(json.dumps(values, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def stands_as_loaded(page: Page) -> bool:
    """Whether this page (or draft of it) says what files filled it with, and nothing an editor wrote since."""
    return bool(page.loaded_digest) and _digest(page) == page.loaded_digest


class _Tree:
    """Puts pages of one language in place, one after another."""

    def __init__(self, language: str, *, overwrite: bool, say: Say, report: Report, links: Links) -> None:
        self.locale = Locale.objects.get(language_code=language)
        self.language, self.overwrite, self.say, self.report = language, overwrite, say, report
        self.links = links
        self.waiting: list[tuple[Path, list[str], dict]] = []

    def put(
        self, model: type[Page], parent: Page, *, key: str, slug: str, values: dict, file: Path | None = None
    ) -> Page:
        """The page of these values. `file`: where its text stands, for the links in it."""
        name = f"page {key} ({self.language})"
        if file is not None:
            asked = {"model": model, "parent": parent, "key": key, "slug": slug, "values": values}
            values = values | {"body": self.links.resolved(values["body"], folder=file.parent)}
            if self.links.missing:
                self.waiting.append((file, self.links.missing, asked))
        page = model.objects.filter(locale=self.locale, translation_key=page_key(key)).first()
        if page is None:
            page = model(key=key, slug=slug, locale=self.locale, translation_key=page_key(key), **values)
            page.loaded_digest = _digest(page)
            parent.add_child(instance=page)
            page.save_revision().publish()
            self.report.add("created", name)
            return page
        latest = page.get_latest_revision_as_object()
        standing = _digest(latest)
        wanted = model(**values)
        target = _digest(wanted)
        # Saved in the editor the same text has other HTML; what it says is compared.
        if standing == target or says_the_same(latest, wanted, FIELDS[model]):
            if page.loaded_digest != standing:
                model.objects.filter(pk=page.pk).update(loaded_digest=standing)
            self.report.add("unchanged", name)
            return page
        if standing != page.loaded_digest and not self.overwrite:
            differing = [field for field in FIELDS[model] if not says_the_same(latest, wanted, (field,))]
            self.say(f"{name}: an editor's text is kept; differs from the file in {', '.join(differing)}")
            self.report.add("kept", name)
            return page
        for field, value in values.items():
            setattr(latest, field, value)
        latest.loaded_digest = target
        latest.save_revision(log_action=True).publish()
        self.report.add("updated", name)
        return model.objects.get(pk=page.pk)

    def lead_on(self) -> None:
        """Links to pages that came after them; raises LoadErrors where there is no such page or document."""
        waiting, self.waiting = self.waiting, []
        said, self.say, self.report = (self.say, self.report), lambda _line: None, Report()
        for file, _missing, asked in waiting:
            self.put(**asked, file=file)
        self.say, self.report = said
        if self.waiting:
            raise LoadErrors(
                [
                    Fault(f"{file.parent.name}/{file.name}", 1, f"{name}: there is nothing to link to")
                    for file, missing, _asked in self.waiting
                    for name in missing
                ]
            )


def _pages(parsed: ParsedProgramme, edition: ProgrammeEdition, catalogue: Page, tree: _Tree) -> None:
    language = tree.language
    values = asdict(parsed.pages[language])
    values.pop("language")
    programme = tree.put(
        ProgrammePage,
        catalogue,
        key=parsed.code,
        slug=edition.slug,
        values=values,
        file=parsed.folder / f"page.{language}.md",
    )
    for module in parsed.edition["modules"]:
        number = module["number"]
        own = (module.get("page") or {}).get(
            language
        ) or {}  # where an editor's words differ from the table's
        outcomes = [result[language] for result in module.get("results", [])]
        module_page = tree.put(
            ModulePage,
            programme,
            key=f"{parsed.code}.{number}",
            slug=f"m{number}",
            values={
                "title": own.get("title", module["title"][language]),
                "outcomes": own.get("outcomes", outcomes),
            },
        )
        for topic in module["topics"]:
            read = parsed.topics[topic["key"], language]
            tree.put(
                TopicPage,
                module_page,
                key=topic["key"],
                slug=slugify(topic["number"].replace(".", "-")),
                values={
                    "title": read.title,
                    "aim": read.aim,
                    "outcomes": read.outcomes,
                    "terms": read.terms,
                    "literature": read.literature,
                    "body": json.dumps(stream(read), ensure_ascii=False),
                    "is_open": topic["key"] in parsed.open_lessons,
                },
                file=read.path,
            )


def _orientation(read: ParsedTopic, home: Page, tree: _Tree) -> None:
    tree.put(
        OrientationPage,
        home,
        key=ORIENTATION,
        slug="how-to-study",
        values={
            "title": read.title,
            "aim": read.aim,
            "body": json.dumps(stream(read), ensure_ascii=False),
        },
        file=read.path,
    )
