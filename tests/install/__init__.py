"""The program as it is installed: on every Python, from the wheel, with the newest and the pinned dependencies."""
