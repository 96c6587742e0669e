-- One row per site and slot. Free counts what is open only: planned or handed-over beds are not beds.
select
    c.*,
    c.open_units - c.blocked_units as usable_units,
    c.open_units - c.occupied_units - c.reserved_units - c.blocked_units as free_units,
    case
        when c.site_type in ('HOSP_DESIG', 'HOSP_SUB') then 'HOSPITAL'
        when c.site_type in ('FANGCANG_CITY', 'FANGCANG_DIST') then 'FANGCANG'
        else c.site_type
    end as family
from in_force.capacity as c
