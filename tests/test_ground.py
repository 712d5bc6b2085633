"""The ground the browser tests stand on: what the `page` and `axe` fixtures must notice."""

import pytest

POLICY = "default-src 'none'; script-src 'self'"


def test_a_tab_reports_what_its_page_complains_about(page):
    tab = page(allow=(r"spoken of",))
    tab.goto("/healthz")
    assert page.faults == []
    tab.evaluate("console.error('spoken of')")
    assert page.faults == []
    tab.evaluate("console.error('a fault')")
    tab.evaluate("setTimeout(() => { throw new Error('broken script') })")
    tab.wait_for_timeout(200)
    said = "\n".join(page.faults)
    assert "a fault" in said
    assert "broken script" in said
    page.faults.clear()


def test_a_tab_reports_what_the_policy_refuses(page):
    tab = page()
    tab.route(
        "**/refused",
        lambda route: route.fulfill(
            content_type="text/html",
            headers={"Content-Security-Policy": POLICY},
            body="<h1 style='color: red'>Text</h1><script>document.title = 'ran'</script>",
        ),
    )
    tab.goto("/refused")
    assert any("style-src-attr" in fault for fault in page.faults)
    assert any("script-src-elem" in fault for fault in page.faults)
    assert tab.title() == ""
    page.faults.clear()


def test_a_tab_reports_and_misses_other_machines(page):
    tab = page()
    tab.route("**/plain", lambda route: route.fulfill(content_type="text/html", body="<h1>Text</h1>"))
    tab.goto("/plain")
    tab.evaluate("fetch('https://tirek.example/x', {mode: 'no-cors'}).catch(() => null)")
    assert any(fault.startswith("other machine: https://tirek.example/x") for fault in page.faults)
    page.faults.clear()


def test_a_tab_is_signed_in_and_as_wide_as_asked(page, django_user_model):
    person = django_user_model.objects.create_user(email="a@example.org", password="x")
    tab = page(person, viewport=(360, 740), locale="ru")
    tab.goto("/healthz")
    assert tab.viewport_size == {"width": 360, "height": 740}
    assert tab.evaluate("navigator.language") == "ru"
    assert "sessionid" in {cookie["name"] for cookie in tab.context.cookies()}


def test_axe_names_the_fault(page, axe):
    tab = page()
    tab.goto("/healthz")
    tab.set_content("<!doctype html><html lang=kk><title>T</title><main><h1>T</h1></main></html>")
    axe(tab)
    tab.set_content("<!doctype html><html><title>T</title><main><h1>T</h1><img src='x.png'></main></html>")
    with pytest.raises(AssertionError, match=r"html-has-lang[\s\S]*image-alt"):
        axe(tab)
    page.faults.clear()
