"""Lists of codes that people send in, as text, CSV or XLSX, and the reports they take home."""
