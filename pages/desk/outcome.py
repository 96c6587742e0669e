"""通报 Outcome: are new infections falling, and how many are still found in the community?"""

from pages.app.shell import desk
from pages.views.outcome.outcome import outcome

desk("outcome", outcome)
