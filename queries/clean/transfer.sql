-- One row per subdistrict, person class and slot, by place of waiting, as it stands there.
select t.*
from standing.transfer as t
