"""Demonstration tests, works and marks, by the same services people use."""

import random
from datetime import datetime, timedelta
from decimal import Decimal

from courses.models import Cohort, Enrolment
from people.demo import People
from people.models import User

from .. import items
from ..models import Assignment, AttemptItem, DateRule, RubricVersion, Sitting, Submission
from ..services.attempts import attempts, conditions
from ..services.groups import groups
from ..services.marking import marking
from ..services.scheme import frozen, sittings
from ..services.work import work
from . import assessing

PROJECTS = [
    ("Көрнекі кесте барлық сабақта", "Сабақ арасындағы ауысуларды алдын ала көрсететін ортақ кесте"),
    ("Бір тапсырма, үш жол", "Бір оқу мақсатына жетудің үш тәсілі бар тапсырмалар жинағы"),
    ("Тыныш бұрыш", "Сыныптағы демалу орнын оқушылармен бірге жобалау"),
    ("Ата-анамен он бес минут", "Апта сайынғы қысқа, жоспарлы әңгіме үлгісі"),
    ("Сұрақ қоюды үйренейік", "Кез келген оқушы қатыса алатын талқылау ережелері"),
]
PROJECT_TEXT = """1. Мәселе
Бастауыш сыныптағы үш оқушы сабақтан сабаққа ауысқанда қиналады: орташа есеппен жеті минут жоғалады.

2. Мақсат
{aim}. Ауысуға кететін уақытты жеті минуттан екі минутқа дейін қысқарту.

3. Кезеңдер
Бірінші апта: бақылау парағын толтыру, оқушылармен бірге үлгі жасау.
Екінші апта: бір пәнде сынап көру, күн сайын белгі қою.
Үшінші апта: барлық пәнге тарату, ата-аналарға көрсету.

4. Нәтижені тарату
Әдістемелік бірлестікте ашық сабақ өткіземіз, материалды мектеп қорына қосамыз."""
OWN_TITLE = "Бір сабақтың қолжетімділігін талдау"
OWN_TEXT = """Талдау үшін екінші сыныптағы математика сабағын алдым.

Кедергілер: тақтадағы жазу ұсақ, нұсқау тек ауызша берілді, уақыт барлығына бірдей.
Не өзгерттім: нұсқауды үш қадамға бөліп, суретпен көрсеттім; жауап берудің екі жолын ұсындым.
Нәтиже: Оқушы А тапсырманы бірінші рет өзі аяқтады. Келесі жолы уақыт өлшегішті қосамын."""
PLAN_TITLE = "Жеке қолдау жоспары: Оқушы А"
PLAN_TEXT = """Қажеттіліктер: Оқушы А ауызша нұсқауды есте сақтай алмайды, шулы жерде шаршайды.
Бақылау (ABC): алдында – топтық жұмысқа ауысу; мінез-құлық – орнынан тұрып кету; салдары – тапсырмадан босату.
Мақсат: алты аптада топтық жұмыста он минут отыра алу.
Құралдар: көрнекі кесте, таңдау карталары, үзіліс картасы, біртіндеп азаятын көмек.
Мониторинг: күн сайынғы жүйеленген белгі, аптасына бір рет мұғаліммен талқылау."""
COMMENTS = [
    "Мақсат нақты, өлшенеді. Кезеңдердің мерзімін де көрсетіңіз.",
    "Бақылау дерегі жақсы жиналған. Келесі қадам: оқушының өз пікірін қосу.",
    "Ой анық, тілі жатық. Нәтижені қалай өлшейтініңізді толықтырыңыз.",
]


def _right(item: AttemptItem) -> list[str]:
    return items.kind(item.version.kind).right(item.version.body)


def _wrong(item: AttemptItem) -> list[str]:
    """A slip: the first wrong option as the paper shows them, one wrong pair or place, a number or word far off."""
    choices = items.kind(item.version.kind).choices(item.version.body, "kk")
    wrong = [choice.key for choice in choices if not choice.is_right]
    return [next((key for key in [*item.order, *wrong] if key in wrong), "-1")]


def _sit_test(sitting: Sitting, user: User, *, at: datetime, right: int, chance: random.Random) -> None:
    """Take the final test with so many right answers."""
    attempt = attempts.start_attempt(sitting_id=sitting.pk, quiz_key="final", at=at, actor=user)
    paper = list(attempt.items.select_related("version"))
    good = set(chance.sample(range(len(paper)), right))
    for index, item in enumerate(paper):
        attempts.save_answer(
            attempt_id=attempt.pk,
            position=item.position,
            response=_right(item) if index in good else _wrong(item),
            at=at + timedelta(seconds=40 * (index + 1)),
            actor=user,
        )
    ended = at + timedelta(minutes=36)
    attempts.submit_attempt(attempt_id=attempt.pk, at=ended, actor=user)
    attempts.grade_attempt(attempt_id=attempt.pk, at=ended + timedelta(minutes=1))


