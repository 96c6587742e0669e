-- One row per subdistrict, person class and slot, by place of waiting; a control total only where it stands alone.
select t.*
from known.transfer as t
qualify
    case
        when t.area_code = (select o.city_code from ref.operation as o)
            then count(*) over (partition by t.ops_day, t.as_of, t.person_class) = 1
        when t.area_code = t.district_code
            then count(*) over (partition by t.ops_day, t.as_of, t.person_class, t.district_code) = 1
        else true
    end
