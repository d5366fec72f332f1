"""The speed of NetROI as ratios: each compares two things measured side by side, so that the machine cancels out."""
