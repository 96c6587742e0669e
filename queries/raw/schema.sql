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
    notice_target VARCHAR,
    staleness_target VARCHAR,
    people_per_sampler INTEGER,
    two_keys_targets BOOLEAN,
    area_zh VARCHAR,
    area_en VARCHAR,
    areas_en VARCHAR,
    whole_zh VARCHAR,
    whole_en VARCHAR,
    meetings VARCHAR[],
    sort INTEGER
);

-- One row per area: city, districts, subdistricts.
create or replace table ref.areas (
    code VARCHAR,
    zh VARCHAR,
    en VARCHAR,
    short_zh VARCHAR,
    short_en VARCHAR,
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
    one_en VARCHAR,
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

-- One row per target declared of a place, a zone or span of days.
create or replace table ref.declared_local (
    metric VARCHAR,
    item VARCHAR,
    area VARCHAR,
    zone VARCHAR,
    valid_from DATE,
    valid_to DATE,
    target DOUBLE,
    amber DOUBLE,
    red DOUBLE,
    responsible_zh VARCHAR,
    responsible_en VARCHAR,
    source VARCHAR,
    withdrawn BOOLEAN,
    sort INTEGER
);

-- One row per area and the day from which it lies in a zone.
create or replace table ref.zones (
    area VARCHAR,
    zone VARCHAR,
    valid_from DATE,
    source VARCHAR,
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

-- One row per line, area and the date from which so much is due a day.
create or replace table ref.plan (
    line VARCHAR,
    area VARCHAR,
    due INTEGER,
    valid_from DATE,
    sort INTEGER
);

-- One row per line of work.
create or replace table ref.lines (
    id VARCHAR,
    zh VARCHAR,
    en VARCHAR,
    short_zh VARCHAR,
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

-- One row per target of a place changed; seq is its line in the ledger.
create table if not exists meta.targets_local (
    seq INTEGER,
    known_from TIMESTAMP,
    sender VARCHAR,
    reason VARCHAR,
    metric VARCHAR,
    item VARCHAR,
    area VARCHAR,
    zone VARCHAR,
    valid_from DATE,
    valid_to DATE,
    target DOUBLE,
    amber DOUBLE,
    red DOUBLE,
    responsible_zh VARCHAR,
    responsible_en VARCHAR,
    source VARCHAR,
    withdrawn BOOLEAN
);

-- One row: the ledger line all this stands for, and what made it.
create table if not exists meta.head (
    seq INTEGER,
    hash VARCHAR,
    fingerprint VARCHAR
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
