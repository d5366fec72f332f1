"""The calibration of the verdict: its odds against simulated careers whose truth is known."""
