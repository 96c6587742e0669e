-- One row per line that speaks for itself, district, day from $first_day to $ops_day and whole report: what was done.
select
    line,
    area_code,
    ops_day,
    as_of,
    done
from mart.course
where ops_day between $first_day::date and $ops_day::date
order by line, area_code, as_of
