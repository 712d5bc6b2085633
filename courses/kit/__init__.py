"""The practical kit: blank forms, samples and cards for teachers and teaching assistants, as PDF and DOCX.

`reader` reads courses/content/kit/*.yaml and names every fault by file and line, `forms` says what a form consists of,
`pdf` and `docx` print it, `builder` keeps what was printed, `views` hands it out.
"""
