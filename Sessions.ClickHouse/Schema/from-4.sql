-- Version 5 adds to a point the run of its phase, and to a phase the span that its span is in.
ALTER TABLE point ADD COLUMN IF NOT EXISTS run UInt32, MODIFY ORDER BY (session_id, time, metric, phase, writer, run);
ALTER TABLE statement ADD COLUMN IF NOT EXISTS parent String CODEC(ZSTD(1));
