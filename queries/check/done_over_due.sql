-- One row per line, leaf area and slot told there at which more is done than was due. Rounds are left out: second swabs
-- and visitors make more than all of a target.
select
    'look' as severity,
    line as subject,
    ops_day,
    as_of,
    area_code,
    done as told,
    carry_in + new_due - cancelled as ought
from mart.ledger
where ops_day = $ops_day::date and told_at = as_of and deadline_at is null and done > carry_in + new_due - cancelled
order by subject, as_of, area_code
