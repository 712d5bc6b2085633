"""Facts this floor tells upwards, after commit, by `send_robust`."""

from django.dispatch import Signal

# result_id: int. Sent for first decisions and for amendments alike.
result_decided = Signal()

# sitting_id: int. Something was done in a later sitting: a test begun, work handed in, a mark given.
sitting_begun = Signal()
