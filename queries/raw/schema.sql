-- Generated from the declarations of the pack shanghai-2022; change those, not this file.

create schema if not exists ref;

create schema if not exists meta;

create schema if not exists raw;

create schema if not exists known;

-- One row: the operation.
create or replace table ref.operation (
    id VARCHAR,
    zh VARCHAR,
    en VARCHAR,
    city_code VARCHAR,
    timezone VARCHAR,
    slots INTEGER[],
    day_shown_from INTEGER,
    simulated BOOLEAN,
    classification_zh VARCHAR,
    classification_en VARCHAR,
    first_day DATE,
    last_day DATE,
    two_keys_targets BOOLEAN,
    meetings VARCHAR[],
    sort INTEGER
);

-- One row per area: city, districts, subdistricts.
create or replace table ref.areas (
    code VARCHAR,
    zh VARCHAR,
    en VARCHAR,
    short_zh VARCHAR,
    level VARCHAR,
    parent VARCHAR,
    population INTEGER,
    area_km2 DOUBLE,
    lon DOUBLE,
    lat DOUBLE,
    is_quasi BOOLEAN,
    aliases VARCHAR[],
    sort INTEGER
);

-- One row per allowed value of an enum.
create or replace table ref.vocab (
    vocab VARCHAR,
    code VARCHAR,
    zh VARCHAR,
    en VARCHAR,
    aliases VARCHAR[],
    unit VARCHAR,
    due_when_zh VARCHAR,
    due_when_en VARCHAR,
    limit_zh VARCHAR,
    limit_en VARCHAR,
    people BOOLEAN,
    sort INTEGER
);

-- One row per target declared and the date it holds from.
create or replace table ref.declared_targets (
    metric VARCHAR,
    item VARCHAR,
    scope VARCHAR,
    zh VARCHAR,
    en VARCHAR,
    unit VARCHAR,
    direction VARCHAR,
    target DOUBLE,
    amber DOUBLE,
    red DOUBLE,
    aggregation_zh VARCHAR,
    aggregation_en VARCHAR,
    formula_zh VARCHAR,
    formula_en VARCHAR,
    responsible_zh VARCHAR,
    responsible_en VARCHAR,
    source VARCHAR,
    valid_from DATE,
    edited_by_role VARCHAR,
    sort INTEGER
);

-- One row per screening round.
create or replace table ref.rounds (
    round_id VARCHAR,
    zh VARCHAR,
    en VARCHAR,
    starts_at TIMESTAMP,
    deadline_at TIMESTAMP,
    rule_zh VARCHAR,
    rule_en VARCHAR,
    methods VARCHAR[],
    supersedes VARCHAR,
    source VARCHAR,
    sort INTEGER
);

-- One row per line of work.
create or replace table ref.lines (
    id VARCHAR,
    zh VARCHAR,
    en VARCHAR,
    short_en VARCHAR,
    duty_zh VARCHAR,
    duty_en VARCHAR,
    feed VARCHAR,
    sql VARCHAR,
    item VARCHAR,
    worst_of VARCHAR[],
    unit VARCHAR,
    deadline VARCHAR,
    tier VARCHAR,
    metric VARCHAR,
    people BOOLEAN,
    systems VARCHAR[],
    page VARCHAR,
    sort INTEGER
);

-- One row per gauge.
create or replace table ref.gauges (
    id VARCHAR,
    zh VARCHAR,
    en VARCHAR,
    feed VARCHAR,
    sql VARCHAR,
    item VARCHAR,
    unit VARCHAR,
    metric VARCHAR,
    speeds VARCHAR,
    ready VARCHAR,
    lacks VARCHAR,
    admits VARCHAR,
    ahead BOOLEAN,
    higher_is_better BOOLEAN,
    tier VARCHAR,
    systems VARCHAR[],
    page VARCHAR,
    sort INTEGER
);

-- One row per feed.
create or replace table ref.feeds (
    id VARCHAR,
    zh VARCHAR,
    en VARCHAR,
    cadence_min INTEGER,
    grace_min INTEGER,
    snapshot BOOLEAN,
    sort INTEGER
);

-- One row per file loaded; load_id is its line in the ledger.
create table if not exists meta.loads (
    load_id INTEGER,
    feed VARCHAR,
    sha256 VARCHAR,
    file_name VARCHAR,
    sheet VARCHAR,
    sender VARCHAR,
    received_at TIMESTAMP,
    records INTEGER,
    accepted INTEGER,
    refused INTEGER,
    mode VARCHAR,
    new_rows INTEGER,
    restated_rows INTEGER,
    unchanged_rows INTEGER,
    withdrawn_rows INTEGER,
    renamed_rows INTEGER
);

