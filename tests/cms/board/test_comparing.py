"""Texts in parts, and what became of each part."""

from courses.rules.comparing import compare_hours, compare_pages, compare_parts, natural
from courses.rules.page_parts import PartText, parts_of, plain


def part(name: str, text: str, *files: str) -> PartText:
    return PartText(id=name, kind="text", text=text, files=files)


def test_rich_text_is_read_line_by_line():
    html = "<h2>Бас</h2><p>Бір <b>екі</b>.</p><ul><li>үш &amp; төрт</li><li>бес</li></ul>"
    assert plain(html) == "Бас\nБір екі.\nүш & төрт\nбес"
    assert plain("5 < 6 & 7") == "5 < 6 & 7"


def test_a_page_falls_into_its_fields_and_blocks():
    fields = {
        "title": "Сабақ",
        "outcomes": ["бір", "екі"],
        "aim": "",
        "body": [
            {"type": "figure", "id": "f", "value": {"image": 7, "alt": "Сызба", "caption": "1-сурет"}},
            {"type": "table", "id": "t", "value": {"caption": "Кесте", "rows": [["а", "ә"], ["б", "в"]]}},
            {
                "type": "table",
                "id": "u",
                "value": {"rows": [{"type": "item", "id": "1", "value": [{"value": "г", "id": "2"}]}]},
            },
        ],
        "how_assessed": [{"title": "Тест", "text": "50 сұрақ"}],
    }
    found = {one.id: one for one in parts_of(fields)}
    assert list(found) == ["title", "outcomes", "how_assessed", "f", "t", "u"]
    assert found["outcomes"].text == "бір\nекі"
    assert found["f"] == PartText("f", "figure", "Сызба\n1-сурет", ("image:7",))
    assert found["t"].text == "Кесте\nа | ә\nб | в"
    assert found["u"].text == "г"
    assert found["how_assessed"].text == "Тест – 50 сұрақ"


def test_parts_are_matched_by_their_id_and_what_is_gone_stands_where_it_stood():
    before = [part("a", "бір"), part("b", "екі"), part("c", "үш")]
    after = [part("a", "бір"), part("c", "үш төрт"), part("d", "бес")]
    found = compare_parts(before, after)
    assert [(one.state, one.before, one.after) for one in found] == [
        ("same", "бір", "бір"),
        ("gone", "екі", ""),
        ("changed", "үш", "үш төрт"),
        ("new", "", "бес"),
    ]
    assert found[2].pieces == [(0, "үш"), (1, " төрт")]
    assert found[1].pieces == [(-1, "екі")]
    assert compare_parts([part("x", "1"), *before], before)[0].state == "gone"


def test_another_picture_under_the_same_name_is_a_change():
    one = [part("a", "Сурет", "image:7")]
    assert compare_parts(one, one, was={"image:7": "ab"}, now={"image:7": "ab"})[0].state == "same"
    found = compare_parts(one, one, was={"image:7": "ab"}, now={"image:7": "cd"})[0]
    assert (found.state, found.file_changed) == ("changed", True)


def content(pages: dict, **more) -> dict:
    return {"pages": {"kk": pages, "ru": {}}, "files": {}, "terms": [], "works": []} | more


def test_pages_are_compared_in_the_order_of_the_programme():
    before = content({"A.1.2": {"title": "Бір"}, "A.1.10": {"title": "Он"}, "A": {"title": "А"}})
    term = {"key": "x", "kk": "термин", "ru": "термин", "definition_kk": "не", "definition_ru": "что"}
    after = content({"A.1.2": {"title": "Екі"}, "A.1.3": {"title": "Үш"}, "A": {"title": "А"}}, terms=[term])
    found = {(page.key, page.language): page.state for page in compare_pages(before, after)}
    assert found == {
        ("A", "kk"): "same",
        ("A.1.2", "kk"): "changed",
        ("A.1.3", "kk"): "new",
        ("A.1.10", "kk"): "gone",
        ("terms", "kk"): "new",
        ("terms", "ru"): "new",
    }
    assert [key for key, _language in found][:4] == ["A", "A.1.2", "A.1.3", "A.1.10"]
    assert natural("A.1.9") < natural("A.1.10")


def test_hours_are_compared_topic_by_topic():
    def table(**topics):
        rows = [
            {
                "key": key,
                "title_kk": key,
                "title_ru": key,
                "lecture": hours,
                "practice": 0,
                "self_study": 0,
                "final": 0,
            }
            for key, hours in topics.items()
        ]
        return {"modules": [{"topics": rows}]}

    found = compare_hours(table(a=2, b=2, c=1), table(a=2, b=3, d=1))
    assert [(row.key, row.state) for row in found] == [
        ("a", "same"),
        ("b", "changed"),
        ("c", "gone"),
        ("d", "new"),
    ]
    assert found[1].pairs[0] == (2, 3)
    assert found[2].pairs[0] == (1, None)
