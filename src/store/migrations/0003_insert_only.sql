-- What the ledger holds is only ever added to: the database itself refuses to change or delete it, also
-- for those who come with another program. (Whoever owns the database can drop these triggers; then
-- the tree tells: `lianze ledger verify`.)
--
-- record_version may lose its salt and content, which is how a person's data is erased, and nothing
-- else.

-- engine: postgres only
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION '% is insert-only', TG_TABLE_NAME;
END;
$$;

-- engine: sqlite
CREATE TRIGGER ledger_leaf_no_update BEFORE UPDATE ON ledger_leaf BEGIN
	SELECT RAISE(ABORT, 'ledger_leaf is insert-only');
END;
-- engine: postgres
CREATE TRIGGER ledger_leaf_no_update BEFORE UPDATE ON ledger_leaf
	FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- engine: sqlite
CREATE TRIGGER ledger_leaf_no_delete BEFORE DELETE ON ledger_leaf BEGIN
	SELECT RAISE(ABORT, 'ledger_leaf is insert-only');
END;
-- engine: postgres
CREATE TRIGGER ledger_leaf_no_delete BEFORE DELETE OR TRUNCATE ON ledger_leaf
	FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- engine: sqlite
CREATE TRIGGER ledger_node_no_update BEFORE UPDATE ON ledger_node BEGIN
	SELECT RAISE(ABORT, 'ledger_node is insert-only');
END;
-- engine: postgres
CREATE TRIGGER ledger_node_no_update BEFORE UPDATE ON ledger_node
	FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- engine: sqlite
CREATE TRIGGER ledger_node_no_delete BEFORE DELETE ON ledger_node BEGIN
	SELECT RAISE(ABORT, 'ledger_node is insert-only');
END;
-- engine: postgres
CREATE TRIGGER ledger_node_no_delete BEFORE DELETE OR TRUNCATE ON ledger_node
	FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- engine: sqlite
CREATE TRIGGER ledger_checkpoint_no_update BEFORE UPDATE ON ledger_checkpoint BEGIN
	SELECT RAISE(ABORT, 'ledger_checkpoint is insert-only');
END;
-- engine: postgres
CREATE TRIGGER ledger_checkpoint_no_update BEFORE UPDATE ON ledger_checkpoint
	FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- engine: sqlite
CREATE TRIGGER ledger_checkpoint_no_delete BEFORE DELETE ON ledger_checkpoint BEGIN
	SELECT RAISE(ABORT, 'ledger_checkpoint is insert-only');
END;
-- engine: postgres
CREATE TRIGGER ledger_checkpoint_no_delete BEFORE DELETE OR TRUNCATE ON ledger_checkpoint
	FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- engine: sqlite
CREATE TRIGGER act_no_update BEFORE UPDATE ON act BEGIN
	SELECT RAISE(ABORT, 'act is insert-only');
END;
-- engine: postgres
CREATE TRIGGER act_no_update BEFORE UPDATE ON act
	FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- engine: sqlite
CREATE TRIGGER act_no_delete BEFORE DELETE ON act BEGIN
	SELECT RAISE(ABORT, 'act is insert-only');
END;
-- engine: postgres
CREATE TRIGGER act_no_delete BEFORE DELETE OR TRUNCATE ON act
	FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- engine: sqlite
CREATE TRIGGER record_version_only_erase BEFORE UPDATE ON record_version
	WHEN new.salt IS NOT NULL OR new.content IS NOT NULL
		OR new.jurisdiction_id <> old.jurisdiction_id OR new.record_type <> old.record_type
		OR new.record_id <> old.record_id OR new.revision <> old.revision
		OR new.leaf_index <> old.leaf_index OR new.act_id <> old.act_id
		OR new.encoding <> old.encoding OR new.removed <> old.removed
BEGIN
	SELECT RAISE(ABORT, 'record_version is insert-only');
END;
-- engine: postgres
CREATE TRIGGER record_version_only_erase BEFORE UPDATE ON record_version FOR EACH ROW
	WHEN (new.salt IS NOT NULL OR new.content IS NOT NULL
		OR new.jurisdiction_id <> old.jurisdiction_id OR new.record_type <> old.record_type
		OR new.record_id <> old.record_id OR new.revision <> old.revision
		OR new.leaf_index <> old.leaf_index OR new.act_id <> old.act_id
		OR new.encoding <> old.encoding OR new.removed <> old.removed)
	EXECUTE FUNCTION refuse_change();

-- engine: sqlite
CREATE TRIGGER record_version_no_delete BEFORE DELETE ON record_version BEGIN
	SELECT RAISE(ABORT, 'record_version is insert-only');
END;
-- engine: postgres
CREATE TRIGGER record_version_no_delete BEFORE DELETE OR TRUNCATE ON record_version
	FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
