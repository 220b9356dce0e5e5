-- From schema 4: the order of a session's events is the plain index event_order.

-- The highest numbers that sessions and traces ever had: none is given twice, also when retention has removed the newest.
ALTER TABLE meta ADD COLUMN session INTEGER NOT NULL DEFAULT 0;
ALTER TABLE meta ADD COLUMN trace INTEGER NOT NULL DEFAULT 0;
UPDATE meta SET
  session = max(
    ifnull((SELECT max(no) FROM session), 0),
    ifnull((SELECT max(session) FROM event), 0),
    ifnull((SELECT max(session) FROM trace), 0),
    ifnull((SELECT max(session) FROM point), 0),
    ifnull((SELECT max(session) FROM curve), 0),
    ifnull((SELECT max(session) FROM doomed), 0)),
  trace = max(ifnull((SELECT max(no) FROM trace), 0), ifnull((SELECT max(trace) FROM event), 0));

-- Sessions that are marked for deletion: they are off the list, and their rows go in small steps.
ALTER TABLE doomed RENAME TO tombstone;

-- Events that name only a trace whose session is not known yet.
ALTER TABLE waiting RENAME TO orphan;
DROP INDEX waiting_trace;
CREATE INDEX orphan_trace ON orphan (trace);

ALTER TABLE curve RENAME COLUMN stretch TO chunk;

-- Number of the phase's name where the session has so many phases that kind does not tell them apart.
ALTER TABLE event ADD COLUMN phase INTEGER;

-- What is known by its span is found by its trace: traces are numbered as they come, so new entries go to the end of the
-- index and share its pages. The bounds are -(2^63) + 2·2^60, 3·2^60, 4·2^60 and 5·2^60.
CREATE UNIQUE INDEX event_identity ON event (session, id)
  WHERE id < -6917529027641081856 OR id >= -3458764513820540928;
CREATE UNIQUE INDEX event_span ON event (trace, id, session)
  WHERE id >= -6917529027641081856 AND id < -5764607523034234880
    OR id >= -4611686018427387904 AND id < -3458764513820540928;

-- Holds rows only while the writer finds out whether a store that was full has room again.
CREATE TABLE probe (
  room BLOB NOT NULL
);

-- What totals add up, and the moment before which a running session needs no look at its verdict.
ALTER TABLE session ADD COLUMN currency TEXT;
ALTER TABLE session ADD COLUMN pnl REAL;
ALTER TABLE session ADD COLUMN due INTEGER;
CREATE INDEX session_totals ON session (status, currency, start, runner, pnl, id);
CREATE INDEX session_due ON session (due) WHERE status = 0;
