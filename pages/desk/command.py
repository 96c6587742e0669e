"""指挥 Command: where does the city stand at this hour, what will not clear, and where is support needed?"""

from pages.app.shell import desk
from pages.views.command.command import command

desk("command", command, fit="screen")
