"""What all tests share: how thoroughly properties are tried."""

from hypothesis import HealthCheck, settings

# The same examples on every machine; `--hypothesis-profile=thorough` draws new ones, and many more.
settings.register_profile(
    "usual", deadline=None, derandomize=True, max_examples=40, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("thorough", deadline=None, max_examples=500, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("usual")
