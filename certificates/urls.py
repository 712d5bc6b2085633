"""Every address of this floor, a file for each room."""

from .urls_batches import urlpatterns as batches
from .urls_blanks import urlpatterns as blanks
from .urls_log import urlpatterns as log
from .urls_proof import urlpatterns as proof
from .urls_register import urlpatterns as register
from .urls_verification import urlpatterns as verification
from .urls_wallet import urlpatterns as wallet

urlpatterns = [*wallet, *register, *batches, *blanks, *proof, *log, *verification]
