"""What can leave the book: one module a format, `formats` the table of them."""


def names() -> list[str]:
    """What the formats are called where one is typed."""
    from pipetui.exchange.writers.formats import BY_NAME

    return list(BY_NAME)
