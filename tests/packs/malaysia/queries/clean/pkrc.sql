-- One row per state and day: positives in quarantine and treatment centres at its end.
select
    ops_day,
    area_code,
    pkrc_covid as people
from known.pkrc
