-- A session's heartbeats and values of equity in order, so that what a page says of all of them is read in a bounded
-- number of rows. A row of level 0 stands for about 64 of them, which are in its chunk; a row of a higher level for about
-- 16 rows of the level below. A level's rows follow each other without overlap up to the place (time, id) of its last one;
-- what comes later is in the table event alone, or in the rows of the level below.
CREATE TABLE series (
  session INTEGER NOT NULL,
  level INTEGER NOT NULL,
  -- Up to which place it holds all behind the row before it.
  time INTEGER NOT NULL,
  id INTEGER NOT NULL,
  beats INTEGER NOT NULL,
  first_beat INTEGER NOT NULL,
  last_beat INTEGER NOT NULL,
  -- The longest time between two beats that follow each other.
  longest INTEGER NOT NULL,
  -- How many values of equity, the lowest, the highest, and the deepest fall in percent.
  points INTEGER NOT NULL,
  low REAL NOT NULL,
  high REAL NOT NULL,
  fall REAL NOT NULL,
  -- chunk.no; 0 above level 0.
  chunk INTEGER NOT NULL,
  PRIMARY KEY (session, level, time, id)
) WITHOUT ROWID;

CREATE TABLE chunk (
  no INTEGER PRIMARY KEY,
  -- 25 bytes each: time, id, equity (not a number where there is none), 1 for a heartbeat.
  items BLOB NOT NULL
);
CREATE TRIGGER series_gone AFTER DELETE ON series WHEN old.chunk > 0 BEGIN
  DELETE FROM chunk WHERE no = old.chunk;
END;
DROP TABLE curve;

-- Values of equity of events that are no heartbeats, which are few.
CREATE INDEX event_value ON event (session, time, id) WHERE equity IS NOT NULL AND kind >> 4 & 15 <> 5;

-- Which sessions use a phase's name: it goes with the last of them. Numbers of names are never given twice.
CREATE TABLE phase_name (
  session INTEGER NOT NULL,
  name INTEGER NOT NULL,
  PRIMARY KEY (session, name)
) WITHOUT ROWID;
CREATE INDEX phase_name_use ON phase_name (name);
INSERT OR IGNORE INTO phase_name
  SELECT session, ifnull(phase, kind >> 8) FROM event WHERE kind >> 8 > 0
  UNION SELECT session, phase FROM point WHERE phase > 0;
CREATE TRIGGER phase_name_gone AFTER DELETE ON phase_name
  WHEN NOT EXISTS (SELECT 1 FROM phase_name WHERE name = old.name) BEGIN
  DELETE FROM name WHERE no = old.name;
END;
ALTER TABLE meta ADD COLUMN name INTEGER NOT NULL DEFAULT 0;
UPDATE meta SET name = ifnull((SELECT max(no) FROM name), 0);

-- Log lines of traces that no session names are many and worth the least: the first to give way.
ALTER TABLE orphan ADD COLUMN is_log INTEGER NOT NULL DEFAULT 0;
UPDATE orphan SET is_log = 1 WHERE json_valid(event) AND json_extract(event, '$.type') = 'log';
CREATE INDEX orphan_order ON orphan (is_log DESC, no);

-- When the collector could hear everyone.
CREATE TABLE IF NOT EXISTS hearing (since INTEGER PRIMARY KEY, until INTEGER NOT NULL);
