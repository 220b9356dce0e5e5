-- An event's place in the order of its session and kind is recent before it is settled. Recent places are no rows: the
-- session's state names its newest event whose place is not settled, and each of these events says how far back the
-- one before it stands. When there are some dozens, they are settled together. A place is one or the other.
DROP TRIGGER event_gone;
DROP TRIGGER event_moved;
DROP VIEW place;
INSERT INTO place_settled
  SELECT session, kind, time, id, position FROM place_recent ORDER BY session, kind, time, id;
DROP TABLE place_recent;
-- How many positions further back the session's next older recent event stands; absent in the oldest. It stays when the
-- place is settled, and says nothing then.
ALTER TABLE event ADD COLUMN back INTEGER;
-- Position of the newest recent event; absent when all places are settled.
ALTER TABLE session_state ADD COLUMN recent INTEGER;
-- Walks every session's chain: for whoever looks at the file and for checks. A session's own is a few dozen rows.
CREATE VIEW place_recent AS
  WITH RECURSIVE chain (session, kind, time, id, position, next) AS (
    SELECT s.session, e.kind, e.time, e.id, e.position, iif(e.back > 0, e.position - e.back, NULL)
      FROM session_state s CROSS JOIN event e ON e.position = s.recent AND e.session = s.session
    UNION ALL
    SELECT e.session, e.kind, e.time, e.id, e.position, iif(e.back > 0, e.position - e.back, NULL)
      FROM chain c CROSS JOIN event e ON e.position = c.next AND e.session = c.session
  )
  SELECT session, kind, time, id, position FROM chain;
CREATE VIEW place AS
  SELECT session, kind, time, id, position FROM place_settled
  UNION ALL
  SELECT session, kind, time, id, position FROM place_recent;
-- Whatever removes an event or gives it a new position has its settled place follow. The writer settles a session's
-- places before it does either.
CREATE TRIGGER event_gone AFTER DELETE ON event BEGIN
  DELETE FROM place_settled
    WHERE session = old.session AND kind = old.kind AND time = old.time AND id = old.id;
END;
CREATE TRIGGER event_moved AFTER UPDATE OF position ON event BEGIN
  UPDATE place_settled SET position = new.position
    WHERE session = old.session AND kind = old.kind AND time = old.time AND id = old.id;
END;
