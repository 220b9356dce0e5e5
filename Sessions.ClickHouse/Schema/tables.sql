-- The store's tables, of the newest version.
-- Times are UTC ticks of 100 ns since year 1, as .NET counts them; a column of the same name with _at shows them.

-- What one writer knows of one event. Rows are never changed: a writer that learns more of an event writes a row that says
-- all, and the older row of the same writer and time gives way when parts are merged. The rest is merged by whoever reads.
-- In order of time, since that is how pages are read: their rows stand side by side, and the indexes below pass over others.
CREATE TABLE IF NOT EXISTS statement (
  session_id String CODEC(ZSTD(1)),
  -- What makes it this event: of a numbered beat its number, of others a negative hash.
  id Int64 CODEC(Delta, ZSTD(1)),
  -- Which opening of which collector wrote the row.
  writer UInt64 CODEC(ZSTD(1)),
  -- Rises with every row of a writer.
  position Int64 CODEC(Delta, ZSTD(1)),
  -- Position at which this writer first wrote this event.
  first Int64 CODEC(Delta, ZSTD(1)),
  arrived Int64 CODEC(Delta, ZSTD(1)),
  time Int64 CODEC(Delta, ZSTD(1)),
  -- Ordinals of EventType, EventLevel and EventStatus.
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
  -- Of a beat its progress, of a phase its index, of a checkpoint which signals told it: ordinal of CheckpointTeller,
  -- absent for a log event alone.
  steps Nullable(Int64) CODEC(ZSTD(1)),
  -- Of a beat its interval, of a phase its time limit, of a checkpoint how much later it was told again.
  seconds Nullable(Float64) CODEC(ZSTD(1)),
  -- What few events have: session header, retry, details, as JSON.
  extra Nullable(String) CODEC(ZSTD(1)),
  -- The span that a phase's span is in; empty where that is not stated.
  parent String CODEC(ZSTD(1)),
  time_at DateTime64(7, 'UTC') ALIAS fromUnixTimestamp64Nano((time - 621355968000000000) * 100),
  arrived_at DateTime64(7, 'UTC') ALIAS fromUnixTimestamp64Nano((arrived - 621355968000000000) * 100),
  -- What a filter of the page passes over unread, a thousand rows at a time.
  INDEX types type TYPE set(0) GRANULARITY 1,
  INDEX levels level TYPE set(0) GRANULARITY 1,
  INDEX phases phase TYPE set(32) GRANULARITY 1,
  -- Where the rows of an event stand.
  PROJECTION by_id (SELECT session_id, id, time ORDER BY session_id, id),
  -- The live tail, and what other writers stored of a session.
  PROJECTION by_commit (SELECT writer, position, first, session_id, id ORDER BY writer, position)
)
ENGINE = ReplacingMergeTree(position)
PARTITION BY toMonday(toDateTime(intDiv(arrived, 10000000) - 62135596800, 'UTC'))
ORDER BY (session_id, time, id, writer)
SETTINGS index_granularity = 1024, deduplicate_merge_projection_mode = 'rebuild',
  non_replicated_deduplication_window = 1000, ttl_only_drop_parts = 1;

-- Gauge points that came without their beat.
CREATE TABLE IF NOT EXISTS point (
  session_id String CODEC(ZSTD(1)),
  time Int64 CODEC(Delta, ZSTD(1)),
  metric UInt8,
  phase LowCardinality(Nullable(String)),
  writer UInt64 CODEC(ZSTD(1)),
  position Int64 CODEC(Delta, ZSTD(1)),
  arrived Int64 CODEC(Delta, ZSTD(1)),
  value Float64 CODEC(ZSTD(1)),
  -- The run of its phase, where that is stated; otherwise 0.
  run UInt32
)
ENGINE = ReplacingMergeTree(position)
PARTITION BY toMonday(toDateTime(intDiv(arrived, 10000000) - 62135596800, 'UTC'))
ORDER BY (session_id, time, metric, phase, writer, run)
SETTINGS allow_nullable_key = 1, non_replicated_deduplication_window = 1000, ttl_only_drop_parts = 1;

