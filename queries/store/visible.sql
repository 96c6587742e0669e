-- One row where there is such a load: whether it is visible now.
select coalesce(bool_or(s.seen_to is null), false) as visible
from meta.loads as l
left join meta.spans as s on l.load_id = s.load_id
where l.load_id = $load_id
group by l.load_id
