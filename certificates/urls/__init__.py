"""Every address of this floor, a file for each room."""

from .batches import urlpatterns as batches
from .blanks import urlpatterns as blanks
from .client import urlpatterns as client
from .log import urlpatterns as log
from .proof import urlpatterns as proof
from .register import urlpatterns as register
from .verification import urlpatterns as verification
from .verification import whole_code
from .wallet import urlpatterns as wallet

# v/<code> would answer for what stands behind it.
urlpatterns = [whole_code, *proof, *client, *verification, *wallet, *register, *batches, *blanks, *log]
