-- Brings a cluster of version 1 up to version 2. Run as an administrator while no collector runs, after cluster.sql of this
-- version, which makes the tables. What has been copied may be copied again.

INSERT INTO sessions.statement (session_id, id, writer, position, first, arrived, time, type, level, status, phase, trace_id, span_id, message, checkpoint, error, equity, pnl, trades, wins, losses, steps, seconds, extra)
SELECT session_id, id, writer, position, first, arrived, time, type, level, status, phase, trace_id, span_id, message, checkpoint, error, equity, pnl, trades, wins, losses, steps, seconds, extra
FROM sessions.event
SETTINGS distributed_foreground_insert = 1;

DROP TABLE IF EXISTS sessions.event ON CLUSTER '{cluster}';

DROP TABLE IF EXISTS sessions.event_local ON CLUSTER '{cluster}';
