-- One row per subdistrict, type, source, level, priority and slot; a control total only where it stands alone.
select i.*
from known.issues as i
qualify
    case
        when i.area_code = (select o.city_code from ref.operation as o)
            then count(*) over (
                partition by i.ops_day, i.as_of, i.issue_type, i.source, i.level, i.priority
            ) = 1
        when i.area_code = i.district_code
            then count(*) over (
                partition by i.ops_day, i.as_of, i.issue_type, i.source, i.level, i.priority, i.district_code
            ) = 1
        else true
    end
