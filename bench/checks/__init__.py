"""The measurements: each module answers one question with a list of bounded ratios."""