-- One row per while a load is visible; seen_to is null while it is.
create table if not exists meta.spans (
    load_id INTEGER,
    seen_from TIMESTAMP,
    seen_to TIMESTAMP
);

-- One row per target changed; seq is its line in the ledger.
create table if not exists meta.targets (
    seq INTEGER,
    known_from TIMESTAMP,
    sender VARCHAR,
    reason VARCHAR,
    metric VARCHAR,
    item VARCHAR,
    valid_from DATE,
    target DOUBLE,
    amber DOUBLE,
    red DOUBLE,
    responsible_zh VARCHAR,
    responsible_en VARCHAR,
    source VARCHAR
);

-- One row: the ledger line this generation stands for.
create table if not exists meta.head (
    seq INTEGER,
    hash VARCHAR,
    fingerprint VARCHAR
);

-- One row per load, slot and district that it speaks of.
create table if not exists meta.told (
    load_id INTEGER,
    feed VARCHAR,
    ops_day DATE,
    as_of TIMESTAMP,
    district_code VARCHAR
);

-- One row per load that restated figures: cells raised, lowered, median change.
create table if not exists meta.moved (
    load_id INTEGER,
    raised INTEGER,
    lowered INTEGER,
    change DOUBLE
);

-- One row per doubt that was confirmed with a load.
create table if not exists meta.confirmed (
    load_id INTEGER,
    mark VARCHAR
);

-- One row per line of the ledger that needed a second person.
create table if not exists meta.waiting (
    seq INTEGER,
    kind VARCHAR,
    state VARCHAR
);

-- One row per target changed: of those known at known_at (unset: now), the ledger's last.
create or replace view ref.changed_targets as
select t.metric, t.item, t.valid_from, t.target, t.amber, t.red, t.responsible_zh, t.responsible_en, t.source
from meta.targets as t
where t.known_from <= coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp)
qualify row_number() over (
    partition by t.metric, t.item, t.valid_from
    order by t.seq desc
) = 1;

-- One row per target and the date it holds from, as known at known_at.
create or replace view ref.targets as
select b.*
from ref.declared_targets as b
where not exists (select 1 from ref.changed_targets as c where b.metric = c.metric and b.item = c.item and b.valid_from = c.valid_from)
union all by name
select b.* replace (c.valid_from as valid_from, c.target as target, c.amber as amber, c.red as red, c.responsible_zh as responsible_zh, c.responsible_en as responsible_en, c.source as source)
from ref.changed_targets as c
inner join (
    select *
    from ref.declared_targets
    qualify row_number() over (partition by metric, item order by valid_from) = 1
) as b on c.metric = b.metric and c.item = b.item;

-- One row per load received by known_at (unset: now), and whether it is seen then.
create or replace view meta.seen_loads as
select
    l.*,
    m.raised,
    m.lowered,
    m.change,
    exists (
        select 1
        from meta.spans as s
        where s.load_id = l.load_id and s.seen_from <= coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp) and (s.seen_to is null or s.seen_to > coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp))
    ) as visible
from meta.loads as l
left join meta.moved as m on l.load_id = m.load_id
where l.received_at <= coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp);

-- One row per feed, slot and district told of: when it was first told, as seen at known_at (unset: now).
create or replace view meta.arrived as
select
    t.feed,
    t.ops_day,
    t.as_of,
    t.district_code,
    min(l.received_at) as first_at,
    max(l.received_at) as last_at,
    count(*) as loads
from meta.told as t
inner join meta.seen_loads as l on t.load_id = l.load_id and l.visible
group by all;

-- One row per row received of screening: One row per round, subdistrict, method and report time.
create table if not exists raw.screening (
    report_date DATE,
    as_of TIMESTAMP,
    round_id VARCHAR,
    district_code VARCHAR,
    subdistrict VARCHAR,
    method VARCHAR,
    target_people BIGINT,
    exempt_people BIGINT,
    deferred_people BIGINT,
    sampled_people BIGINT,
    sampled_tubes BIGINT,
    delivered_tubes BIGINT,
    tested_tubes BIGINT,
    reported_tubes BIGINT,
    abnormal_tubes BIGINT,
    recheck_due_people BIGINT,
    rechecked_people BIGINT,
    recheck_positive_people BIGINT,
    recheck_oldest_h DECIMAL(18,3),
    home_due_people BIGINT,
    home_done_people BIGINT,
    points_open BIGINT,
    samplers_on_duty BIGINT,
    ops_day DATE,
    area_code VARCHAR,
    load_id INTEGER,
    row_no INTEGER,
    received_at TIMESTAMP,
    takes_back BOOLEAN
);

