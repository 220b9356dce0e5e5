-- 0: goes out when it is due; 1: waits for the end of quiet hours; 2: became part of a summary.
ALTER TABLE delivery ADD COLUMN held INTEGER NOT NULL DEFAULT 0;
CREATE INDEX delivery_held ON delivery (channel, no) WHERE held = 1;

-- Why nobody is told of it; 0 when whoever the rules name is told.
ALTER TABLE incident ADD COLUMN silence INTEGER NOT NULL DEFAULT 0;

-- Until when each channel's reports have told what happened.
CREATE TABLE digest (
  channel TEXT PRIMARY KEY,
  until INTEGER NOT NULL
) WITHOUT ROWID;
PRAGMA user_version = 1;

-- What the second version of the alerter wrote.
INSERT INTO digest VALUES ('phone', 639080496000000000);
INSERT INTO delivery (id, channel, incident, message, created, held) VALUES
  ('d', 'phone', '019cab', '{"incident_id":"019cab","event":"Opened","kind":"Failed","title":"backup failed","text":"Failed.","since":"2026-03-01T12:00:00+00:00","last_events":[]}', 639080496050000000, 1);
