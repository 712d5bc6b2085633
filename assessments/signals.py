"""Facts this floor tells upwards, after commit, by `send_robust`."""

from django.dispatch import Signal

# result_id: int. Sent for first decisions and for amendments alike.
result_decided = Signal()
