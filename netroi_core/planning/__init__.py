"""The next quarter: forecasts of a mix of hours and money, the best mix, cautions and goals.

Imports verdict and everything below it.
"""
