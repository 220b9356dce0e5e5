-- The tables of a cluster, under the names and with the columns of tables.sql. Run once, as an administrator, before the
-- first collector starts: what exists it leaves alone. Needs Keeper and the macros {cluster}, {shard} and {replica} on
-- every server. Retention is set here, not by RetentionDays: a Distributed table takes no TTL.

CREATE DATABASE IF NOT EXISTS sessions ON CLUSTER '{cluster}';

-- Sharded by session: all rows of a session stand on one shard, so that whatever is read together is read there.

CREATE TABLE IF NOT EXISTS sessions.statement_local ON CLUSTER '{cluster}' (
  session_id String CODEC(ZSTD(1)),
  id Int64 CODEC(Delta, ZSTD(1)),
  writer UInt64 CODEC(ZSTD(1)),
  position Int64 CODEC(Delta, ZSTD(1)),
  first Int64 CODEC(Delta, ZSTD(1)),
  arrived Int64 CODEC(Delta, ZSTD(1)),
  time Int64 CODEC(Delta, ZSTD(1)),
  type UInt8,
  level UInt8,
  status Nullable(UInt8),
  phase LowCardinality(Nullable(String)),
  trace_id String CODEC(ZSTD(1)),
  span_id String CODEC(ZSTD(1)),
  message Nullable(String) CODEC(ZSTD(1)),
  checkpoint LowCardinality(Nullable(String)),
  error LowCardinality(Nullable(String)),
  equity Nullable(Float64) CODEC(ZSTD(1)),
  pnl Nullable(Float64) CODEC(ZSTD(1)),
  trades Nullable(Int64) CODEC(ZSTD(1)),
  wins Nullable(Int64) CODEC(ZSTD(1)),
  losses Nullable(Int64) CODEC(ZSTD(1)),
  steps Nullable(Int64) CODEC(ZSTD(1)),
  seconds Nullable(Float64) CODEC(ZSTD(1)),
  extra Nullable(String) CODEC(ZSTD(1)),
  parent String CODEC(ZSTD(1)),
  time_at DateTime64(7, 'UTC') ALIAS fromUnixTimestamp64Nano((time - 621355968000000000) * 100),
  arrived_at DateTime64(7, 'UTC') ALIAS fromUnixTimestamp64Nano((arrived - 621355968000000000) * 100),
  INDEX types type TYPE set(0) GRANULARITY 1,
  INDEX levels level TYPE set(0) GRANULARITY 1,
  INDEX phases phase TYPE set(32) GRANULARITY 1,
  PROJECTION by_id (SELECT session_id, id, time ORDER BY session_id, id),
  PROJECTION by_commit (SELECT writer, position, first, session_id, id ORDER BY writer, position)
)
ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/sessions/statement_local', '{replica}', position)
PARTITION BY toMonday(toDateTime(intDiv(arrived, 10000000) - 62135596800, 'UTC'))
ORDER BY (session_id, time, id, writer)
TTL toDateTime(intDiv(arrived, 10000000) - 62135596800, 'UTC') + INTERVAL 90 DAY
SETTINGS index_granularity = 1024, deduplicate_merge_projection_mode = 'rebuild', ttl_only_drop_parts = 1;

CREATE TABLE IF NOT EXISTS sessions.statement ON CLUSTER '{cluster}' AS sessions.statement_local
ENGINE = Distributed('{cluster}', sessions, statement_local, cityHash64(session_id));

CREATE TABLE IF NOT EXISTS sessions.point_local ON CLUSTER '{cluster}' (
  session_id String CODEC(ZSTD(1)),
  time Int64 CODEC(Delta, ZSTD(1)),
  metric UInt8,
  phase LowCardinality(Nullable(String)),
  writer UInt64 CODEC(ZSTD(1)),
  position Int64 CODEC(Delta, ZSTD(1)),
  arrived Int64 CODEC(Delta, ZSTD(1)),
  value Float64 CODEC(ZSTD(1)),
  run UInt32
)
ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/sessions/point_local', '{replica}', position)
PARTITION BY toMonday(toDateTime(intDiv(arrived, 10000000) - 62135596800, 'UTC'))
ORDER BY (session_id, time, metric, phase, writer, run)
TTL toDateTime(intDiv(arrived, 10000000) - 62135596800, 'UTC') + INTERVAL 90 DAY
SETTINGS allow_nullable_key = 1, ttl_only_drop_parts = 1;

CREATE TABLE IF NOT EXISTS sessions.point ON CLUSTER '{cluster}' AS sessions.point_local
ENGINE = Distributed('{cluster}', sessions, point_local, cityHash64(session_id));

