"""指挥 Command: where does the city stand at this hour, what will not clear, and where is support needed?"""

from pages.parts.command import command
from pages.shell import desk

desk("command", lambda s: command(s.day, s.freshness, s.lang, s.theme, s.line, s.area), fit="screen")
