-- The table that version 1 of the schema kept its rows in.
CREATE TABLE IF NOT EXISTS event (
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
  -- Of a beat its progress, of a phase its index.
  steps Nullable(Int64) CODEC(ZSTD(1)),
  -- Of a beat its interval, of a phase its time limit.
  seconds Nullable(Float64) CODEC(ZSTD(1)),
  -- What few events have: session header, retry, details, as JSON.
  extra Nullable(String) CODEC(ZSTD(1)),
  time_at DateTime64(7, 'UTC') ALIAS fromUnixTimestamp64Nano((time - 621355968000000000) * 100),
  arrived_at DateTime64(7, 'UTC') ALIAS fromUnixTimestamp64Nano((arrived - 621355968000000000) * 100),
  -- The pages of a session, in order of time.
  PROJECTION by_time (SELECT session_id, time, id, type, phase, level ORDER BY session_id, time, id),
  -- The live tail.
  PROJECTION by_commit (SELECT writer, position, session_id, id ORDER BY writer, position)
)
ENGINE = ReplacingMergeTree(position)
PARTITION BY toMonday(toDateTime(intDiv(arrived, 10000000) - 62135596800, 'UTC'))
ORDER BY (session_id, id, writer)
SETTINGS index_granularity = 1024, deduplicate_merge_projection_mode = 'rebuild',
  non_replicated_deduplication_window = 1000, ttl_only_drop_parts = 1;