-- One row per row received of transfer: One row per subdistrict, person class and report time; counted where the person waits (RETURN: in the home district).
create table if not exists raw.transfer (
    report_date DATE,
    as_of TIMESTAMP,
    district_code VARCHAR,
    subdistrict VARCHAR,
    person_class VARCHAR,
    carry_in BIGINT,
    notified_today BIGINT,
    dispatched_today BIGINT,
    picked_up_today BIGINT,
    arrived_today BIGINT,
    cancelled_today BIGINT,
    waiting_now BIGINT,
    in_transit_now BIGINT,
    unsuitable_now BIGINT,
    wait_0_6h BIGINT,
    wait_6_12h BIGINT,
    wait_12_24h BIGINT,
    wait_24h_plus BIGINT,
    oldest_wait_h DECIMAL(18,3),
    vehicles_available BIGINT,
    trips_today BIGINT,
    new_confirmed_today BIGINT,
    new_asym_today BIGINT,
    converted_today BIGINT,
    community_found_today BIGINT,
    ops_day DATE,
    area_code VARCHAR,
    load_id INTEGER,
    row_no INTEGER,
    received_at TIMESTAMP,
    takes_back BOOLEAN
);

-- One row per row received of capacity: One row per site and report time.
create table if not exists raw.capacity (
    report_date DATE,
    as_of TIMESTAMP,
    district_code VARCHAR,
    site_id VARCHAR,
    site_name VARCHAR,
    site_type VARCHAR,
    scope VARCHAR,
    unit VARCHAR,
    planned_units BIGINT,
    started_units BIGINT,
    handed_units BIGINT,
    staffed_units BIGINT,
    open_units BIGINT,
    opening_occupied BIGINT,
    in_today BIGINT,
    out_today BIGINT,
    occupied_units BIGINT,
    reserved_units BIGINT,
    blocked_units BIGINT,
    people_in BIGINT,
    n_asym BIGINT,
    n_mild BIGINT,
    n_moderate BIGINT,
    n_severe BIGINT,
    n_critical BIGINT,
    med_required BIGINT,
    med_present BIGINT,
    service_required BIGINT,
    service_present BIGINT,
    open_next_24h BIGINT,
    ops_day DATE,
    area_code VARCHAR,
    load_id INTEGER,
    row_no INTEGER,
    received_at TIMESTAMP,
    takes_back BOOLEAN
);

-- One row per row received of supply: One row per area, tier, category, channel and report time; tiers are serial and are never added up.
create table if not exists raw.supply (
    report_date DATE,
    as_of TIMESTAMP,
    district_code VARCHAR,
    subdistrict VARCHAR,
    tier VARCHAR,
    category VARCHAR,
    channel VARCHAR,
    unit VARCHAR,
    daily_need DECIMAL(18,3),
    opening_stock DECIMAL(18,3),
    inbound_today DECIMAL(18,3),
    outbound_today DECIMAL(18,3),
    loss_today DECIMAL(18,3),
    stock_now DECIMAL(18,3),
    due_today DECIMAL(18,3),
    delivered_today DECIMAL(18,3),
    quality_returns BIGINT,
    vehicles_held BIGINT,
    ops_day DATE,
    area_code VARCHAR,
    load_id INTEGER,
    row_no INTEGER,
    received_at TIMESTAMP,
    takes_back BOOLEAN
);

-- One row per row received of tasks: One row per subdistrict, task type and report time.
create table if not exists raw.tasks (
    report_date DATE,
    as_of TIMESTAMP,
    district_code VARCHAR,
    subdistrict VARCHAR,
    task_type VARCHAR,
    carry_in BIGINT,
    new_due_today BIGINT,
    done_today BIGINT,
    cancelled_today BIGINT,
    open_now BIGINT,
    done_on_time BIGINT,
    oldest_open_h DECIMAL(18,3),
    checked_today BIGINT,
    passed_today BIGINT,
    workers_on_duty BIGINT,
    ops_day DATE,
    area_code VARCHAR,
    load_id INTEGER,
    row_no INTEGER,
    received_at TIMESTAMP,
    takes_back BOOLEAN
);

