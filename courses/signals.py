"""Facts this floor tells upwards, after commit, by `send_robust`."""

from django.dispatch import Signal

# enrolment_id: int, to_status: str
enrolment_moved = Signal()
