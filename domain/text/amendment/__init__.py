"""What somebody asks to be changed in a text."""
