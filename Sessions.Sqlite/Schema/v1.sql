-- Times are UTC ticks of 100 ns. A session is known inside by its number; its id stands in one place.

CREATE TABLE meta (
  -- The newest position ever given out: not max(event.position), because retention deletes.
  position INTEGER NOT NULL
);
INSERT INTO meta VALUES (0);

-- Phases' names; number 0 is "outside any phase".
CREATE TABLE name (
  no INTEGER PRIMARY KEY,
  text TEXT NOT NULL UNIQUE
);

CREATE TABLE session (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  runner TEXT NOT NULL,
  start INTEGER NOT NULL,
  status INTEGER NOT NULL,
  -- Ticks; absent while it runs.
  duration INTEGER,
  roi REAL NOT NULL,
  -- Arrival of the newest event, for retention.
  changed INTEGER NOT NULL,
  has_points INTEGER NOT NULL,
  -- SessionState as JSON.
  state BLOB NOT NULL
);
CREATE INDEX session_start ON session (start);
CREATE INDEX session_status ON session (status, start);
CREATE INDEX session_runner ON session (runner, start);
CREATE INDEX session_duration ON session (duration);
CREATE INDEX session_roi ON session (roi);

CREATE TABLE trace (
  no INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  session INTEGER NOT NULL
);
CREATE INDEX trace_session ON trace (session);

CREATE TABLE event (
  -- Commit order; an event that was merged gets a new one.
  position INTEGER PRIMARY KEY,
  session INTEGER NOT NULL,
  -- EventId; of a numbered beat its number.
  id INTEGER NOT NULL,
  -- name.no * 256 + EventType * 16 + EventLevel: what the feed filters by, in one number.
  kind INTEGER NOT NULL,
  time INTEGER NOT NULL,
  arrived INTEGER NOT NULL,
  status INTEGER,
  trace INTEGER,
  span BLOB,
  message TEXT,
  checkpoint TEXT,
  error TEXT,
  equity REAL,
  pnl REAL,
  trades INTEGER,
  wins INTEGER,
  losses INTEGER,
  -- Of a beat its progress, of a phase its index.
  steps INTEGER,
  -- Of a beat its interval, of a phase its time limit.
  seconds REAL,
  -- What few events have: session header, retry, details, as JSON.
  extra TEXT
);
-- Identities that do not hold the time: beats' numbers, starts and ends. The others' ids (rank 3 of EventId: checkpoints,
-- errors, retries, beats without a number) hold it, so event_order finds them, and a hash in no order would dirty a
-- page for each event. The bounds are -(2^63) + 3·2^60 and -(2^63) + 4·2^60.
CREATE UNIQUE INDEX event_identity ON event (session, id)
  WHERE id < -5764607523034234880 OR id >= -4611686018427387904;
-- Every ordered answer is a merge of walks over this one, a walk for each kind asked for.
CREATE INDEX event_order ON event (session, kind, time, id);

-- Gauge points that came without their beat.
CREATE TABLE point (
  session INTEGER NOT NULL,
  time INTEGER NOT NULL,
  metric INTEGER NOT NULL,
  phase INTEGER NOT NULL,
  value REAL NOT NULL,
  PRIMARY KEY (session, time, metric, phase)
) WITHOUT ROWID;

-- Events that name only a trace whose session is not known yet, oldest first.
CREATE TABLE waiting (
  no INTEGER PRIMARY KEY,
  trace BLOB NOT NULL,
  arrived INTEGER NOT NULL,
  event TEXT NOT NULL
);
CREATE INDEX waiting_trace ON waiting (trace);

-- Sessions that retention has taken off the list; their events go in small steps.
CREATE TABLE doomed (
  session INTEGER PRIMARY KEY
);
