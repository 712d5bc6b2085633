"""Two revisions of a list, compared line by line."""

from courses.editing.panels import LinesPanel, NamesPanel
from courses.pages import TopicPage

FIELD = TopicPage._meta.get_field("outcomes")


def diff(panel, before: list[str], after: list[str]) -> str:
    return panel.get_comparison_class()(
        FIELD, TopicPage(outcomes=before), TopicPage(outcomes=after)
    ).htmldiff()


def test_lines_that_came_and_went_are_marked_and_escaped():
    said = diff(LinesPanel("outcomes"), ["бір", "екі"], ["екі", "<үш>"])
    assert said == (
        '<ul><li><del class="deletion">бір</del></li><li>екі</li>'
        '<li><ins class="addition">&lt;үш&gt;</ins></li></ul>'
    )


def test_keys_are_compared_by_their_names():
    panel = NamesPanel("outcomes", names=lambda: [("barrier", "Кедергі")])
    assert diff(panel, [], ["barrier", "lost"]) == (
        '<ul><li><ins class="addition">Кедергі</ins></li><li><ins class="addition">lost</ins></li></ul>'
    )
