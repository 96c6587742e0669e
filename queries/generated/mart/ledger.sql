-- One row per line, leaf area and slot, as it stands there; told_at is the slot that told it.
select l.id as line, v.ops_day, v.as_of, v.district_code, v.area_code, v.carry_in, v.new_due, v.done, v.cancelled, v.open, v.oldest_h, v.deadline_at, v.received_at, v.told_at
from line.screening as v
inner join ref.lines as l on l.sql = 'screening' and l.item = coalesce(v.item, '')
union all
select l.id as line, v.ops_day, v.as_of, v.district_code, v.area_code, v.carry_in, v.new_due, v.done, v.cancelled, v.open, v.oldest_h, v.deadline_at, v.received_at, v.told_at
from line.chase as v
inner join ref.lines as l on l.sql = 'chase' and l.item = coalesce(v.item, '')
union all
select l.id as line, v.ops_day, v.as_of, v.district_code, v.area_code, v.carry_in, v.new_due, v.done, v.cancelled, v.open, v.oldest_h, v.deadline_at, v.received_at, v.told_at
from line.transfer as v
inner join ref.lines as l on l.sql = 'transfer' and l.item = coalesce(v.item, '')
union all
select l.id as line, v.ops_day, v.as_of, v.district_code, v.area_code, v.carry_in, v.new_due, v.done, v.cancelled, v.open, v.oldest_h, v.deadline_at, v.received_at, v.told_at
from line.quarantine as v
inner join ref.lines as l on l.sql = 'quarantine' and l.item = coalesce(v.item, '')
union all
select l.id as line, v.ops_day, v.as_of, v.district_code, v.area_code, v.carry_in, v.new_due, v.done, v.cancelled, v.open, v.oldest_h, v.deadline_at, v.received_at, v.told_at
from line.capacity as v
inner join ref.lines as l on l.sql = 'capacity' and l.item = coalesce(v.item, '')
union all
select l.id as line, v.ops_day, v.as_of, v.district_code, v.area_code, v.carry_in, v.new_due, v.done, v.cancelled, v.open, v.oldest_h, v.deadline_at, v.received_at, v.told_at
from line.supply_door as v
inner join ref.lines as l on l.sql = 'supply_door' and l.item = coalesce(v.item, '')
union all
select l.id as line, v.ops_day, v.as_of, v.district_code, v.area_code, v.carry_in, v.new_due, v.done, v.cancelled, v.open, v.oldest_h, v.deadline_at, v.received_at, v.told_at
from line.issues as v
inner join ref.lines as l on l.sql = 'issues' and l.item = coalesce(v.item, '')
union all
select l.id as line, v.ops_day, v.as_of, v.district_code, v.area_code, v.carry_in, v.new_due, v.done, v.cancelled, v.open, v.oldest_h, v.deadline_at, v.received_at, v.told_at
from line.tasks as v
inner join ref.lines as l on l.sql = 'tasks' and l.item = coalesce(v.item, '')
union all
select l.id as line, v.ops_day, v.as_of, v.district_code, v.area_code, v.carry_in, v.new_due, v.done, v.cancelled, v.open, v.oldest_h, v.deadline_at, v.received_at, v.told_at
from line.medical_p1 as v
inner join ref.lines as l on l.sql = 'medical_p1' and l.item = coalesce(v.item, '')
union all
select l.id as line, v.ops_day, v.as_of, v.district_code, v.area_code, v.carry_in, v.new_due, v.done, v.cancelled, v.open, v.oldest_h, v.deadline_at, v.received_at, v.told_at
from line.screening_family as v
inner join ref.lines as l on l.sql = 'screening_family' and l.item = coalesce(v.item, '')
union all
select l.id as line, v.ops_day, v.as_of, v.district_code, v.area_code, v.carry_in, v.new_due, v.done, v.cancelled, v.open, v.oldest_h, v.deadline_at, v.received_at, v.told_at
from line.stage as v
inner join ref.lines as l on l.sql = 'stage' and l.item = coalesce(v.item, '')
union all
select l.id as line, v.ops_day, v.as_of, v.district_code, v.area_code, v.carry_in, v.new_due, v.done, v.cancelled, v.open, v.oldest_h, v.deadline_at, v.received_at, v.told_at
from line.homevisit as v
inner join ref.lines as l on l.sql = 'homevisit' and l.item = coalesce(v.item, '')
union all
select l.id as line, v.ops_day, v.as_of, v.district_code, v.area_code, v.carry_in, v.new_due, v.done, v.cancelled, v.open, v.oldest_h, v.deadline_at, v.received_at, v.told_at
from line.treatment as v
inner join ref.lines as l on l.sql = 'treatment' and l.item = coalesce(v.item, '')
union all
select l.id as line, v.ops_day, v.as_of, v.district_code, v.area_code, v.carry_in, v.new_due, v.done, v.cancelled, v.open, v.oldest_h, v.deadline_at, v.received_at, v.told_at
from line.supply_tier as v
inner join ref.lines as l on l.sql = 'supply_tier' and l.item = coalesce(v.item, '')
union all
select l.id as line, v.ops_day, v.as_of, v.district_code, v.area_code, v.carry_in, v.new_due, v.done, v.cancelled, v.open, v.oldest_h, v.deadline_at, v.received_at, v.told_at
from line.supply_channel as v
inner join ref.lines as l on l.sql = 'supply_channel' and l.item = coalesce(v.item, '')
union all
select l.id as line, v.ops_day, v.as_of, v.district_code, v.area_code, v.carry_in, v.new_due, v.done, v.cancelled, v.open, v.oldest_h, v.deadline_at, v.received_at, v.told_at
from line.issues_priority as v
inner join ref.lines as l on l.sql = 'issues_priority' and l.item = coalesce(v.item, '')
union all
select l.id as line, v.ops_day, v.as_of, v.district_code, v.area_code, v.carry_in, v.new_due, v.done, v.cancelled, v.open, v.oldest_h, v.deadline_at, v.received_at, v.told_at
from line.issues_level as v
inner join ref.lines as l on l.sql = 'issues_level' and l.item = coalesce(v.item, '')
union all
select l.id as line, v.ops_day, v.as_of, v.district_code, v.area_code, v.carry_in, v.new_due, v.done, v.cancelled, v.open, v.oldest_h, v.deadline_at, v.received_at, v.told_at
from line.issues_type as v
inner join ref.lines as l on l.sql = 'issues_type' and l.item = coalesce(v.item, '')
