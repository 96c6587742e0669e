-- One row per second figure, line, area and slot: what is reported as done, and what it confirms.
select 'beds' as source, 'transfer' as line, v.ops_day, v.as_of, v.area_code, v.reported, v.confirmed
from beside.beds as v
union all
select 'tubes' as source, 'stage_sample' as line, v.ops_day, v.as_of, v.area_code, v.reported, v.confirmed
from beside.tubes as v
union all
select 'stock' as source, 'supply_t2' as line, v.ops_day, v.as_of, v.area_code, v.reported, v.confirmed
from beside.stock as v
union all
select 'points' as source, 'supply_t2' as line, v.ops_day, v.as_of, v.area_code, v.reported, v.confirmed
from beside.points as v