CREATE TABLE IF NOT EXISTS sessions.figure_local ON CLUSTER '{cluster}' (
  session_id String CODEC(ZSTD(1)),
  name LowCardinality(String),
  kind UInt8,
  delta UInt8,
  attributes LowCardinality(String),
  writer Int64 CODEC(ZSTD(1)),
  since Int64 CODEC(ZSTD(1)),
  time Int64 CODEC(Delta, ZSTD(1)),
  start Int64 CODEC(Delta, ZSTD(1)),
  value Float64 CODEC(ZSTD(1)),
  count Int64 CODEC(ZSTD(1)),
  min Nullable(Float64) CODEC(ZSTD(1)),
  max Nullable(Float64) CODEC(ZSTD(1)),
  unit LowCardinality(String),
  description LowCardinality(String),
  arrived Int64 CODEC(Delta, ZSTD(1))
)
ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/sessions/figure_local', '{replica}')
PARTITION BY toMonday(toDateTime(intDiv(arrived, 10000000) - 62135596800, 'UTC'))
ORDER BY (session_id, name, kind, delta, attributes, writer, since, time, start, value, count)
TTL toDateTime(intDiv(arrived, 10000000) - 62135596800, 'UTC') + INTERVAL 90 DAY
SETTINGS ttl_only_drop_parts = 1;

CREATE TABLE IF NOT EXISTS sessions.figure ON CLUSTER '{cluster}' AS sessions.figure_local
ENGINE = Distributed('{cluster}', sessions, figure_local, cityHash64(session_id));

CREATE TABLE IF NOT EXISTS sessions.session_local ON CLUSTER '{cluster}' (
  session_id String CODEC(ZSTD(1)),
  writer UInt64 CODEC(ZSTD(1)),
  position Int64 CODEC(Delta, ZSTD(1)),
  covers String CODEC(ZSTD(1)),
  runner LowCardinality(String),
  start Int64 CODEC(ZSTD(1)),
  status UInt8,
  duration Nullable(Int64) CODEC(ZSTD(1)),
  roi Float64 CODEC(ZSTD(1)),
  changed Int64 CODEC(ZSTD(1)),
  has_points UInt8,
  state String CODEC(ZSTD(1))
)
ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/sessions/session_local', '{replica}', position)
ORDER BY (session_id, writer)
TTL toDateTime(intDiv(changed, 10000000) - 62135596800, 'UTC') + INTERVAL 90 DAY
SETTINGS index_granularity = 1024;

CREATE TABLE IF NOT EXISTS sessions.session ON CLUSTER '{cluster}' AS sessions.session_local
ENGINE = Distributed('{cluster}', sessions, session_local, cityHash64(session_id));

-- Small and read whole: a copy on every server.

CREATE TABLE IF NOT EXISTS sessions.commit ON CLUSTER '{cluster}' (
  writer UInt64 CODEC(ZSTD(1)),
  position Int64 CODEC(Delta, ZSTD(1)),
  seen String CODEC(ZSTD(1)),
  at DateTime DEFAULT now(),
  PROJECTION heads (SELECT writer, max(position) GROUP BY writer)
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/all/sessions/commit', '{shard}-{replica}')
ORDER BY position
TTL at + INTERVAL 7 DAY;

CREATE TABLE IF NOT EXISTS sessions.trace ON CLUSTER '{cluster}' (
  trace_id String,
  session_id String,
  position Int64
)
ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/all/sessions/trace', '{shard}-{replica}', position)
ORDER BY (trace_id, session_id)
TTL toDateTime(1577836800 + intDiv(bitShiftRight(position, 12), 1000000), 'UTC') + INTERVAL 90 DAY;

CREATE TABLE IF NOT EXISTS sessions.waiting ON CLUSTER '{cluster}' (
  trace_id String,
  id Int64,
  position Int64,
  arrived Int64,
  event String CODEC(ZSTD(1)),
  at DateTime DEFAULT now()
)
ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/all/sessions/waiting', '{shard}-{replica}', position)
ORDER BY (trace_id, id, event)
TTL at + INTERVAL 1 DAY;

CREATE TABLE IF NOT EXISTS sessions.hearing ON CLUSTER '{cluster}' (
  since Int64,
  until Int64,
  at DateTime DEFAULT now()
)
ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/all/sessions/hearing', '{shard}-{replica}', until)
ORDER BY since
TTL at + INTERVAL 30 DAY;

CREATE TABLE IF NOT EXISTS sessions.schema_version ON CLUSTER '{cluster}' (
  version UInt32,
  at DateTime DEFAULT now()
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/all/sessions/schema_version', '{shard}-{replica}')
ORDER BY version;

INSERT INTO sessions.schema_version (version) VALUES (5);

-- For the users of collectors and dashboards.
CREATE SETTINGS PROFILE IF NOT EXISTS sessions ON CLUSTER '{cluster}' SETTINGS
  -- A subquery on the rows of a session finds them on the shard where it runs.
  distributed_product_mode = 'local',
  -- One replica of each shard is asked first by all, so that a reader sees what a writer was told is stored.
  load_balancing = 'in_order',
  prefer_localhost_replica = 0,
  -- Acknowledged is what stands on most replicas.
  insert_quorum = 'auto'
  TO ALL EXCEPT default;
