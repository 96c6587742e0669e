-- One row per area, line of work and slot, as it stands there.
select
    t.*,
    t.area as district_code
from in_force.rechecks as t
