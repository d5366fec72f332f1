"""What is measured: each module one question, answered by a list of ratios with their bounds."""
