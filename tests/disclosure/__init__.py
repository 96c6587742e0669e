"""An attacker who has everything that leaves the server in one day and wants the small counts of people back.

`python -m tests.disclosure` runs it at length and writes docs/disclosure.md; tests/disclosure/test_disclosure.py is its
bounded form.
"""
