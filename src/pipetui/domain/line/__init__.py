"""The quick line: one line of typing becomes a deal or a touch."""
