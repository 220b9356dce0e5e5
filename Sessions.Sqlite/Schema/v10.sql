-- Which sessions need attention: those that ended badly and that no later session of their runner made up for. Triggers
-- keep it, whatever writes or removes a session; running ones are judged by whoever reads.

-- Start of the runner's latest session that succeeded.
ALTER TABLE runner ADD COLUMN success INTEGER;
-- 1 for a session that ended badly, until a later one succeeds.
ALTER TABLE session ADD COLUMN attention INTEGER NOT NULL DEFAULT 0;
UPDATE runner SET success = (SELECT max(start) FROM session WHERE session.runner = runner.name AND status = 1);
UPDATE session SET attention = 1
  WHERE status IN (2, 3, 4) AND start >= ifnull((SELECT success FROM runner WHERE name = session.runner), 0);
CREATE INDEX session_attention ON session (start, no, status, runner, id, duration, roi, currency, pnl)
  WHERE attention = 1;

DROP TRIGGER runner_met;
CREATE TRIGGER runner_met AFTER INSERT ON session BEGIN
  INSERT OR IGNORE INTO runner (name) VALUES (new.runner);
  UPDATE runner SET success = new.start WHERE name = new.runner AND new.status = 1 AND new.start > ifnull(success, 0);
  UPDATE session SET attention = 1
    WHERE no = new.no AND status IN (2, 3, 4)
      AND start >= ifnull((SELECT success FROM runner WHERE name = new.runner), 0);
END;
DROP TRIGGER runner_changed;
CREATE TRIGGER runner_changed AFTER UPDATE OF runner, start, status ON session
  WHEN new.runner <> old.runner OR new.start <> old.start OR new.status <> old.status BEGIN
  INSERT OR IGNORE INTO runner (name) VALUES (new.runner);
  UPDATE runner SET success = (SELECT max(start) FROM session WHERE session.runner = runner.name AND status = 1)
    WHERE name = old.runner AND old.status = 1 AND success = old.start;
  UPDATE runner SET success = new.start WHERE name = new.runner AND new.status = 1 AND new.start > ifnull(success, 0);
  UPDATE session
    SET attention = status IN (2, 3, 4)
      AND start >= ifnull((SELECT success FROM runner WHERE name = new.runner), 0)
    WHERE no = new.no;
  DELETE FROM runner
    WHERE name = old.runner AND old.runner <> new.runner
      AND NOT EXISTS (SELECT 1 FROM session WHERE runner = old.runner);
END;
DROP TRIGGER runner_gone;
CREATE TRIGGER runner_gone AFTER DELETE ON session BEGIN
  UPDATE runner SET success = (SELECT max(start) FROM session WHERE session.runner = runner.name AND status = 1)
    WHERE name = old.runner AND old.status = 1 AND success = old.start;
  DELETE FROM runner WHERE name = old.runner AND NOT EXISTS (SELECT 1 FROM session WHERE runner = old.runner);
END;
-- Only sessions between the success before and the new one can change.
CREATE TRIGGER runner_succeeded AFTER UPDATE OF success ON runner WHEN new.success IS NOT old.success BEGIN
  UPDATE session SET attention = 0
    WHERE runner = new.name AND start >= ifnull(old.success, 0) AND start < new.success AND attention = 1;
  UPDATE session SET attention = 1
    WHERE runner = new.name AND start >= ifnull(new.success, 0) AND start < old.success AND status IN (2, 3, 4);
END;

-- Of a point: the run of its phase, where that is stated; otherwise 0.
ALTER TABLE point RENAME TO point_without_run;
CREATE TABLE point (
  session INTEGER NOT NULL,
  time INTEGER NOT NULL,
  metric INTEGER NOT NULL,
  phase INTEGER NOT NULL,
  run INTEGER NOT NULL,
  value REAL NOT NULL,
  PRIMARY KEY (session, time, metric, phase, run)
) WITHOUT ROWID;
INSERT INTO point SELECT session, time, metric, phase, 0, value FROM point_without_run;
DROP TABLE point_without_run;

-- The span that a phase's span is in. From here on steps of a checkpoint says which signals told it (ordinal of
-- CheckpointTeller, absent for a log event alone), and seconds how much later the second did.
ALTER TABLE event ADD COLUMN parent BLOB;
