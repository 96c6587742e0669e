-- One row per line, city or district, and slot: its ledger, its pace, and the pace that its deadline needs.
select * from mart.pace
where level in ('city', 'district')
