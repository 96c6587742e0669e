-- One row per line, area (city, district, subdistrict) and slot: its ledger, summed where it has parts.
select * from mart.summed
union all by name
select * from mart.leaf
