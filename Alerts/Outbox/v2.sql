-- A browser that wants notifications, by its own consent.
CREATE TABLE subscription (
  endpoint TEXT PRIMARY KEY,
  p256dh TEXT NOT NULL,
  auth TEXT NOT NULL,
  created INTEGER NOT NULL
) WITHOUT ROWID;

-- Which browsers have a message already that was not taken for all of them.
CREATE TABLE pushed (
  delivery TEXT NOT NULL,
  endpoint TEXT NOT NULL,
  PRIMARY KEY (delivery, endpoint)
) WITHOUT ROWID;
