-- One row per subdistrict, task type and slot; a control total only where it stands alone.
select t.*
from known.tasks as t
qualify
    case
        when t.area_code = (select o.city_code from ref.operation as o)
            then count(*) over (partition by t.ops_day, t.as_of, t.task_type) = 1
        when t.area_code = t.district_code
            then count(*) over (partition by t.ops_day, t.as_of, t.task_type, t.district_code) = 1
        else true
    end