def _hand_in(
    sitting: Sitting, key: str, user: User, *, title: str, text: str, at: datetime, submit: bool = True
) -> Submission:
    submission = work.open_submission(sitting_id=sitting.pk, assignment_key=key, at=at, actor=user)
    work.save_draft(
        submission_id=submission.pk, title=title, text=text, revision=submission.revision, at=at, actor=user
    )
    if submit:
        work.submit_work(submission_id=submission.pk, at=at + timedelta(minutes=5), actor=user, nameless=True)
    return Submission.objects.get(pk=submission.pk)


def _in_time(cohort: Cohort, key: str, at: datetime) -> datetime:
    """Some hours before the work is due, where `at` would be late."""
    due = DateRule.objects.get(cohort=cohort, kind="assignment", key=key).closes_at
    return min(at, due - timedelta(hours=3))


def _points(submission: Submission, *, share: float, chance: random.Random) -> dict:
    """Points on every criterion of the frozen rubric, about `share` of each maximum."""
    version_id = frozen.content_for(submission.cohort_id)["rubrics"][submission.assignment.key]
    points = {}
    for criterion in RubricVersion.objects.get(pk=version_id).content["criteria"]:
        maximum = int(criterion["maximum"])
        value = min(maximum, max(0, round(maximum * share + chance.uniform(-0.12, 0.12) * maximum)))
        points[criterion["key"]] = {"value": str(value), "comment": ""}
    return points


def _finish(
    submission: Submission, trainer: User, *, share: float, at: datetime, chance: random.Random
) -> None:
    marking.finalise(
        submission_id=submission.pk,
        points=_points(submission, share=share, chance=chance),
        comment=chance.choice(COMMENTS),
        revision=0,
        at=at,
        actor=trainer,
    )


def _mark(submission: Submission, *, share: float, at: datetime, chance: random.Random) -> None:
    """Marks finished and released by who was given the work, else by the cohort's first trainer."""
    given = submission.allocations.filter(withdrawn_at__isnull=True).select_related("marker").first()
    trainer = given.marker if given else _trainer(submission.cohort)
    _finish(submission, trainer, share=share, at=at, chance=chance)
    marking.release(submission_ids=[submission.pk], at=at + timedelta(minutes=10), actor=trainer)


def _sittings(cohort: Cohort, *, at: datetime) -> list[tuple[Sitting, User]]:
    rows = []
    for enrolment in (
        Enrolment.objects.filter(cohort=cohort, status="studying").select_related("user").order_by("pk")
    ):
        sitting = sittings.open_sitting(enrolment_id=enrolment.pk, at=at)
        if sitting is not None:
            rows.append((sitting, enrolment.user))
    return rows


def _groups(rows: list, size: int = 5) -> list[list]:
    """Groups of five or four, as the programme wants; a short rest joins groups of four."""
    count = max(1, round(len(rows) / size))
    return [rows[index::count] for index in range(count)]


def _trainer(cohort: Cohort) -> User:
    return cohort.staff.filter(duty="trainer").select_related("user").first().user


def _coordinator(cohort: Cohort) -> User:
    return cohort.staff.filter(duty="coordinator").select_related("user").first().user


