"""A cohort's gradebook: one reading, narrowed by one set of filters, behind the screen and both files."""

from .cells import Cell, State
from .columns import Column, columns, values
from .filters import Filters
from .reading import gradebook_for
from .rows import Gradebook, Row

__all__ = ["Cell", "Column", "Filters", "Gradebook", "Row", "State", "columns", "gradebook_for", "values"]
