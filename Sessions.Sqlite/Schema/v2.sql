-- Equity over time in closed stretches of about 64 values each, so that a long session's curve is read in a few hundred
-- rows instead of one for each beat. A session's stretches hold every value up to the place of the last one, in order
-- and without overlap; later values stand in the table event alone. Sessions with gauge points of their own (has_points)
-- have values that depend on how these are joined: of them, stretches say nothing.
CREATE TABLE curve (
  no INTEGER PRIMARY KEY,
  session INTEGER NOT NULL,
  -- Up to which place (time, id) it holds all values.
  time INTEGER NOT NULL,
  id INTEGER NOT NULL,
  -- 24 bytes a value: time, id, equity.
  stretch BLOB NOT NULL
);
CREATE INDEX curve_order ON curve (session, time, id);
