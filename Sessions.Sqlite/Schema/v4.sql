-- A text in the session list means a part of a runner's name or the start of an id. Names are few, sessions are many:
-- the names stand once here, so that a text is held against these and not against every session. Triggers keep them,
-- whatever writes, renames or removes a session.
CREATE TABLE runner (
  name TEXT PRIMARY KEY
) WITHOUT ROWID;
INSERT INTO runner SELECT DISTINCT runner FROM session;
CREATE TRIGGER runner_met AFTER INSERT ON session BEGIN
  INSERT OR IGNORE INTO runner VALUES (new.runner);
END;
CREATE TRIGGER runner_changed AFTER UPDATE OF runner ON session WHEN new.runner <> old.runner BEGIN
  INSERT OR IGNORE INTO runner VALUES (new.runner);
  DELETE FROM runner WHERE name = old.runner AND NOT EXISTS (SELECT 1 FROM session WHERE runner = old.runner);
END;
CREATE TRIGGER runner_gone AFTER DELETE ON session BEGIN
  DELETE FROM runner WHERE name = old.runner AND NOT EXISTS (SELECT 1 FROM session WHERE runner = old.runner);
END;
-- Both ways to a session that a text finds hold what it is filtered and ordered by, ROI excepted, which changes with
-- beats; the rest changes when a session ends.
DROP INDEX session_runner;
CREATE INDEX session_runner ON session (runner, start, no, status, duration, id);
CREATE INDEX session_id ON session (id COLLATE NOCASE, no, start, status, duration, runner);
-- What a stretch holds, in the index of their order, so that a long curve is reduced with few of them unpacked: how many
-- values, the lowest, the highest, and the deepest fall within. Absent in stretches of version 3 until they change.
ALTER TABLE curve ADD COLUMN count INTEGER;
ALTER TABLE curve ADD COLUMN low REAL;
ALTER TABLE curve ADD COLUMN high REAL;
ALTER TABLE curve ADD COLUMN fall REAL;
DROP INDEX curve_order;
CREATE INDEX curve_order ON curve (session, time, id, count, low, high, fall);
-- What changes with every event stands apart from what the list is ordered and filtered by: a commit writes the page of
-- every session that it holds an event of, and 25 of these rows share a page where 3 of the whole ones did.
CREATE TABLE session_state (
  session INTEGER PRIMARY KEY,
  -- Arrival of the newest event, for retention.
  changed INTEGER NOT NULL,
  -- SessionState, packed; as JSON until the session is next written, where an earlier version wrote it.
  state BLOB NOT NULL
);
INSERT INTO session_state SELECT no, changed, state FROM session ORDER BY no;
ALTER TABLE session DROP COLUMN changed;
ALTER TABLE session DROP COLUMN state;
