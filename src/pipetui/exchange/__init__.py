"""Reading and writing other systems' files."""
