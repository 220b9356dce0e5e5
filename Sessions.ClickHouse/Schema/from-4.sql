-- Version 5 adds to a point the run of its phase.
ALTER TABLE point ADD COLUMN IF NOT EXISTS run UInt32, MODIFY ORDER BY (session_id, time, metric, phase, writer, run);
