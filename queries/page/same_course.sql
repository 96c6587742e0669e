-- One row per line and district in which several subdistricts report the very same course of the day so far: how many
-- of them, from which report on, and what each has done.
with told as (
    select
        f.line,
        f.district_code,
        f.area_code,
        list(f.done order by f.as_of) as course,
        len(list_distinct(list(f.done))) as figures,
        count(*) filter (where f.done % 10 <> 0) as odd,
        max(f.done) as done,
        max(f.as_of) as as_of
    from mart.leaf as f
    where f.ops_day = $ops_day::date and f.as_of <= $moment::timestamp and f.told_at = f.as_of
    group by f.line, f.district_code, f.area_code
)

select
    t.line,
    t.district_code as area_code,
    max(t.as_of) as as_of,
    count(*) as places,
    max(t.figures) as figures,
    max(t.done) as done
from told as t
inner join ref.lines as l on t.line = l.id
inner join ref.areas as a on t.district_code = a.code
-- what is weighed is sent out by plan, and rounded on the way; what is counted in tens is soon alike
where t.odd > 0 and t.figures >= $figures::integer and t.done >= $least::integer and l.unit <> 't'
group by t.line, t.district_code, t.course, l.sort, a.sort
having count(*) > 1
order by l.sort, a.sort
