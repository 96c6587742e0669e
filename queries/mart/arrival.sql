-- One row per feed, operating day, district and slot: when its first file came, when its last, and in how many files.
select
    feed,
    ops_day,
    as_of,
    district_code,
    first_at,
    last_at,
    loads
from meta.arrived
