"""Sample data of the style guide: nobody real, in Kazakh as on the site."""

from datetime import timedelta
from typing import Any

from django import forms, template
from django.core.paginator import Paginator
from django.utils import timezone

from people.steps import DueDate

register = template.Library()

MODULES = [
    ("Инклюзивті білім беру негіздері", 12, 12),
    ("Инклюзия психологиясы және педагогикасы", 16, 16),
    ("Инклюзивті оқыту әдістері мен технологиялары", 16, 10),
    ("Ата-аналармен және қоғаммен жұмыс", 16, 0),
    ("Инклюзивті білім беруді бағалау және бақылау", 20, 0),
]


class SampleForm(forms.Form):
    surname = forms.CharField(label="Тегі", help_text="Жеке куәліктегідей.")
    patronymic = forms.CharField(label="Әкесінің аты", required=False)
    region = forms.ChoiceField(
        label="Өңір", choices=[("", "Таңдаңыз"), ("75", "Алматы қаласы"), ("47", "Маңғыстау облысы")]
    )
    language = forms.ChoiceField(
        label="Оқу тілі",
        choices=[("kk", "Қазақша"), ("ru", "Орысша")],
        widget=forms.RadioSelect,
        initial="kk",
    )
    text = forms.CharField(label="Не істедіңіз", widget=forms.Textarea(attrs={"rows": 4}))
    work = forms.FileField(
        label="Жұмыс файлы", help_text="PDF, DOCX немесе сурет, 20 МБ-қа дейін.", required=False
    )
    agreed = forms.BooleanField(label="Деректерімді өңдеуге келісемін")


