-- One row per gauge, area and slot.
select l.id as gauge, v.ops_day, v.as_of, v.level, v.area_code, v.value, v.numer, v.denom
from gauge.pool_factor as v
inner join ref.gauges as l on l.sql = 'pool_factor' and l.item = coalesce(v.item, '')
union all
select l.id as gauge, v.ops_day, v.as_of, v.level, v.area_code, v.value, v.numer, v.denom
from gauge.stage_hours as v
inner join ref.gauges as l on l.sql = 'stage_hours' and l.item = coalesce(v.item, '')
union all
select l.id as gauge, v.ops_day, v.as_of, v.level, v.area_code, v.value, v.numer, v.denom
from gauge.stage_turnaround as v
inner join ref.gauges as l on l.sql = 'stage_turnaround' and l.item = coalesce(v.item, '')
union all
select l.id as gauge, v.ops_day, v.as_of, v.level, v.area_code, v.value, v.numer, v.denom
from gauge.tubes_unaccounted as v
inner join ref.gauges as l on l.sql = 'tubes_unaccounted' and l.item = coalesce(v.item, '')
union all
select l.id as gauge, v.ops_day, v.as_of, v.level, v.area_code, v.value, v.numer, v.denom
from gauge.abnormal_rate as v
inner join ref.gauges as l on l.sql = 'abnormal_rate' and l.item = coalesce(v.item, '')
union all
select l.id as gauge, v.ops_day, v.as_of, v.level, v.area_code, v.value, v.numer, v.denom
from gauge.chase_oldest as v
inner join ref.gauges as l on l.sql = 'chase_oldest' and l.item = coalesce(v.item, '')
union all
select l.id as gauge, v.ops_day, v.as_of, v.level, v.area_code, v.value, v.numer, v.denom
from gauge.chase_found as v
inner join ref.gauges as l on l.sql = 'chase_found' and l.item = coalesce(v.item, '')
union all
select l.id as gauge, v.ops_day, v.as_of, v.level, v.area_code, v.value, v.numer, v.denom
from gauge.point_load as v
inner join ref.gauges as l on l.sql = 'point_load' and l.item = coalesce(v.item, '')
union all
select l.id as gauge, v.ops_day, v.as_of, v.level, v.area_code, v.value, v.numer, v.denom
from gauge.community_share as v
inner join ref.gauges as l on l.sql = 'community_share' and l.item = coalesce(v.item, '')
union all
select l.id as gauge, v.ops_day, v.as_of, v.level, v.area_code, v.value, v.numer, v.denom
from gauge.new_infected as v
inner join ref.gauges as l on l.sql = 'new_infected' and l.item = coalesce(v.item, '')
union all
select l.id as gauge, v.ops_day, v.as_of, v.level, v.area_code, v.value, v.numer, v.denom
from gauge.bulletin_outcome as v
inner join ref.gauges as l on l.sql = 'bulletin_outcome' and l.item = coalesce(v.item, '')
union all
select l.id as gauge, v.ops_day, v.as_of, v.level, v.area_code, v.value, v.numer, v.denom
from gauge.transfer_parts as v
inner join ref.gauges as l on l.sql = 'transfer_parts' and l.item = coalesce(v.item, '')
union all
select l.id as gauge, v.ops_day, v.as_of, v.level, v.area_code, v.value, v.numer, v.denom
from gauge.wait_profile as v
inner join ref.gauges as l on l.sql = 'wait_profile' and l.item = coalesce(v.item, '')
union all
select l.id as gauge, v.ops_day, v.as_of, v.level, v.area_code, v.value, v.numer, v.denom
from gauge.transfer_same_day as v
inner join ref.gauges as l on l.sql = 'transfer_same_day' and l.item = coalesce(v.item, '')
union all
select l.id as gauge, v.ops_day, v.as_of, v.level, v.area_code, v.value, v.numer, v.denom
from gauge.vehicles as v
inner join ref.gauges as l on l.sql = 'vehicles' and l.item = coalesce(v.item, '')
union all
select l.id as gauge, v.ops_day, v.as_of, v.level, v.area_code, v.value, v.numer, v.denom
from gauge.occupancy as v
inner join ref.gauges as l on l.sql = 'occupancy' and l.item = coalesce(v.item, '')
union all
select l.id as gauge, v.ops_day, v.as_of, v.level, v.area_code, v.value, v.numer, v.denom
from gauge.usable_free as v
inner join ref.gauges as l on l.sql = 'usable_free' and l.item = coalesce(v.item, '')
union all
select l.id as gauge, v.ops_day, v.as_of, v.level, v.area_code, v.value, v.numer, v.denom
from gauge.rooms_per_10000 as v
inner join ref.gauges as l on l.sql = 'rooms_per_10000' and l.item = coalesce(v.item, '')
union all
select l.id as gauge, v.ops_day, v.as_of, v.level, v.area_code, v.value, v.numer, v.denom
from gauge.mismatch as v
inner join ref.gauges as l on l.sql = 'mismatch' and l.item = coalesce(v.item, '')
union all
select l.id as gauge, v.ops_day, v.as_of, v.level, v.area_code, v.value, v.numer, v.denom
from gauge.runway as v
inner join ref.gauges as l on l.sql = 'runway' and l.item = coalesce(v.item, '')
union all
select l.id as gauge, v.ops_day, v.as_of, v.level, v.area_code, v.value, v.numer, v.denom
from gauge.pipeline as v
inner join ref.gauges as l on l.sql = 'pipeline' and l.item = coalesce(v.item, '')
union all
select l.id as gauge, v.ops_day, v.as_of, v.level, v.area_code, v.value, v.numer, v.denom
from gauge.blocked_share as v
inner join ref.gauges as l on l.sql = 'blocked_share' and l.item = coalesce(v.item, '')
union all
select l.id as gauge, v.ops_day, v.as_of, v.level, v.area_code, v.value, v.numer, v.denom
from gauge.team as v
inner join ref.gauges as l on l.sql = 'team' and l.item = coalesce(v.item, '')
union all
select l.id as gauge, v.ops_day, v.as_of, v.level, v.area_code, v.value, v.numer, v.denom
from gauge.cover as v
inner join ref.gauges as l on l.sql = 'cover' and l.item = coalesce(v.item, '')
union all
select l.id as gauge, v.ops_day, v.as_of, v.level, v.area_code, v.value, v.numer, v.denom
from gauge.cover_city as v
inner join ref.gauges as l on l.sql = 'cover_city' and l.item = coalesce(v.item, '')
union all
select l.id as gauge, v.ops_day, v.as_of, v.level, v.area_code, v.value, v.numer, v.denom
from gauge.balance as v
inner join ref.gauges as l on l.sql = 'balance' and l.item = coalesce(v.item, '')
union all
select l.id as gauge, v.ops_day, v.as_of, v.level, v.area_code, v.value, v.numer, v.denom
from gauge.supply_queue as v
inner join ref.gauges as l on l.sql = 'supply_queue' and l.item = coalesce(v.item, '')
union all
select l.id as gauge, v.ops_day, v.as_of, v.level, v.area_code, v.value, v.numer, v.denom
from gauge.inbound_ratio as v
inner join ref.gauges as l on l.sql = 'inbound_ratio' and l.item = coalesce(v.item, '')
union all
select l.id as gauge, v.ops_day, v.as_of, v.level, v.area_code, v.value, v.numer, v.denom
from gauge.vehicles_held as v
inner join ref.gauges as l on l.sql = 'vehicles_held' and l.item = coalesce(v.item, '')
union all
select l.id as gauge, v.ops_day, v.as_of, v.level, v.area_code, v.value, v.numer, v.denom
from gauge.channel_inbound as v
inner join ref.gauges as l on l.sql = 'channel_inbound' and l.item = coalesce(v.item, '')
union all
select l.id as gauge, v.ops_day, v.as_of, v.level, v.area_code, v.value, v.numer, v.denom
from gauge.quality as v
inner join ref.gauges as l on l.sql = 'quality' and l.item = coalesce(v.item, '')
union all
select l.id as gauge, v.ops_day, v.as_of, v.level, v.area_code, v.value, v.numer, v.denom
from gauge.nonresident_gap as v
inner join ref.gauges as l on l.sql = 'nonresident_gap' and l.item = coalesce(v.item, '')
union all
select l.id as gauge, v.ops_day, v.as_of, v.level, v.area_code, v.value, v.numer, v.denom
from gauge.on_time as v
inner join ref.gauges as l on l.sql = 'on_time' and l.item = coalesce(v.item, '')
union all
select l.id as gauge, v.ops_day, v.as_of, v.level, v.area_code, v.value, v.numer, v.denom
from gauge.quality_pass as v
inner join ref.gauges as l on l.sql = 'quality_pass' and l.item = coalesce(v.item, '')
union all
select l.id as gauge, v.ops_day, v.as_of, v.level, v.area_code, v.value, v.numer, v.denom
from gauge.quality_pass_low as v
inner join ref.gauges as l on l.sql = 'quality_pass_low' and l.item = coalesce(v.item, '')
union all
select l.id as gauge, v.ops_day, v.as_of, v.level, v.area_code, v.value, v.numer, v.denom
from gauge.checked_share as v
inner join ref.gauges as l on l.sql = 'checked_share' and l.item = coalesce(v.item, '')
union all
select l.id as gauge, v.ops_day, v.as_of, v.level, v.area_code, v.value, v.numer, v.denom
from gauge.duty_load as v
inner join ref.gauges as l on l.sql = 'duty_load' and l.item = coalesce(v.item, '')
union all
select l.id as gauge, v.ops_day, v.as_of, v.level, v.area_code, v.value, v.numer, v.denom
from gauge.duty_workers as v
inner join ref.gauges as l on l.sql = 'duty_workers' and l.item = coalesce(v.item, '')
union all
select l.id as gauge, v.ops_day, v.as_of, v.level, v.area_code, v.value, v.numer, v.denom
from gauge.workers as v
inner join ref.gauges as l on l.sql = 'workers' and l.item = coalesce(v.item, '')
union all
select l.id as gauge, v.ops_day, v.as_of, v.level, v.area_code, v.value, v.numer, v.denom
from gauge.support as v
inner join ref.gauges as l on l.sql = 'support' and l.item = coalesce(v.item, '')
union all
select l.id as gauge, v.ops_day, v.as_of, v.level, v.area_code, v.value, v.numer, v.denom
from gauge.staff_control as v
inner join ref.gauges as l on l.sql = 'staff_control' and l.item = coalesce(v.item, '')
union all
select l.id as gauge, v.ops_day, v.as_of, v.level, v.area_code, v.value, v.numer, v.denom
from gauge.issues_same_day as v
inner join ref.gauges as l on l.sql = 'issues_same_day' and l.item = coalesce(v.item, '')
union all
select l.id as gauge, v.ops_day, v.as_of, v.level, v.area_code, v.value, v.numer, v.denom
from gauge.issue_age as v
inner join ref.gauges as l on l.sql = 'issue_age' and l.item = coalesce(v.item, '')
union all
select l.id as gauge, v.ops_day, v.as_of, v.level, v.area_code, v.value, v.numer, v.denom
from gauge.issues_escalated as v
inner join ref.gauges as l on l.sql = 'issues_escalated' and l.item = coalesce(v.item, '')
