-- One row per feed, place and slot at which it spoke; control totals beside their parts do not count.
select
    'screening' as feed, ops_day, as_of, district_code as district_code, area_code as place, max(received_at) as received_at
from in_force.screening
where told_at = as_of
group by all
union all
select
    'transfer' as feed, ops_day, as_of, district_code as district_code, area_code as place, max(received_at) as received_at
from in_force.transfer
where told_at = as_of
group by all
union all
select
    'capacity' as feed, ops_day, as_of, district_code as district_code, concat_ws(' ', site_id) as place, max(received_at) as received_at
from in_force.capacity
where told_at = as_of
group by all
union all
select
    'supply' as feed, ops_day, as_of, district_code as district_code, area_code as place, max(received_at) as received_at
from in_force.supply
where told_at = as_of
group by all
union all
select
    'tasks' as feed, ops_day, as_of, district_code as district_code, area_code as place, max(received_at) as received_at
from in_force.tasks
where told_at = as_of
group by all
union all
select
    'issues' as feed, ops_day, as_of, district_code as district_code, area_code as place, max(received_at) as received_at
from in_force.issues
where told_at = as_of
group by all
union all
select
    'support' as feed, ops_day, as_of, district_code as district_code, concat_ws(' ', team_id) as place, max(received_at) as received_at
from in_force.support
where told_at = as_of
group by all
union all
select
    'bulletin' as feed, ops_day, as_of, district_code as district_code, area_code as place, max(received_at) as received_at
from in_force.bulletin
where told_at = as_of
group by all
