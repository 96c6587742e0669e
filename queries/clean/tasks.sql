-- One row per subdistrict, task type and slot, as it stands there.
select t.*
from in_force.tasks as t
