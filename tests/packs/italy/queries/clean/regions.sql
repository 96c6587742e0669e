-- One row per region and day, as published at 18:00.
select
    ops_day,
    area_code,
    home_isolation,
    in_intensive_care
from known.regions
