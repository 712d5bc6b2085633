"""What the support plan's form says: titles, labels and guidance of its sections (assessments/rules/support_plan.py)."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from .rules import support_plan

SECTIONS = {
    "child": (
        _("The child, without a name"),
        _(
            "Give the child a code, such as “Оқушы А” or “Ученик А”: a word and one letter or number. "
            "Age and stage are enough; leave out the birthday, the school, the class and any diagnosis."
        ),
    ),
    "strengths": (
        _("Strengths and interests"),
        _(
            "What the child can do already, what they like, what calms and what interests them. "
            "Support stands on this, so be concrete: “reads short sentences aloud”, not “reads well”."
        ),
    ),
    "observations": (
        _("Observations"),
        _(
            "At least five observations, in different lessons and breaks. Write what you saw and heard and how often, "
            "without explaining it. In the ABC table one row is one event: what came before, what the child did, "
            "what came after; only then a guess of what the behaviour is for."
        ),
    ),
    "needs": (
        _("Needs and barriers"),
        _(
            "Pair each need with what stands in its way around the child: noise, tasks that are too long, words that "
            "are not understood. A barrier lies in the surroundings, not in the child. An observation stands behind each."
        ),
    ),
    "advice": (
        _("What the specialists advise"),
        _(
            "The substance of the recommendations, in your own words: no copies, no numbers of documents, no diagnosis. "
            "Where there are none yet, say so and say whom you will ask."
        ),
    ),
    "goals": (
        _("Goals"),
        _(
            "Two or three goals for a month are enough. Each says who does what, under which condition, and by which number "
            "or visible action you will know that it is reached: “asks for help with a card in 4 cases out of 5”."
        ),
    ),
    "tools": (
        _("Means and methods"),
        _(
            "For each means: which need it answers, why this one, and how the help fades step by step. "
            "Help that never fades makes a child dependent on it."
        ),
    ),
    "roles": (
        _("Roles and times"),
        _(
            "Who does what and when: the teaching assistant, the teacher, the support service, the family. "
            "Name roles, not people. Diagnosis, treatment and changes to the programme are not the assistant's to decide."
        ),
    ),
    "monitoring": (
        _("Monitoring"),
        _(
            "What is recorded, on which sheet and when the plan is reviewed. At least two points in time, so that a change "
            "can be seen: the first before the support begins."
        ),
    ),
    "reflection": (
        _("Conclusion"),
        _(
            "What has changed, or what you expect to change and why; what you will do next, and what you would do otherwise."
        ),
    ),
    "literature": (
        _("Sources"),
        _("One source on each line: author, title, place, year. Authors may be named here and nowhere else."),
    ),
}
FIELDS = {
    "child.code": (_("Code of the child"), _("For instance: Оқушы А.")),
    "child.age": (_("Age, about"), ""),
    "child.stage": (_("Stage of schooling"), ""),
    "strengths.strengths": (_("Strengths"), ""),
    "strengths.interests": (_("Interests"), ""),
    "observations.seen.when": (_("When"), _("For instance: Monday, second lesson.")),
    "observations.seen.where": (_("Where"), ""),
    "observations.seen.seen": (_("What was seen"), ""),
    "observations.seen.often": (_("How often"), _("For instance: 3 times in 20 minutes.")),
    "observations.abc.before": (_("Before (A)"), ""),
    "observations.abc.behaviour": (_("Behaviour (B)"), ""),
    "observations.abc.after": (_("After (C)"), ""),
    "observations.abc.function": (_("Guess: what it is for"), ""),
    "needs.pairs.need": (_("Need"), ""),
    "needs.pairs.barrier": (_("Barrier in the surroundings"), ""),
    "advice.pmpc": (_("The psychological, medical and pedagogical consultation advises"), ""),
    "advice.pps": (_("The school's support service advises"), ""),
    "goals.goals.who": (_("Who"), _("The code of the child.")),
    "goals.goals.condition": (_("Under which condition"), ""),
    "goals.goals.action": (_("Does what"), ""),
    "goals.goals.criterion": (_("Reached when (measurable)"), ""),
    "goals.goals.until": (_("By when"), ""),
    "goals.goals.measured": (_("How it is measured"), ""),
    "tools.tools.tool": (_("Means or method"), ""),
    "tools.tools.need": (_("Which need it answers"), ""),
    "tools.tools.why": (_("Why this one"), ""),
    "tools.tools.fading": (_("How the help fades"), ""),
    "roles.roles.who": (_("Who (role)"), ""),
    "roles.roles.what": (_("Does what"), ""),
    "roles.roles.when": (_("When"), ""),
    "monitoring.recorded": (_("What is recorded"), ""),
    "monitoring.sheet": (_("On which sheet"), ""),
    "monitoring.reviewed": (_("When the plan is reviewed"), ""),
    "monitoring.points.when": (_("Point in time"), ""),
    "monitoring.points.measure": (_("What was or will be measured"), ""),
    "reflection.changed": (_("What changed or is expected to change"), ""),
    "reflection.next": (_("Next step"), ""),
    "literature.sources": (_("Sources"), ""),
}
# Title of a table, of one row (with its number), and of the button that adds one.
TABLES = {
    "observations.seen": (_("What was observed"), _("Observation %(number)s"), _("Add an observation")),
    "observations.abc": (_("ABC table"), _("Event %(number)s"), _("Add an event")),
    "needs.pairs": (_("Needs and barriers"), _("Need %(number)s"), _("Add a need")),
    "goals.goals": (_("Goals"), _("Goal %(number)s"), _("Add a goal")),
    "tools.tools": (_("Means and methods"), _("Means %(number)s"), _("Add a means")),
    "roles.roles": (_("Roles and times"), _("Task %(number)s"), _("Add a task")),
    "monitoring.points": (_("Points in time"), _("Point %(number)s"), _("Add a point in time")),
}
CHOICES = {
    "preschool": _("Preschool education"),
    "primary": _("Primary education"),
    "basic": _("Basic secondary education"),
    "upper": _("General secondary education"),
}


def choice(value: str) -> str:
    """A chosen value in words; an age stands for itself."""
    return str(CHOICES.get(value, value.replace("-", "–")))


def lacking(section: support_plan.Section, one: support_plan.Missing) -> str:
    """What is missing, as a sentence."""
    if one.what == "code":
        return str(
            _(
                "The code is a word and one letter or number, such as “Оқушы А”. A name or initials cannot stand here."
            )
        )
    if one.what == "fields":
        return str(_("Some fields are still empty."))
    title = str(TABLES[f"{section.key}.{one.table}"][0])
    return ngettext(
        "“%(table)s”: %(count)s more row with every field filled.",
        "“%(table)s”: %(count)s more rows with every field filled.",
        one.count,
    ) % {"table": title, "count": one.count}


@dataclass(frozen=True)
class ShownTable:
    title: str
    head: list[str]
    rows: list[list[str]]


@dataclass(frozen=True)
class ShownSection:
    """A section to read: what stands in fields, then tables."""

    key: str
    title: str
    facts: list[tuple[str, str]]
    tables: list[ShownTable]


def shown(plan: support_plan.Plan | None) -> list[ShownSection]:
    """The sections in which something is written."""
    sections = []
    for section in support_plan.SECTIONS:
        values = (plan or {}).get(section.key) or {}
        facts = [
            (
                str(FIELDS[f"{section.key}.{field.key}"][0]),
                choice(values[field.key]) if field.kind == "choice" else values[field.key],
            )
            for field in section.fields
            if values.get(field.key)
        ]
        tables = []
        for table in section.tables:
            if rows := values.get(table.key):
                name = f"{section.key}.{table.key}"
                tables.append(
                    ShownTable(
                        str(TABLES[name][0]),
                        [str(FIELDS[f"{name}.{field.key}"][0]) for field in table.fields],
                        [[row.get(field.key, "") for field in table.fields] for row in rows],
                    )
                )
        if facts or tables:
            sections.append(ShownSection(section.key, str(SECTIONS[section.key][0]), facts, tables))
    return sections
