-- One row per line and district in which several subdistricts report the very same course of the day so far: how many
-- of them, in how many different steps, and what each has done. What is weighed is sent out by plan, and rounded on the
-- way; steps of ten are soon alike, and do not count.
with step as (
    select
        f.line,
        f.district_code,
        f.area_code,
        f.as_of,
        f.done,
        f.done - lag(f.done, 1, 0) over (partition by f.line, f.area_code order by f.as_of) as step
    from mart.leaf as f
    inner join ref.lines as l on f.line = l.id
    where f.ops_day = $ops_day::date and f.as_of <= $moment::timestamp and f.told_at = f.as_of and l.unit <> 't'
),

told as (
    select
        line,
        district_code,
        area_code,
        list(done order by as_of) as course,
        count(distinct step) filter (where step % 10 <> 0) as steps,
        max(done) as done,
        max(as_of) as as_of
    from step
    group by line, district_code, area_code
)

select
    t.line,
    t.district_code as area_code,
    max(t.as_of) as as_of,
    count(*) as places,
    max(t.steps) as steps,
    max(t.done) as done
from told as t
inner join ref.lines as l on t.line = l.id
inner join ref.areas as a on t.district_code = a.code
where t.steps >= $steps::integer and t.done >= $least::integer
group by t.line, t.district_code, t.course, l.sort, a.sort
having count(*) > 1
order by l.sort, a.sort
