-- One row per subdistrict, person class and slot, by place of waiting, as it stands there.
select t.*
from in_force.transfer as t
