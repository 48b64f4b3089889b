create table if not exists paxos_meta (
    group_id       varchar(64)  not null primary key,
    schema_version integer      not null,
    cluster_name   varchar(255) not null,
    node_id        varchar(63)  not null,
    storage_id     varchar(32)  not null,
    write_count    bigint       not null,
    last_sequence  bigint       not null,
    promised       varchar(128) not null,
    chosen_up_to   bigint       not null,
    binding        bytea        not null,
    checksum       bigint       not null
);

create table if not exists paxos_journal (
    group_id varchar(64) not null,
    sequence bigint      not null,
    body     bytea       not null,
    checksum bigint      not null,
    primary key (group_id, sequence)
);
