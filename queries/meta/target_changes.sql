-- One row per target ever changed, as it was entered, newest first; area and zone are null where it is the whole's.
from meta.targets
union all by name
from meta.targets_local
order by seq desc, metric asc, item asc, area asc nulls first, zone asc
