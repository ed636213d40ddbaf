-- What SQLite's planner believes about the tables, once for all.
--
-- Every primary key begins with jurisdiction_id and is its table, so without statistics SQLite takes
-- "the rows of this jurisdiction" for as few as "the posts of this person" and reads the whole table
-- for each person of a list (measured: 145 ms for a list of 50 among 1,100 persons, and growing with
-- the square). The numbers are those of a county after some years: rows in all, then rows for each
-- further column of the index. They are written and not measured (ANALYZE), so that an empty, a
-- small and a grown database get the same plans; nothing updates them. A new index needs its row in
-- a migration of its own; tests/store asks for it.

-- engine: sqlite only
ANALYZE sqlite_schema;

-- engine: sqlite only
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
	('jurisdiction', 'jurisdiction', '20 20 1'),
	('jurisdiction', 'jurisdiction_code', '20 1'),
	('unit', 'unit', '3000 3000 1'),
	('unit', 'unit_code', '3000 3000 1'),
	('unit', 'unit_name_key', '3000 3000 2 1'),
	('unit', 'unit_parent', '3000 3000 20'),
	('appraisal_group', 'appraisal_group', '100 100 1'),
	('appraisal_group', 'appraisal_group_name', '100 100 10 1'),
	('group_member', 'group_member', '10000 10000 1'),
	('group_member', 'group_member_unit', '10000 10000 1000 1'),
	('group_member', 'group_member_group', '10000 10000 50 1'),
	('person', 'person', '20000 20000 1'),
	('person', 'person_code', '20000 20000 1'),
	('person', 'person_name_key', '20000 20000 2 1'),
	('post', 'post', '50000 50000 1'),
	('post', 'post_natural', '50000 50000 3 2 2 1'),
	('post', 'post_unit', '50000 50000 30 2'),
	('account', 'account', '3000 3000 1'),
	('account', 'account_login', '3000 1'),
	('credential', 'credential', '3000 1'),
	('login_failure', 'login_failure', '1000 2 1'),
	('role_grant', 'role_grant', '4000 4000 1'),
	('role_grant', 'role_grant_account', '4000 4000 2'),
	('role_grant', 'role_grant_by_account', '4000 2'),
	('role_grant', 'role_grant_administrator', '10 10 1'),
	('session', 'session', '1000 1'),
	('session', 'session_account', '1000 2'),
	('scheme', 'scheme', '20 20 1'),
	('scheme', 'scheme_code', '20 20 5 1'),
	('score', 'score', '300000 300000 1'),
	('score', 'score_natural', '300000 300000 60000 50000 25 2 1'),
	('entry', 'entry', '10000 10000 1'),
	('entry', 'entry_subject', '10000 10000 2000 1500 5'),
	('entry', 'entry_reverses', '10000 10000 1'),
	('import_batch', 'import_batch', '1000 1000 1'),
	('act', 'act', '100000 100000 1'),
	('record_version', 'record_version', '500000 500000 60000 2 1'),
	('record_version', 'record_version_act', '500000 500000 10 1'),
	('ledger_head', 'ledger_head', '20 1'),
	('ledger_leaf', 'ledger_leaf', '500000 500000 1'),
	('ledger_node', 'ledger_node', '2000 2000 1000 1'),
	('ledger_checkpoint', 'ledger_checkpoint', '1000 1000 1'),
	('setting', 'setting', '10 1');
