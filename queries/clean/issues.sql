-- One row per subdistrict, type, source, level, priority and slot, as it stands there.
select i.*
from standing.issues as i
