"""A calendar file or folder that is kept up to date, and read back: what is ticked or moved there is so here."""
