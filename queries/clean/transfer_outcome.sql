-- One row per area and slot: the day's outcome so far, new_positive net of conversions. Told on control totals only.
select
    t.ops_day,
    t.as_of,
    t.district_code,
    t.area_code,
    t.new_confirmed_today,
    t.new_asym_today,
    t.converted_today,
    t.community_found_today as community_found,
    t.new_confirmed_today + t.new_asym_today - coalesce(t.converted_today, 0) as new_positive,
    t.received_at,
    t.load_id,
    t.row_no
from known.transfer as t
where t.person_class = 'POS' and t.new_confirmed_today is not null
-- the city's total only checks the districts' where they are told
qualify
    t.area_code <> (select o.city_code from ref.operation as o)
    or count(*) over (partition by t.ops_day, t.as_of) = 1
