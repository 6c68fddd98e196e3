"""How long pages and questions take over a large organisation that is made for it."""
