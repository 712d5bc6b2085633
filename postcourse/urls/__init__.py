"""Every address of this floor, a file for each room."""

from .centres import urlpatterns as centres
from .communities import urlpatterns as communities
from .effect import urlpatterns as effect
from .events import urlpatterns as events
from .growth import urlpatterns as growth
from .meetings import urlpatterns as meetings
from .mentoring import urlpatterns as mentoring
from .orders import urlpatterns as orders
from .practices import urlpatterns as practices
from .rights import urlpatterns as rights

urlpatterns = [
    *rights,
    *orders,
    *mentoring,
    *meetings,
    *growth,
    *events,
    *practices,
    *communities,
    *centres,
    *effect,
]
