-- One row per second figure, line, area and slot of the day so far: what is reported as done, and how much of it the
-- second figure confirms.
select
    b.source,
    b.line,
    b.area_code,
    b.as_of,
    b.reported,
    b.confirmed
from mart.beside as b
inner join ref.lines as l on b.line = l.id
inner join ref.areas as a on b.area_code = a.code
where b.ops_day = $ops_day::date and b.as_of <= $moment::timestamp
order by l.sort, b.source, b.as_of, a.sort
