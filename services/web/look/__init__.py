"""How a page looks and speaks: words, drawings and templates. It decides nothing and reads nothing.

Start at `frame.Frame` (what stands around a page), `parts` (what stands on it) and
`environment.environment` (the templates). `docs/pages.md` shows how a page is built of them.
"""
