"""The widths that pages share, in pixels."""

from typing import Final

# Of a line that is easy to read, and of what stands below it: a row of fields, a chart of few marks.
TEXT_WIDTH: Final = 680
# Of the whole page, as the style sheet limits it.
PAGE_WIDTH: Final = 1120
