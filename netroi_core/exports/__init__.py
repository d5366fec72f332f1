"""Taking everything out, and back in: a workspace as tables for spreadsheets and data tools, without loss."""