-- One row per row received of issues: One row per subdistrict, type, source, level, priority and report time; counts only, never the text.
create table if not exists raw.issues (
    report_date DATE,
    as_of TIMESTAMP,
    district_code VARCHAR,
    subdistrict VARCHAR,
    issue_type VARCHAR,
    source VARCHAR,
    level VARCHAR,
    priority VARCHAR,
    carry_in BIGINT,
    raised_today BIGINT,
    resolved_today BIGINT,
    merged_today BIGINT,
    escalated_today BIGINT,
    open_now BIGINT,
    resolved_same_day BIGINT,
    open_0_4h BIGINT,
    open_4_12h BIGINT,
    open_12_24h BIGINT,
    open_24h_plus BIGINT,
    oldest_open_h DECIMAL(18,3),
    ops_day DATE,
    area_code VARCHAR,
    load_id INTEGER,
    row_no INTEGER,
    received_at TIMESTAMP,
    takes_back BOOLEAN
);

-- One row per row received of support: One row per team and day (08:00), sent again on change; teams under 10 are merged.
create table if not exists raw.support (
    report_date DATE,
    as_of TIMESTAMP,
    team_id VARCHAR,
    origin VARCHAR,
    mission VARCHAR,
    district_code VARCHAR,
    site_id VARCHAR,
    headcount BIGINT,
    assigned_people BIGINT,
    on_shift_people BIGINT,
    lodging_ok BIGINT,
    meals_ok BIGINT,
    transport_ok BIGINT,
    ppe_ok BIGINT,
    tested_today BIGINT,
    liaison_named BOOLEAN,
    ops_day DATE,
    area_code VARCHAR,
    load_id INTEGER,
    row_no INTEGER,
    received_at TIMESTAMP,
    takes_back BOOLEAN
);

-- One row per row received of bulletin: One row per day and district, and one for the city; published next morning for 00:00-24:00.
create table if not exists raw.bulletin (
    report_date DATE,
    district_code VARCHAR,
    confirmed_new BIGINT,
    asymptomatic_new BIGINT,
    asym_to_confirmed BIGINT,
    confirmed_in_quarantine BIGINT,
    asymptomatic_in_quarantine BIGINT,
    confirmed_in_community BIGINT,
    asymptomatic_in_community BIGINT,
    deaths_new BIGINT,
    discharged_new BIGINT,
    in_hospital_now BIGINT,
    discharged_cum BIGINT,
    severe_now BIGINT,
    critical_now BIGINT,
    split_available BOOLEAN,
    checked VARCHAR,
    source_url VARCHAR,
    ops_day DATE,
    area_code VARCHAR,
    load_id INTEGER,
    row_no INTEGER,
    received_at TIMESTAMP,
    takes_back BOOLEAN
);

-- Each row of screening as it stood at known_at (unset: now): every cell as it was last told.
create or replace view known.screening as
with seen as (
    select load_id
    from meta.spans
    where seen_from <= coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp) and (seen_to is null or seen_to > coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp))
),

floor as (
    select t.ops_day, t.round_id, t.district_code, t.subdistrict, t.method, t.as_of, max(t.load_id) as load_id
    from raw.screening as t
    inner join seen as s on t.load_id = s.load_id
    where t.takes_back
    group by all
)

select
    arg_max(r.report_date, r.load_id) as report_date,
    r.as_of,
    r.round_id,
    r.district_code,
    r.subdistrict,
    r.method,
    arg_max(r.target_people, r.load_id) as target_people,
    arg_max(r.exempt_people, r.load_id) as exempt_people,
    arg_max(r.deferred_people, r.load_id) as deferred_people,
    arg_max(r.sampled_people, r.load_id) as sampled_people,
    arg_max(r.sampled_tubes, r.load_id) as sampled_tubes,
    arg_max(r.delivered_tubes, r.load_id) as delivered_tubes,
    arg_max(r.tested_tubes, r.load_id) as tested_tubes,
    arg_max(r.reported_tubes, r.load_id) as reported_tubes,
    arg_max(r.abnormal_tubes, r.load_id) as abnormal_tubes,
    arg_max(r.recheck_due_people, r.load_id) as recheck_due_people,
    arg_max(r.rechecked_people, r.load_id) as rechecked_people,
    arg_max(r.recheck_positive_people, r.load_id) as recheck_positive_people,
    arg_max(r.recheck_oldest_h, r.load_id) as recheck_oldest_h,
    arg_max(r.home_due_people, r.load_id) as home_due_people,
    arg_max(r.home_done_people, r.load_id) as home_done_people,
    arg_max(r.points_open, r.load_id) as points_open,
    arg_max(r.samplers_on_duty, r.load_id) as samplers_on_duty,
    r.ops_day,
    arg_max(r.area_code, r.load_id) as area_code,
    max(r.load_id) as load_id,
    arg_max(r.row_no, r.load_id) as row_no,
    arg_max(r.received_at, r.load_id) as received_at
