-- One row per feed, column, day and code that stands there; vocab is '' where the code is an area.
select 'screening' as feed, c.figure, c.vocab, c.code, ops_day, count(*) as rows
from (select ops_day, unnest([{'figure': 'round_id', 'vocab': 'round', 'code': round_id}, {'figure': 'district_code', 'vocab': '', 'code': district_code}, {'figure': 'method', 'vocab': 'method', 'code': method}, {'figure': 'area_code', 'vocab': '', 'code': area_code}]) as c from known.screening)
where c.code is not null
group by all
union all
select 'transfer' as feed, c.figure, c.vocab, c.code, ops_day, count(*) as rows
from (select ops_day, unnest([{'figure': 'district_code', 'vocab': '', 'code': district_code}, {'figure': 'person_class', 'vocab': 'person_class', 'code': person_class}, {'figure': 'area_code', 'vocab': '', 'code': area_code}]) as c from known.transfer)
where c.code is not null
group by all
union all
select 'capacity' as feed, c.figure, c.vocab, c.code, ops_day, count(*) as rows
from (select ops_day, unnest([{'figure': 'district_code', 'vocab': '', 'code': district_code}, {'figure': 'site_type', 'vocab': 'site_type', 'code': site_type}, {'figure': 'scope', 'vocab': 'scope', 'code': scope}, {'figure': 'unit', 'vocab': 'bed_unit', 'code': unit}, {'figure': 'area_code', 'vocab': '', 'code': area_code}]) as c from known.capacity)
where c.code is not null
group by all
union all
select 'supply' as feed, c.figure, c.vocab, c.code, ops_day, count(*) as rows
from (select ops_day, unnest([{'figure': 'district_code', 'vocab': '', 'code': district_code}, {'figure': 'tier', 'vocab': 'tier', 'code': tier}, {'figure': 'category', 'vocab': 'category', 'code': category}, {'figure': 'channel', 'vocab': 'channel', 'code': channel}, {'figure': 'unit', 'vocab': 'supply_unit', 'code': unit}, {'figure': 'area_code', 'vocab': '', 'code': area_code}]) as c from known.supply)
where c.code is not null
group by all
union all
select 'tasks' as feed, c.figure, c.vocab, c.code, ops_day, count(*) as rows
from (select ops_day, unnest([{'figure': 'district_code', 'vocab': '', 'code': district_code}, {'figure': 'task_type', 'vocab': 'task_type', 'code': task_type}, {'figure': 'area_code', 'vocab': '', 'code': area_code}]) as c from known.tasks)
where c.code is not null
group by all
union all
select 'issues' as feed, c.figure, c.vocab, c.code, ops_day, count(*) as rows
from (select ops_day, unnest([{'figure': 'district_code', 'vocab': '', 'code': district_code}, {'figure': 'issue_type', 'vocab': 'issue_type', 'code': issue_type}, {'figure': 'source', 'vocab': 'issue_source', 'code': source}, {'figure': 'level', 'vocab': 'issue_level', 'code': level}, {'figure': 'priority', 'vocab': 'priority', 'code': priority}, {'figure': 'area_code', 'vocab': '', 'code': area_code}]) as c from known.issues)
where c.code is not null
group by all
union all
select 'support' as feed, c.figure, c.vocab, c.code, ops_day, count(*) as rows
from (select ops_day, unnest([{'figure': 'origin', 'vocab': 'origin', 'code': origin}, {'figure': 'mission', 'vocab': 'mission', 'code': mission}, {'figure': 'district_code', 'vocab': '', 'code': district_code}, {'figure': 'area_code', 'vocab': '', 'code': area_code}]) as c from known.support)
where c.code is not null
group by all
union all
select 'bulletin' as feed, c.figure, c.vocab, c.code, ops_day, count(*) as rows
from (select ops_day, unnest([{'figure': 'district_code', 'vocab': '', 'code': district_code}, {'figure': 'checked', 'vocab': 'bulletin_check', 'code': checked}, {'figure': 'area_code', 'vocab': '', 'code': area_code}]) as c from known.bulletin)
where c.code is not null
group by all
