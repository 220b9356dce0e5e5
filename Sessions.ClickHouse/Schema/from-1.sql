-- Version 1 kept its rows in the table event, in order of their ids. No collector of version 1 may run meanwhile; one that
-- does finds its table gone and stores nothing more.

RENAME TABLE IF EXISTS event TO event_1;

-- Empty when this was done before but for the version's number.
CREATE TABLE IF NOT EXISTS event_1 AS statement;

INSERT INTO statement (session_id, id, writer, position, first, arrived, time, type, level, status, phase, trace_id, span_id, message, checkpoint, error, equity, pnl, trades, wins, losses, steps, seconds, extra)
SELECT session_id, id, writer, position, first, arrived, time, type, level, status, phase, trace_id, span_id, message, checkpoint, error, equity, pnl, trades, wins, losses, steps, seconds, extra
FROM event_1;

DROP TABLE IF EXISTS event_1;
