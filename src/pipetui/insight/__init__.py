"""What the book's figures mean: pure numbers over plain rows, without a clock, a book or a screen."""
