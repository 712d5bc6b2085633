from copy import deepcopy
import os
from django.urls import reverse
from assessments.services import bank
from people.roles import Role
from tests.assessments.bank.conftest import BODY
from tests.assessments.items.examples import EXAMPLES
from tests.factories import NOW, make_edition, make_user


def test_shots(page, axe):
    make_edition(questions=16)
    author = make_user(Role.METHODOLOGIST, surname="Сейітқали")
    made = {}
    for kind, body in EXAMPLES.items():
        body = deepcopy(body)
        if kind == "case":
            body["parts"][0]["body"]["ru"]["explanation"] = ""
        made[kind] = bank.create_question(programme_code="A", module=1, topic_key="A.1.1", kind=kind, body=body, difficulty=2, outcome="", at=NOW, actor=author)
    tab = page(author, viewport=(1400, 900))
    faults = []
    for kind, v in made.items():
        for what in ("edit", "preview"):
            if what == "preview" and kind not in ("matching", "multiple"): continue
            if what == "edit" and kind not in os.environ.get("SHOTS", "case,matching,multiple").split(","): continue
            tab.goto(reverse("bank:edit", args=[v.question_id]) if what == "edit" else reverse("bank:preview", args=[v.pk])); tab.wait_for_timeout(600)
            try: axe(tab)
            except AssertionError as e: faults.append(str(e)[:1500])
            tab.set_viewport_size({"width": 1400, "height": 3400 if what == "edit" else 1900}); tab.wait_for_timeout(300)
            tab.screenshot(path=f"/tmp/bankshots/{kind}-{what}.png"); tab.set_viewport_size({"width": 1400, "height": 900})
    for name in ("list", "coverage", "duplicates", "choose_kind"):
        tab.goto(reverse(f"bank:{name}")); tab.wait_for_timeout(400)
        try: axe(tab)
        except AssertionError as e: faults.append(str(e)[:1500])
    for name in ("versions", "review", "retire"):
        v = made["single"]
        tab.goto(reverse(f"bank:{name}", args=[v.question_id if name == "versions" else v.pk])); tab.wait_for_timeout(400)
        try: axe(tab)
        except AssertionError as e: faults.append(str(e)[:1500])
    print("\n".join(faults))
    assert not faults
