-- From schema 7: sessions' own figures.

-- A figure from one source: whoever counts it.
CREATE TABLE figure (
  no INTEGER PRIMARY KEY,
  session INTEGER NOT NULL,
  name TEXT NOT NULL,
  -- Ordinal of FigureKind.
  kind INTEGER NOT NULL,
  -- 1 where a value counts from the one before.
  delta INTEGER NOT NULL,
  -- JSON object; empty when there is none.
  attributes TEXT NOT NULL,
  writer INTEGER NOT NULL,
  -- Since when an amount is counted; 0 where that is not stated, or does not matter.
  since INTEGER NOT NULL,
  unit TEXT NOT NULL,
  description TEXT NOT NULL,
  -- Times of its first and its latest value.
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  -- Pieces of time whose deltas are counted: "start-end start-end …".
  applied TEXT NOT NULL
);
CREATE UNIQUE INDEX figure_session ON figure (session, name, kind, delta, attributes, writer, since);

-- Its values, at most 512: of each piece of time the latest, or of deltas their sum. A longer session has wider pieces.
CREATE TABLE figure_cell (
  figure INTEGER NOT NULL,
  -- Number of the piece: time divided by its width.
  piece INTEGER NOT NULL,
  time INTEGER NOT NULL,
  value REAL NOT NULL,
  -- Of a histogram.
  count INTEGER NOT NULL,
  min REAL,
  max REAL,
  PRIMARY KEY (figure, piece)
) WITHOUT ROWID;
