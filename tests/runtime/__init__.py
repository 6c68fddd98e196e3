"""Rules of the embedded servers, proved on the real ones."""
