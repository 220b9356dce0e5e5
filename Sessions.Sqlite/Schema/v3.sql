-- Each order of the session list is one index, which also holds what the list is filtered by, so that a rare filter is
-- settled without a look at the rows: these hold the whole state, and 50,000 of them are 100 MB. The number stands right
-- behind the sort key because pages go on from (key, no).
DROP INDEX session_start;
DROP INDEX session_status;
DROP INDEX session_runner;
DROP INDEX session_duration;
DROP INDEX session_roi;
CREATE INDEX session_start ON session (start, no, status, runner, id);
CREATE INDEX session_status ON session (status, start, no, runner, id);
CREATE INDEX session_runner ON session (runner, start, no, status, id);
CREATE INDEX session_duration ON session (duration, no, status, runner, start, id);
-- Changes with every beat that states another equity: the list is filtered by text at the cost of the rows.
CREATE INDEX session_roi ON session (roi, no, status, runner, start);
