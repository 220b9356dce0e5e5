-- Back to schema 4: versions 5 and 6 kept the order of a session's events in tables of the writer's own.
DROP TRIGGER event_gone;
DROP TRIGGER event_moved;
DROP VIEW place;
DROP TABLE place_settled;
DROP TABLE place_recent;
CREATE INDEX event_order ON event (session, kind, time, id);
