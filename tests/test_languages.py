"""Kazakh and Russian are complete: makemessages finds nothing untranslated, nothing fuzzy, nothing garbled."""

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.utils import translation

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = ("kk", "ru")
HOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}|%s")


def catalogue(path: Path, language: str):
    with path.open("rb") as file:
        return read_po(file, locale=language)


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("xgettext"), reason="gettext is not installed: make test installs it")
def test_every_string_of_ours_has_its_kazakh_and_russian_text(tmp_path):
    """A fresh extraction beside the committed catalogues: what is new must already be there, translated."""
    copy = tmp_path / "tirek"
    skip = shutil.ignore_patterns(
        ".venv", "var", ".git", "*.mo", "__pycache__", ".*cache", "static", "content"
    )
    shutil.copytree(ROOT, copy, ignore=skip)
    command = [
        sys.executable,
        "manage.py",
        "makemessages",
        "-l",
        "kk",
        "-l",
        "ru",
        "--no-location",
        "--no-wrap",
    ]
    subprocess.run(
        [*command, "--ignore", "locale/vendor/*", "--ignore", "tests/*"],
        cwd=copy,
        check=True,
        capture_output=True,
    )
    missing = []
    for language in LANGUAGES:
        for message in catalogue(copy / "locale" / language / "LC_MESSAGES" / "django.po", language):
            texts = message.string if isinstance(message.string, tuple) else (message.string,)
            if message.id and (message.fuzzy or not all(texts)):
                missing.append(f"{language}: {message.id}")
    assert not missing, "\n".join(missing)


TRANSLATING = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}


@pytest.mark.parametrize("app", ["people", "courses", "assessments", "certificates", "postcourse", "cms"])
def test_words_to_translate_stand_where_the_extraction_finds_them(app):
    """A sentence that comes in a variable is in no catalogue and stays English without anybody noticing."""
    hidden = [
        f"{path.relative_to(ROOT)}:{call.lineno} {ast.unparse(call)[:80]}"
        for path in (ROOT / app).rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in TRANSLATING
        and call.args
        and not isinstance(call.args[0], ast.Constant)
    ]
    assert not hidden, "\n".join(hidden)


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_survive_translation(language):
    wrong = []
    for message in catalogue(ROOT / "locale" / language / "LC_MESSAGES" / "django.po", language):
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        wanted = set(HOLDER.findall(ids[-1]))
        for text in texts:
            if set(HOLDER.findall(text)) - wanted or (len(ids) == 1 and set(HOLDER.findall(text)) != wanted):
                wrong.append(f"{ids[0]} → {text}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("folder", ["locale", "locale/vendor"])
def test_no_latin_letter_hides_in_a_cyrillic_word(language, folder):
    path = ROOT / folder / language / "LC_MESSAGES" / "django.po"
    if not path.exists():
        pytest.skip("no such catalogue")
    mixed = re.compile(r"[Ѐ-ӿ][A-Za-z]|[A-Za-z][Ѐ-ӿ]")
    wrong = []
    for message in catalogue(path, language):
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        for text in texts:
            plain = re.sub(r"<[^>]+>|%\(\w+\)[sd]|\{\w*\}|%s|\\n|\n", " ", text)
            if mixed.search(plain):
                wrong.append(text)
    assert not wrong, "\n".join(wrong)


def _choice_lists():
    """Every fixed list of choices of ours: of models and of forms, by name."""
    from django import forms
    from django.apps import apps

    from tests.test_permission_matrix import our_addresses

    our_addresses()  # loads every view, and with them the forms
    ours = {"people", "courses", "assessments", "certificates", "postcourse", "cms"}
    for model in apps.get_models():
        if model._meta.app_label in ours:
            for field in model._meta.local_fields:
                if field.choices and field.flatchoices:
                    yield f"{model.__name__}.{field.name}", [label for _value, label in field.flatchoices]
    waiting = [forms.BaseForm]
    while waiting:
        form = waiting.pop()
        waiting += form.__subclasses__()
        if form.__module__.split(".")[0] in ours:
            for name, field in getattr(form, "base_fields", {}).items():
                if isinstance(field, forms.ChoiceField) and isinstance(field.choices, list):
                    yield f"{form.__name__}.{name}", [label for _value, label in field.choices]


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_no_two_choices_of_a_list_read_alike(language):
    lists = list(_choice_lists())
    assert len(lists) > 30
    with translation.override(language):
        alike = [
            (name, [str(label) for label in labels])
            for name, labels in lists
            if len({str(label).strip().lower() for label in labels}) < len(labels)
        ]
    assert not alike