from raw.screening as r
inner join seen as s on r.load_id = s.load_id
left join floor as f
    on r.ops_day is not distinct from f.ops_day
    and r.round_id is not distinct from f.round_id
    and r.district_code is not distinct from f.district_code
    and r.subdistrict is not distinct from f.subdistrict
    and r.method is not distinct from f.method
    and r.as_of is not distinct from f.as_of
where f.load_id is null or r.load_id >= f.load_id
group by r.ops_day, r.round_id, r.district_code, r.subdistrict, r.method, r.as_of;

-- Each row of transfer as it stood at known_at (unset: now): every cell as it was last told.
create or replace view known.transfer as
with seen as (
    select load_id
    from meta.spans
    where seen_from <= coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp) and (seen_to is null or seen_to > coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp))
),

floor as (
    select t.ops_day, t.district_code, t.subdistrict, t.person_class, t.as_of, max(t.load_id) as load_id
    from raw.transfer as t
    inner join seen as s on t.load_id = s.load_id
    where t.takes_back
    group by all
)

select
    arg_max(r.report_date, r.load_id) as report_date,
    r.as_of,
    r.district_code,
    r.subdistrict,
    r.person_class,
    arg_max(r.carry_in, r.load_id) as carry_in,
    arg_max(r.notified_today, r.load_id) as notified_today,
    arg_max(r.dispatched_today, r.load_id) as dispatched_today,
    arg_max(r.picked_up_today, r.load_id) as picked_up_today,
    arg_max(r.arrived_today, r.load_id) as arrived_today,
    arg_max(r.cancelled_today, r.load_id) as cancelled_today,
    arg_max(r.waiting_now, r.load_id) as waiting_now,
    arg_max(r.in_transit_now, r.load_id) as in_transit_now,
    arg_max(r.unsuitable_now, r.load_id) as unsuitable_now,
    arg_max(r.wait_0_6h, r.load_id) as wait_0_6h,
    arg_max(r.wait_6_12h, r.load_id) as wait_6_12h,
    arg_max(r.wait_12_24h, r.load_id) as wait_12_24h,
    arg_max(r.wait_24h_plus, r.load_id) as wait_24h_plus,
    arg_max(r.oldest_wait_h, r.load_id) as oldest_wait_h,
    arg_max(r.vehicles_available, r.load_id) as vehicles_available,
    arg_max(r.trips_today, r.load_id) as trips_today,
    arg_max(r.new_confirmed_today, r.load_id) as new_confirmed_today,
    arg_max(r.new_asym_today, r.load_id) as new_asym_today,
    arg_max(r.converted_today, r.load_id) as converted_today,
    arg_max(r.community_found_today, r.load_id) as community_found_today,
    r.ops_day,
    arg_max(r.area_code, r.load_id) as area_code,
    max(r.load_id) as load_id,
    arg_max(r.row_no, r.load_id) as row_no,
    arg_max(r.received_at, r.load_id) as received_at
from raw.transfer as r
inner join seen as s on r.load_id = s.load_id
left join floor as f
    on r.ops_day is not distinct from f.ops_day
    and r.district_code is not distinct from f.district_code
    and r.subdistrict is not distinct from f.subdistrict
    and r.person_class is not distinct from f.person_class
    and r.as_of is not distinct from f.as_of
where f.load_id is null or r.load_id >= f.load_id
group by r.ops_day, r.district_code, r.subdistrict, r.person_class, r.as_of;

-- Each row of capacity as it stood at known_at (unset: now): every cell as it was last told.
create or replace view known.capacity as
with seen as (
    select load_id
    from meta.spans
    where seen_from <= coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp) and (seen_to is null or seen_to > coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp))
),

floor as (
    select t.ops_day, t.site_id, t.as_of, max(t.load_id) as load_id
    from raw.capacity as t
    inner join seen as s on t.load_id = s.load_id
    where t.takes_back
    group by all
)

