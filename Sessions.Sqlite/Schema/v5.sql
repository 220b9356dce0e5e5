-- Where an event stands in the order of its session and kind: what the index event_order held, as two tables of the same
-- shape. An index is changed with every event, each on the page of its own session and kind: with thousands of sessions
-- that is a page of the log for an event. Recent places stand in a small table of their own, and the writer settles
-- them session by session, some at a time. Readers ask the view, which SQLite answers by a merge of two walks.
CREATE TABLE place_settled (
  session INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  time INTEGER NOT NULL,
  id INTEGER NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (session, kind, time, id)
) WITHOUT ROWID;
CREATE TABLE place_recent (
  session INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  time INTEGER NOT NULL,
  id INTEGER NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (session, kind, time, id)
) WITHOUT ROWID;
CREATE VIEW place AS
  SELECT session, kind, time, id, position FROM place_settled
  UNION ALL
  SELECT session, kind, time, id, position FROM place_recent;
INSERT INTO place_settled
  SELECT session, kind, time, id, position FROM event INDEXED BY event_order ORDER BY session, kind, time, id;
DROP INDEX event_order;
-- Whatever removes an event or gives it a new position has its place follow. The writer inserts places itself.
CREATE TRIGGER event_gone AFTER DELETE ON event BEGIN
  DELETE FROM place_settled
    WHERE session = old.session AND kind = old.kind AND time = old.time AND id = old.id;
  DELETE FROM place_recent
    WHERE session = old.session AND kind = old.kind AND time = old.time AND id = old.id;
END;
CREATE TRIGGER event_moved AFTER UPDATE OF position ON event BEGIN
  UPDATE place_settled SET position = new.position
    WHERE session = old.session AND kind = old.kind AND time = old.time AND id = old.id;
  UPDATE place_recent SET position = new.position
    WHERE session = old.session AND kind = old.kind AND time = old.time AND id = old.id;
END;