-- Values of sessions' own figures. A value that is stored again is one with the first, here or by whoever reads.
CREATE TABLE IF NOT EXISTS figure (
  session_id String CODEC(ZSTD(1)),
  name LowCardinality(String),
  -- Ordinal of FigureKind.
  kind UInt8,
  -- 1 where a value counts from the one before.
  delta UInt8,
  -- JSON object; empty when there is none.
  attributes LowCardinality(String),
  -- Who counts, and since when; 0 where that is not stated, or does not matter.
  writer Int64 CODEC(ZSTD(1)),
  since Int64 CODEC(ZSTD(1)),
  time Int64 CODEC(Delta, ZSTD(1)),
  start Int64 CODEC(Delta, ZSTD(1)),
  value Float64 CODEC(ZSTD(1)),
  -- Of a histogram.
  count Int64 CODEC(ZSTD(1)),
  min Nullable(Float64) CODEC(ZSTD(1)),
  max Nullable(Float64) CODEC(ZSTD(1)),
  unit LowCardinality(String),
  description LowCardinality(String),
  arrived Int64 CODEC(Delta, ZSTD(1))
)
ENGINE = ReplacingMergeTree
PARTITION BY toMonday(toDateTime(intDiv(arrived, 10000000) - 62135596800, 'UTC'))
ORDER BY (session_id, name, kind, delta, attributes, writer, since, time, start, value, count)
SETTINGS non_replicated_deduplication_window = 1000, ttl_only_drop_parts = 1;

-- What a writer made of a session when it last wrote to it, and which rows of which writers that takes in.
CREATE TABLE IF NOT EXISTS session (
  session_id String CODEC(ZSTD(1)),
  writer UInt64 CODEC(ZSTD(1)),
  position Int64 CODEC(Delta, ZSTD(1)),
  -- {"writer": position, …}
  covers String CODEC(ZSTD(1)),
  runner LowCardinality(String),
  start Int64 CODEC(ZSTD(1)),
  -- Ordinal of SessionStatus.
  status UInt8,
  -- Ticks; absent while it runs.
  duration Nullable(Int64) CODEC(ZSTD(1)),
  roi Float64 CODEC(ZSTD(1)),
  changed Int64 CODEC(ZSTD(1)),
  has_points UInt8,
  -- SessionState as JSON.
  state String CODEC(ZSTD(1))
)
ENGINE = ReplacingMergeTree(position)
ORDER BY (session_id, writer)
SETTINGS index_granularity = 1024, non_replicated_deduplication_window = 1000;

-- One row for each batch that is stored whole. Rows beyond a writer's newest commit are of a batch that failed.
CREATE TABLE IF NOT EXISTS commit (
  writer UInt64 CODEC(ZSTD(1)),
  position Int64 CODEC(Delta, ZSTD(1)),
  -- {"writer": position, …}: the commits of others that were seen before this one.
  seen String CODEC(ZSTD(1)),
  at DateTime DEFAULT now(),
  PROJECTION heads (SELECT writer, max(position) GROUP BY writer)
)
ENGINE = MergeTree
ORDER BY position
TTL at + INTERVAL 7 DAY
SETTINGS non_replicated_deduplication_window = 1000;

CREATE TABLE IF NOT EXISTS trace (
  trace_id String,
  session_id String,
  position Int64
)
ENGINE = ReplacingMergeTree(position)
ORDER BY (trace_id, session_id);

-- Events that name only a trace whose session is not known yet.
CREATE TABLE IF NOT EXISTS waiting (
  trace_id String,
  id Int64,
  position Int64,
  arrived Int64,
  event String CODEC(ZSTD(1)),
  at DateTime DEFAULT now()
)
ENGINE = ReplacingMergeTree(position)
ORDER BY (trace_id, id, event)
TTL at + INTERVAL 1 DAY;

-- When a collector could hear everyone, in ticks: a row for each heartbeat, of which the newest of each period counts.
CREATE TABLE IF NOT EXISTS hearing (
  since Int64,
  until Int64,
  at DateTime DEFAULT now()
)
ENGINE = ReplacingMergeTree(until)
ORDER BY since
TTL at + INTERVAL 30 DAY;