select
    arg_max(r.report_date, r.load_id) as report_date,
    r.as_of,
    arg_max(r.district_code, r.load_id) as district_code,
    r.site_id,
    arg_max(r.site_name, r.load_id) as site_name,
    arg_max(r.site_type, r.load_id) as site_type,
    arg_max(r.scope, r.load_id) as scope,
    arg_max(r.unit, r.load_id) as unit,
    arg_max(r.planned_units, r.load_id) as planned_units,
    arg_max(r.started_units, r.load_id) as started_units,
    arg_max(r.handed_units, r.load_id) as handed_units,
    arg_max(r.staffed_units, r.load_id) as staffed_units,
    arg_max(r.open_units, r.load_id) as open_units,
    arg_max(r.opening_occupied, r.load_id) as opening_occupied,
    arg_max(r.in_today, r.load_id) as in_today,
    arg_max(r.out_today, r.load_id) as out_today,
    arg_max(r.occupied_units, r.load_id) as occupied_units,
    arg_max(r.reserved_units, r.load_id) as reserved_units,
    arg_max(r.blocked_units, r.load_id) as blocked_units,
    arg_max(r.people_in, r.load_id) as people_in,
    arg_max(r.n_asym, r.load_id) as n_asym,
    arg_max(r.n_mild, r.load_id) as n_mild,
    arg_max(r.n_moderate, r.load_id) as n_moderate,
    arg_max(r.n_severe, r.load_id) as n_severe,
    arg_max(r.n_critical, r.load_id) as n_critical,
    arg_max(r.med_required, r.load_id) as med_required,
    arg_max(r.med_present, r.load_id) as med_present,
    arg_max(r.service_required, r.load_id) as service_required,
    arg_max(r.service_present, r.load_id) as service_present,
    arg_max(r.open_next_24h, r.load_id) as open_next_24h,
    r.ops_day,
    arg_max(r.area_code, r.load_id) as area_code,
    max(r.load_id) as load_id,
    arg_max(r.row_no, r.load_id) as row_no,
    arg_max(r.received_at, r.load_id) as received_at
from raw.capacity as r
inner join seen as s on r.load_id = s.load_id
left join floor as f
    on r.ops_day is not distinct from f.ops_day
    and r.site_id is not distinct from f.site_id
    and r.as_of is not distinct from f.as_of
where f.load_id is null or r.load_id >= f.load_id
group by r.ops_day, r.site_id, r.as_of;

-- Each row of supply as it stood at known_at (unset: now): every cell as it was last told.
create or replace view known.supply as
with seen as (
    select load_id
    from meta.spans
    where seen_from <= coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp) and (seen_to is null or seen_to > coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp))
),

floor as (
    select t.ops_day, t.district_code, t.subdistrict, t.tier, t.category, t.channel, t.as_of, max(t.load_id) as load_id
    from raw.supply as t
    inner join seen as s on t.load_id = s.load_id
    where t.takes_back
    group by all
)

select
    arg_max(r.report_date, r.load_id) as report_date,
    r.as_of,
    r.district_code,
    r.subdistrict,
    r.tier,
    r.category,
    r.channel,
    arg_max(r.unit, r.load_id) as unit,
    arg_max(r.daily_need, r.load_id) as daily_need,
    arg_max(r.opening_stock, r.load_id) as opening_stock,
    arg_max(r.inbound_today, r.load_id) as inbound_today,
    arg_max(r.outbound_today, r.load_id) as outbound_today,
    arg_max(r.loss_today, r.load_id) as loss_today,
    arg_max(r.stock_now, r.load_id) as stock_now,
    arg_max(r.due_today, r.load_id) as due_today,
    arg_max(r.delivered_today, r.load_id) as delivered_today,
    arg_max(r.quality_returns, r.load_id) as quality_returns,
    arg_max(r.vehicles_held, r.load_id) as vehicles_held,
    r.ops_day,
    arg_max(r.area_code, r.load_id) as area_code,
    max(r.load_id) as load_id,
    arg_max(r.row_no, r.load_id) as row_no,
    arg_max(r.received_at, r.load_id) as received_at
from raw.supply as r
inner join seen as s on r.load_id = s.load_id
left join floor as f
    on r.ops_day is not distinct from f.ops_day
    and r.district_code is not distinct from f.district_code
    and r.subdistrict is not distinct from f.subdistrict
    and r.tier is not distinct from f.tier
    and r.category is not distinct from f.category
    and r.channel is not distinct from f.channel
    and r.as_of is not distinct from f.as_of
where f.load_id is null or r.load_id >= f.load_id
group by r.ops_day, r.district_code, r.subdistrict, r.tier, r.category, r.channel, r.as_of;

