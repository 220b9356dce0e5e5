-- A user for dashboards: it reads the sessions and nothing else. Run once as an administrator; put in the password.
CREATE USER IF NOT EXISTS sessions_reader IDENTIFIED WITH sha256_password BY 'change-me'
  -- The driver sets formats and limits for each statement, so settings may change, data may not.
  SETTINGS readonly = 2;
GRANT SELECT ON sessions.* TO sessions_reader;
