"""Whether the verdict's odds come true, over simulated careers whose truth is known."""