-- Each row of tasks as it stood at known_at (unset: now): every cell as it was last told.
create or replace view known.tasks as
with seen as (
    select load_id
    from meta.spans
    where seen_from <= coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp) and (seen_to is null or seen_to > coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp))
),

floor as (
    select t.ops_day, t.district_code, t.subdistrict, t.task_type, t.as_of, max(t.load_id) as load_id
    from raw.tasks as t
    inner join seen as s on t.load_id = s.load_id
    where t.takes_back
    group by all
)

select
    arg_max(r.report_date, r.load_id) as report_date,
    r.as_of,
    r.district_code,
    r.subdistrict,
    r.task_type,
    arg_max(r.carry_in, r.load_id) as carry_in,
    arg_max(r.new_due_today, r.load_id) as new_due_today,
    arg_max(r.done_today, r.load_id) as done_today,
    arg_max(r.cancelled_today, r.load_id) as cancelled_today,
    arg_max(r.open_now, r.load_id) as open_now,
    arg_max(r.done_on_time, r.load_id) as done_on_time,
    arg_max(r.oldest_open_h, r.load_id) as oldest_open_h,
    arg_max(r.checked_today, r.load_id) as checked_today,
    arg_max(r.passed_today, r.load_id) as passed_today,
    arg_max(r.workers_on_duty, r.load_id) as workers_on_duty,
    r.ops_day,
    arg_max(r.area_code, r.load_id) as area_code,
    max(r.load_id) as load_id,
    arg_max(r.row_no, r.load_id) as row_no,
    arg_max(r.received_at, r.load_id) as received_at
from raw.tasks as r
inner join seen as s on r.load_id = s.load_id
left join floor as f
    on r.ops_day is not distinct from f.ops_day
    and r.district_code is not distinct from f.district_code
    and r.subdistrict is not distinct from f.subdistrict
    and r.task_type is not distinct from f.task_type
    and r.as_of is not distinct from f.as_of
where f.load_id is null or r.load_id >= f.load_id
group by r.ops_day, r.district_code, r.subdistrict, r.task_type, r.as_of;

-- Each row of issues as it stood at known_at (unset: now): every cell as it was last told.
create or replace view known.issues as
with seen as (
    select load_id
    from meta.spans
    where seen_from <= coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp) and (seen_to is null or seen_to > coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp))
),

floor as (
    select t.ops_day, t.district_code, t.subdistrict, t.issue_type, t.source, t.level, t.priority, t.as_of, max(t.load_id) as load_id
    from raw.issues as t
    inner join seen as s on t.load_id = s.load_id
    where t.takes_back
    group by all
)

select
    arg_max(r.report_date, r.load_id) as report_date,
    r.as_of,
    r.district_code,
    r.subdistrict,
    r.issue_type,
    r.source,
    r.level,
    r.priority,
    arg_max(r.carry_in, r.load_id) as carry_in,
    arg_max(r.raised_today, r.load_id) as raised_today,
    arg_max(r.resolved_today, r.load_id) as resolved_today,
    arg_max(r.merged_today, r.load_id) as merged_today,
    arg_max(r.escalated_today, r.load_id) as escalated_today,
    arg_max(r.open_now, r.load_id) as open_now,
    arg_max(r.resolved_same_day, r.load_id) as resolved_same_day,
    arg_max(r.open_0_4h, r.load_id) as open_0_4h,
    arg_max(r.open_4_12h, r.load_id) as open_4_12h,
    arg_max(r.open_12_24h, r.load_id) as open_12_24h,
    arg_max(r.open_24h_plus, r.load_id) as open_24h_plus,
    arg_max(r.oldest_open_h, r.load_id) as oldest_open_h,
    r.ops_day,
    arg_max(r.area_code, r.load_id) as area_code,
    max(r.load_id) as load_id,
    arg_max(r.row_no, r.load_id) as row_no,
    arg_max(r.received_at, r.load_id) as received_at
from raw.issues as r
inner join seen as s on r.load_id = s.load_id
left join floor as f
    on r.ops_day is not distinct from f.ops_day
    and r.district_code is not distinct from f.district_code
    and r.subdistrict is not distinct from f.subdistrict
    and r.issue_type is not distinct from f.issue_type
    and r.source is not distinct from f.source
    and r.level is not distinct from f.level
    and r.priority is not distinct from f.priority
    and r.as_of is not distinct from f.as_of
where f.load_id is null or r.load_id >= f.load_id
group by r.ops_day, r.district_code, r.subdistrict, r.issue_type, r.source, r.level, r.priority, r.as_of;

