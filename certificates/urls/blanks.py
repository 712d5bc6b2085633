"""Protected stock."""

from django.urls import path

from ..views import blank_printing, blanks

urlpatterns = [
    path("blanks/", blanks.blank_list, name="blank_list"),
    path("blanks/register.xlsx", blanks.blank_xlsx, name="blank_xlsx"),
    path("blanks/receive/", blanks.blank_receive, name="blank_receive"),
    path("blanks/act/", blanks.blank_act, name="blank_act"),
    path("blanks/act.<slug:form>", blanks.blank_act_file, name="blank_act_file"),
    path("blanks/print/", blank_printing.blank_find, name="blank_find"),
    path("blanks/print/<int:document_id>/", blank_printing.blank_print, name="blank_print"),
    path("blanks/cohort/<int:cohort_id>/", blank_printing.blank_run, name="blank_run"),
    path(
        "blanks/cohort/<int:cohort_id>/sheets.pdf", blank_printing.blank_run_sheets, name="blank_run_sheets"
    ),
    path("blanks/printers/", blank_printing.blank_layouts, name="blank_layouts"),
    path(
        "blanks/printers/<int:layout_id>/test.pdf", blank_printing.blank_test_sheet, name="blank_test_sheet"
    ),
    path("blanks/<int:blank_id>/", blanks.blank_detail, name="blank_detail"),
    path("blanks/<int:blank_id>/sheet.pdf", blank_printing.blank_sheet, name="blank_sheet"),
]
