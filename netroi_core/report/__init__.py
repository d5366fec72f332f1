"""The report of a window of quarters: its content as data, and that as a PDF or as one HTML file."""