def sit_and_mark(
    cohort: Cohort, everyone: People, *, at: datetime, chance: random.Random, finish: bool, failing: set[int]
) -> None:
    """Tests, projects and works of a cohort under assessment; `finish` marks and releases everything.

    `failing`: places in the list of people who fall short; the first of them has 46 percent in the test.
    """
    # Whatever the hour the demonstration is made at, the test was open when they sat it.
    DateRule.objects.filter(cohort=cohort, kind="quiz", key="final", opens_at__gt=at).update(
        opens_at=at - timedelta(hours=1)
    )
    rows = _sittings(cohort, at=at)
    if Assignment.objects.filter(edition_id=cohort.edition_id, key="final_work").exists():
        for index, (sitting, user) in enumerate(rows):
            handed_in = _in_time(cohort, "final_work", at)
            submission = _hand_in(sitting, "final_work", user, title=PLAN_TITLE, text=PLAN_TEXT, at=handed_in)
            if finish or index % 2:
                share = 0.38 if index in failing else chance.uniform(0.62, 0.94)
                _mark(submission, share=share, at=at + timedelta(hours=5), chance=chance)
        return
    divided = _groups(rows)
    projects = []
    for number, members in enumerate(divided):
        reason = "" if 4 <= len(members) <= 5 else "Ағымдағы адам саны топтарға тең бөлінбейді."
        groups.form_group(
            cohort_id=cohort.pk,
            assignment_key="project",
            enrolment_ids=[sitting.enrolment_id for sitting, _user in members],
            at=at - timedelta(days=5),
            actor=_coordinator(cohort),
            size_reason=reason,
        )
        title, aim = PROJECTS[number % len(PROJECTS)]
        sitting, user = members[0]
        text = PROJECT_TEXT.format(aim=aim)
        handed_in = _in_time(cohort, "project", at - timedelta(hours=4))
        projects.append(_hand_in(sitting, "project", user, title=title, text=text, at=handed_in))
    for index, (sitting, user) in enumerate(rows):
        # The last one was late.
        latest = at - timedelta(hours=2)
        handed_in = latest if index == len(rows) - 1 else _in_time(cohort, "self_study", latest)
        own = _hand_in(sitting, "self_study", user, title=OWN_TITLE, text=OWN_TEXT, at=handed_in)
        right = chance.randint(16, 24) if index in failing else chance.randint(30, 48)
        right = 23 if index == min(failing, default=-1) else right
        if finish or index != len(rows) - 1:
            _sit_test(sitting, user, at=at, right=right, chance=chance)
        if finish or index % 3 == 0:
            _mark(own, share=chance.uniform(0.6, 0.95), at=at + timedelta(hours=4), chance=chance)
    for submission in projects if finish else []:
        _mark(submission, share=chance.uniform(0.65, 0.95), at=at + timedelta(hours=5), chance=chance)
    if finish:
        assessing.defended(cohort, projects, at=at - timedelta(hours=1), actor=_coordinator(cohort))
    else:
        assessing.two_markers(cohort, projects, at=at + timedelta(hours=5), actor=_coordinator(cohort))


def first_works(cohort: Cohort, everyone: People, *, at: datetime) -> None:
    """A cohort in study: one group formed with a draft, the test open early so that a visitor can take it."""
    rows = _sittings(cohort, at=at - timedelta(days=5))
    members = rows[:5]
    groups.form_group(
        cohort_id=cohort.pk,
        assignment_key="project",
        enrolment_ids=[sitting.enrolment_id for sitting, _user in members],
        at=at - timedelta(days=2),
        actor=_coordinator(cohort),
    )
    assessing.own_groups(cohort, rows[5:], at=at - timedelta(days=1))
    assessing.more_time(rows[3][0], at=at, actor=_coordinator(cohort))
    DateRule.objects.filter(cohort=cohort, kind="quiz", key="final").update(opens_at=at - timedelta(days=1))
    _exam_under_way(cohort, rows, at=at + timedelta(hours=20))
    title, aim = PROJECTS[0]
    sitting, user = members[1]
    _hand_in(sitting, "project", user, title=title, text=PROJECT_TEXT.format(aim=aim), at=at, submit=False)
    for sitting, user in rows[1:3]:
        _hand_in(sitting, "self_study", user, title=OWN_TITLE, text=OWN_TEXT, at=at)


def _exam_under_way(cohort: Cohort, rows: list[tuple[Sitting, User]], *, at: datetime) -> None:
    """Three sit the test just now, one of them with more time and breaks; one has handed in."""
    conditions.agree(
        enrolment_id=rows[-1][0].enrolment_id,
        extra_time=Decimal("1.5"),
        breaks=1,
        break_minutes=10,
        large_print=True,
        basis="Өтініш, 12.10.2026",
        at=at - timedelta(days=3),
        actor=_coordinator(cohort),
    )
    chance = random.Random(3)  # noqa: S311  (the demonstration is the same each time)
    _sit_test(*rows[-4], at=at - timedelta(hours=2), right=41, chance=chance)
    for answered, (sitting, user) in zip((31, 18, 7), rows[-3:], strict=True):
        begun = at - timedelta(minutes=answered)
        attempt = attempts.start_attempt(sitting_id=sitting.pk, quiz_key="final", at=begun, actor=user)
        for item in attempt.items.select_related("version")[:answered]:
            attempts.save_answer(
                attempt_id=attempt.pk,
                position=item.position,
                response=_wrong(item) if item.position % 4 == 0 else _right(item),
                at=begun + timedelta(seconds=50 * item.position),
                actor=user,
                flagged=item.position % 9 == 0,
            )
        attempts.attest(
            attempt_id=attempt.pk, kind="identity", note="жеке куәлік", at=begun, actor=_trainer(cohort)
        )


def plans(cohort: Cohort, everyone: People, *, at: datetime, chance: random.Random) -> None:
    """Teaching assistants: most have handed in their support plan, two are marked."""
    for index, (sitting, user) in enumerate(_sittings(cohort, at=at - timedelta(days=5))):
        if index % 4 == 3:
            continue
        submission = assessing.hand_in_plan(sitting, user, title=PLAN_TITLE, at=at)
        if index < 2:
            _mark(submission, share=0.82, at=at + timedelta(hours=6), chance=chance)
