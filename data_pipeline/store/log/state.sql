-- What state.sqlite keeps. Made when there is something to keep.
create table if not exists sessions (
    hash text primary key, subject text not null, claims text not null, id_token text not null,
    begun real not null, seen real not null
) without rowid;
create index if not exists sessions_of on sessions (subject);
create table if not exists screens (
    number integer primary key, hash text not null unique, name text not null, address text not null,
    area text not null, made_by text not null, made real not null, seen real, revoked real, revoked_by text
);
create table if not exists rooms (key text primary key, shown text not null, told real not null) without rowid;
create table if not exists alarms (
    code text not null, about text not null, facts text not null, told real not null, primary key (code, about)
) without rowid;
create table if not exists outbox (
    id text not null, channel text not null, kind text not null, message text not null, state text not null,
    tries integer not null, due real not null, holder text not null, until real not null, doubt integer not null,
    why text not null, made real not null, ended real, primary key (id, channel)
) without rowid;
create table if not exists duties (
    name text primary key, holder text not null, until real not null, tries integer not null, why text not null
) without rowid;
create table if not exists resent (id text not null, channel text not null, who text not null, at real not null);
create table if not exists taken (line integer not null, file text not null, who text not null, at real not null);
