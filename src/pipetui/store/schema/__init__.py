"""What a book is: its tables as SQLModel defines them, how one is made, how an older one is brought over."""
