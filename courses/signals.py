"""Facts this floor tells upwards, after commit, by `send_robust`."""

from django.dispatch import Signal

# enrolment_id: int, to_status: str
enrolment_moved = Signal()

# enrolment_id: int, topic_id: int (of the plan); once for each time a topic becomes studied
topic_studied = Signal()
