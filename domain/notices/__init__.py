"""How members are reached, and how that is proved: contacts, notices and their service."""
