"""The kinds of news of this floor, in the order in which people choose how they are mailed."""

from people.kinds import Kind

KINDS: tuple[Kind, ...] = ()
