"""Compare how NetROI expands calendars with recurring-ical-events, over generated calendars."""
