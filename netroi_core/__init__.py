"""NetROI's core: what networking cost, what it led to, and what that says. No user interface in here."""
