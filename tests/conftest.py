"""What holds for all tests."""

from hypothesis import settings

# No test may fail because the machine is busy: hypothesis gives each example 200 ms unless told otherwise.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
