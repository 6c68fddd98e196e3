"""Reports made of acts, and written as pages, text files, printed sheets and a feed."""
