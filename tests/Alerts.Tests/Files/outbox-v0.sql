CREATE TABLE IF NOT EXISTS incident (
  id TEXT PRIMARY KEY,
  key TEXT NOT NULL,
  kind TEXT NOT NULL,
  runner TEXT,
  session TEXT,
  -- UTC ticks.
  since INTEGER NOT NULL,
  opened INTEGER NOT NULL,
  resolved INTEGER,
  sentence TEXT NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS incident_open ON incident (key) WHERE resolved IS NULL;
CREATE INDEX IF NOT EXISTS incident_key ON incident (key, opened);
CREATE INDEX IF NOT EXISTS incident_session ON incident (session);
CREATE INDEX IF NOT EXISTS incident_opened ON incident (opened);

-- One message over one channel. Its id is the idempotency key.
CREATE TABLE IF NOT EXISTS delivery (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  channel TEXT NOT NULL,
  incident TEXT NOT NULL,
  message TEXT NOT NULL,
  created INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  -- When it is tried next; null once it is delivered or given up.
  due INTEGER,
  delivered INTEGER,
  -- Why the newest attempt failed.
  problem TEXT
);
CREATE INDEX IF NOT EXISTS delivery_due ON delivery (channel, no) WHERE due IS NOT NULL;
CREATE INDEX IF NOT EXISTS delivery_incident ON delivery (incident, channel);

-- The newest start of each runner that was looked at.
CREATE TABLE IF NOT EXISTS seen (
  runner TEXT PRIMARY KEY,
  start INTEGER NOT NULL
) WITHOUT ROWID;

-- One row once the store was looked at.
CREATE TABLE IF NOT EXISTS looked (
  once INTEGER PRIMARY KEY
);

-- What the first version of the alerter wrote.
INSERT INTO looked VALUES (1);
INSERT INTO seen VALUES ('backup', 639080496000000000);
INSERT INTO incident VALUES ('019cab', 'session:backup', 'failed', 'backup', 's1', 639080496000000000, 639080496050000000, NULL, 'Failed after 3m 0s: disk full.');
INSERT INTO delivery (id, channel, incident, message, created, attempts, due, delivered, problem) VALUES
  ('a', 'hook', '019cab', '{"incident_id":"019cab","event":"Opened","kind":"Failed","title":"backup failed","text":"Failed.","runner":"backup","session_id":"s1","since":"2026-03-01T12:00:00+00:00","last_events":[]}', 639080496050000000, 0, NULL, 639080496060000000, NULL),
  ('b', 'hook', '019cab', '{"incident_id":"019cab","event":"Escalated","kind":"Failed","title":"backup failed now","text":"Failed.","runner":"backup","session_id":"s1","since":"2026-03-01T12:00:00+00:00","last_events":[]}', 639080496050000000, 9, NULL, NULL, 'The receiver answers 400.'),
  ('c', 'hook', '019cab', '{"incident_id":"019cab","event":"Resolved","kind":"Failed","title":"backup recovered","text":"It is well again.","runner":"backup","session_id":"s1","since":"2026-03-01T12:00:00+00:00","resolved_at":"2026-03-01T12:12:00+00:00","last_events":[]}', 639080496050000000, 1, 639080497050000000, NULL, 'No answer in time.');
