-- Brings a cluster of version 4 up to version 5. Run as an administrator while no collector runs.

ALTER TABLE sessions.point_local ON CLUSTER '{cluster}' ADD COLUMN IF NOT EXISTS run UInt32, MODIFY ORDER BY (session_id, time, metric, phase, writer, run);

ALTER TABLE sessions.point ON CLUSTER '{cluster}' ADD COLUMN IF NOT EXISTS run UInt32;

ALTER TABLE sessions.statement_local ON CLUSTER '{cluster}' ADD COLUMN IF NOT EXISTS parent String CODEC(ZSTD(1));

ALTER TABLE sessions.statement ON CLUSTER '{cluster}' ADD COLUMN IF NOT EXISTS parent String;

INSERT INTO sessions.schema_version (version) VALUES (5);
