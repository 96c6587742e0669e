-- One row per line, city or district, and slot: what is owed, done and open there, and its deadline.
select * from mart.clearance
where level in ('city', 'district')
