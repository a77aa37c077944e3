"""The reads of the book: plain statements, standard library only. Each feature has its module."""
