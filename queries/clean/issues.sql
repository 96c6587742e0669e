-- One row per subdistrict, type, source, level, priority and slot, as it stands there.
select i.*
from in_force.issues as i
