-- One row per area of one level and day from $first_day to $ops_day: one line or gauge at the newest report by that
-- day's hour ($by after its midnight). No area named: all of them.
select
    f.area_code as district_code,
    f.area_code,
    f.ops_day,
    f.as_of,
    f.value
from mart.figure_day as f
inner join ref.areas as a on f.area_code = a.code
where
    f.figure = $figure and f.level = $level
    and f.ops_day between $first_day::date and $ops_day::date
    and f.as_of <= f.ops_day + to_minutes($by::integer)
    and (len($areas::varchar[]) = 0 or list_contains($areas::varchar[], f.area_code))
qualify row_number() over (partition by f.area_code, f.ops_day order by f.as_of desc) = 1
order by a.sort, f.ops_day