-- Each row of support as it stood at known_at (unset: now): every cell as it was last told.
create or replace view known.support as
with seen as (
    select load_id
    from meta.spans
    where seen_from <= coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp) and (seen_to is null or seen_to > coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp))
),

floor as (
    select t.ops_day, t.team_id, t.as_of, max(t.load_id) as load_id
    from raw.support as t
    inner join seen as s on t.load_id = s.load_id
    where t.takes_back
    group by all
)

select
    arg_max(r.report_date, r.load_id) as report_date,
    r.as_of,
    r.team_id,
    arg_max(r.origin, r.load_id) as origin,
    arg_max(r.mission, r.load_id) as mission,
    arg_max(r.district_code, r.load_id) as district_code,
    arg_max(r.site_id, r.load_id) as site_id,
    arg_max(r.headcount, r.load_id) as headcount,
    arg_max(r.assigned_people, r.load_id) as assigned_people,
    arg_max(r.on_shift_people, r.load_id) as on_shift_people,
    arg_max(r.lodging_ok, r.load_id) as lodging_ok,
    arg_max(r.meals_ok, r.load_id) as meals_ok,
    arg_max(r.transport_ok, r.load_id) as transport_ok,
    arg_max(r.ppe_ok, r.load_id) as ppe_ok,
    arg_max(r.tested_today, r.load_id) as tested_today,
    arg_max(r.liaison_named, r.load_id) as liaison_named,
    r.ops_day,
    arg_max(r.area_code, r.load_id) as area_code,
    max(r.load_id) as load_id,
    arg_max(r.row_no, r.load_id) as row_no,
    arg_max(r.received_at, r.load_id) as received_at
from raw.support as r
inner join seen as s on r.load_id = s.load_id
left join floor as f
    on r.ops_day is not distinct from f.ops_day
    and r.team_id is not distinct from f.team_id
    and r.as_of is not distinct from f.as_of
where f.load_id is null or r.load_id >= f.load_id
group by r.ops_day, r.team_id, r.as_of;

-- Each row of bulletin as it stood at known_at (unset: now): every cell as it was last told.
create or replace view known.bulletin as
with seen as (
    select load_id
    from meta.spans
    where seen_from <= coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp) and (seen_to is null or seen_to > coalesce(getvariable('known_at')::timestamp, 'infinity'::timestamp))
),

floor as (
    select t.ops_day, t.district_code, max(t.load_id) as load_id
    from raw.bulletin as t
    inner join seen as s on t.load_id = s.load_id
    where t.takes_back
    group by all
)

select
    arg_max(r.report_date, r.load_id) as report_date,
    r.district_code,
    arg_max(r.confirmed_new, r.load_id) as confirmed_new,
    arg_max(r.asymptomatic_new, r.load_id) as asymptomatic_new,
    arg_max(r.asym_to_confirmed, r.load_id) as asym_to_confirmed,
    arg_max(r.confirmed_in_quarantine, r.load_id) as confirmed_in_quarantine,
    arg_max(r.asymptomatic_in_quarantine, r.load_id) as asymptomatic_in_quarantine,
    arg_max(r.confirmed_in_community, r.load_id) as confirmed_in_community,
    arg_max(r.asymptomatic_in_community, r.load_id) as asymptomatic_in_community,
    arg_max(r.deaths_new, r.load_id) as deaths_new,
    arg_max(r.discharged_new, r.load_id) as discharged_new,
    arg_max(r.in_hospital_now, r.load_id) as in_hospital_now,
    arg_max(r.discharged_cum, r.load_id) as discharged_cum,
    arg_max(r.severe_now, r.load_id) as severe_now,
    arg_max(r.critical_now, r.load_id) as critical_now,
    arg_max(r.split_available, r.load_id) as split_available,
    arg_max(r.checked, r.load_id) as checked,
    arg_max(r.source_url, r.load_id) as source_url,
    r.ops_day,
    arg_max(r.area_code, r.load_id) as area_code,
    max(r.load_id) as load_id,
    arg_max(r.row_no, r.load_id) as row_no,
    arg_max(r.received_at, r.load_id) as received_at
from raw.bulletin as r
inner join seen as s on r.load_id = s.load_id
left join floor as f
    on r.ops_day is not distinct from f.ops_day
    and r.district_code is not distinct from f.district_code
where f.load_id is null or r.load_id >= f.load_id
group by r.ops_day, r.district_code;
