"""The terms of an appeal: until when one may be filed, and until when it is to be decided."""

from ...models import Appeal, Result
from ...rules import appeals as rules
from ..scheme.terms import term


def ground_of(result: Result) -> Result:
    """The decision the term counts from: a commission's decision on an appeal opens no new term."""
    while result.amends is not None and Appeal.objects.filter(amendment=result).exists():
        result = result.amends
    return result


def term_of(result: Result) -> rules.Term:
    """Until when the result may be appealed against."""
    days = term(result.sitting.cohort.edition, "appeal_days")
    return rules.term(ground_of(result).decided_at, days)


def answer_term(appeal: Appeal) -> rules.Term:
    """Until when the appeal is to be decided."""
    days = term(appeal.sitting.cohort.edition, "appeal_answer_days")
    return rules.term(appeal.filed_at, days)