@register.simple_tag
def sample_data() -> dict[str, Any]:
    """Everything the style guide shows."""
    now = timezone.now()
    return {
        "now": now,
        "next": {
            "kicker": "Келесі қадам · 3-модуль, 3.2-тақырып",
            "title": "Жеке білім беру бағдарламалары",
            "text": "Дәріс 2 сағат, практика 2 сағат. Кеше осы жерде тоқтадыңыз: бағдарламаның үшінші қадамы.",
            "action": "Жалғастыру",
            "due": "2 күн қалды",
        },
        "hours_title": "80 сағаттың 38-і",
        "hours_side": "14-ағым · қазақ тілі · 12 желтоқсанға дейін",
        "modules": [
            {
                "number": number,
                "title": title,
                "hours": hours,
                "studied_hours": studied,
                "is_done": studied == hours,
                "is_current": 0 < studied < hours,
                "url": "#sg-hours" if studied else "",
            }
            for number, (title, hours, studied) in enumerate(MODULES, start=1)
        ],
        "due_title": "Мерзімдер",
        "due": [
            DueDate(title="Өзіндік жұмыс", at=now - timedelta(days=1), is_done=True),
            DueDate(title="Жоба, 3-топ", at=now + timedelta(days=6), url="#sg-hours"),
            DueDate(title="Қорытынды тест", at=now + timedelta(days=12)),
        ],
        "certificate_title": "Сертификатқа дейін",
        "certificate_text": "Қорытынды тестте 50 балл және одан көп, жоба мен өзіндік жұмыс бағаланған.",
        "steps": [
            {"label": "Оқу", "state": "done"},
            {"label": "Қорытынды тест", "state": "now"},
            {"label": "Жобаны қорғау", "state": ""},
            {"label": "Сертификат", "state": ""},
        ],
        "tags": [
            {"tone": "ok", "label": "аяқталды"},
            {"tone": "sun", "label": "қазір"},
            {"tone": "warn", "label": "2 күн қалды"},
            {"tone": "bad", "label": "кешікті"},
            {"tone": "brand", "label": "өтініш берілді"},
            {"tone": "neutral", "label": "жоба"},
        ],
        "chips": [
            {"label": "Барлығы", "url": "#sg-buttons", "current": True, "count": 60},
            {"label": "Бағалауды күтуде", "url": "#sg-buttons", "current": False, "count": 12},
            {"label": "Қайтарылған", "url": "#sg-buttons", "current": False, "count": 0},
        ],
        "tabs": [
            {"label": "Тізім", "url": "#sg-buttons", "current": True, "count": None},
            {"label": "Бағалар журналы", "url": "#sg-buttons", "current": False, "count": None},
            {"label": "Өтініштер", "url": "#sg-buttons", "current": False, "count": 4},
        ],
        "crumbs": [{"label": "Ағымдар", "url": "#sg-buttons"}, {"label": "14-ағым", "url": "#sg-buttons"}],
        "verdicts": [
            ("valid", "Сертификат жарамды", "2029 жылғы 20 қарашаға дейін, тағы 3 жыл."),
            ("expired", "Сертификат мерзімі өтті", "2025 жылғы 20 қарашаға дейін жарамды болған."),
            ("revoked", "Құжат күшін жойды", "Оны берген ұйым қайтарып алды. Ол енді ештеңені растамайды."),
            ("replaced", "Құжат ауыстырылған", "Оның орнына жаңа құжат берілген. Иесінен жаңасын сұраңыз."),
            ("suspended", "Құжат тоқтатылған", "Тексеру аяқталғанша есепке алынбайды."),
            ("notice", "Қатысу туралы анықтама шынайы", "Курсқа қатысқанын растайды. Бұл сертификат емес."),
            ("unknown", "Мұндай құжат жоқ", "Кодты қағаздағыдай қайта теріңіз."),
        ],
        "facts": [
            ("holder", "Тегі, аты, әкесінің аты", "Үмбетжанова Ақмарал Іліясқызы"),
            ("programme", "Бағдарлама", "«Инклюзия саласындағы педагогтердің кәсіби дамуы»"),
            ("hours", "Көлемі", "80 сағат"),
            ("issued", "Берілген күні", "2026 жылғы 20 қараша"),
            ("number", "Тіркеу нөмірі", "2026-INC-000123"),
        ],
        "options": [
            ("a", "Ауысуды болдырмау: баланы бір сабақта қалдыру", False),
            ("b", "Көрнекі кесте арқылы ауысуды алдын ала көрсету және ескерту", True),
            ("c", "Ата-анасын шақырып, баланы үйіне жіберу", False),
        ],
        "marked": [
            ("a", "Ауысуды болдырмау: баланы бір сабақта қалдыру", True, "wrong"),
            ("b", "Көрнекі кесте арқылы ауысуды алдын ала көрсету және ескерту", False, "missed"),
            ("c", "Ата-анасын шақырып, баланы үйіне жіберу", False, ""),
        ],
        "cells": [
            {
                "position": position,
                "url": "#sg-test",
                "is_answered": position < 17,
                "is_flagged": position in {5, 11},
                "is_current": position == 17,
            }
            for position in range(1, 31)
        ],
        "levels": [
            {"value": 0, "title": "іске асырылмаған", "descriptor": "Мақсат пен міндет жоқ."},
            {"value": 1, "title": "ішінара", "descriptor": "Мақсат бар, міндеттер нақты емес."},
            {"value": 2, "title": "толық", "descriptor": "Мақсат, міндет және нәтиже сәйкес."},
        ],
        "form": SampleForm(prefix="good"),
        "bad_form": SampleForm({"bad-surname": ""}, prefix="bad"),
        "table_head": [
            {"text": "Тыңдаушы", "url": "#sg-table", "sort": "ascending"},
            "Мектеп",
            {"text": "Тест", "n": True},
            {"text": "Жоба", "n": True},
            "Шешім",
        ],
        "table_rows": [
            [name, school, {"text": test, "n": True}, {"text": project, "n": True}, decision]
            for name, school, test, project, decision in [
                ("Әбдірова Айгүл Серікқызы", "Ақтау, №12 мектеп", "86", "11", "сертификат"),
                ("Жұмабай Нұрлан Өмірұлы", "Қызылорда, №5 мектеп-лицей", "74", "9", "сертификат"),
                ("Үмбетжанова Ақмарал Іліясқызы", "Шымкент, №88 мектеп", "48", "8", "анықтама"),
                ("Һамитова Гүлнәр Қайратқызы", "Павлодар, «Ертіс» балабақшасы", "–", "–", "оқып жүр"),
            ]
        ],
        "page": Paginator(range(90), 30).page(2),
        "toc": [
            ("3.1 Оқу материалдарын бейімдеу", "done"),
            ("3.2 Жеке білім беру бағдарламалары", "now"),
            ("3.3 Технологияны қолдану", ""),
        ],
        "chart": [
            ("Маңғыстау облысы", 64, "64 %"),
            ("Алматы қаласы", 58, "58 %"),
            ("Түркістан облысы", 41, "41 %"),
        ],
        "chart_head": ["Өңір", "Үлесі"],
    }
