-- The three administrators are kept apart inside the database too (design.md section 9): an account holds at
-- most one administrator's grant without an end in a jurisdiction; and none that shares a day with any other
-- role, in any jurisdiction. people/role_grant.c refuses the same with a sentence; this is the wall behind
-- it.

CREATE UNIQUE INDEX role_grant_administrator ON role_grant (jurisdiction_id, account_id)
	WHERE role IN ('system', 'security', 'audit') AND to_day IS NULL;

CREATE INDEX role_grant_by_account ON role_grant (account_id);

-- engine: sqlite
CREATE TRIGGER role_grant_apart_insert BEFORE INSERT ON role_grant
WHEN EXISTS (SELECT 1 FROM role_grant o
	WHERE o.account_id = NEW.account_id
		AND o.role <> NEW.role
		AND (o.role IN ('system', 'security', 'audit')
			OR NEW.role IN ('system', 'security', 'audit'))
		AND (o.to_day IS NULL OR o.to_day >= NEW.from_day)
		AND (NEW.to_day IS NULL OR o.from_day <= NEW.to_day))
BEGIN
	SELECT RAISE(ABORT, 'role_grant_apart: administrators are kept apart');
END;
-- engine: postgres
CREATE FUNCTION role_grant_apart() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF EXISTS (SELECT 1 FROM role_grant o
		WHERE o.account_id = NEW.account_id
			AND o.id <> NEW.id
			AND o.role <> NEW.role
			AND (o.role IN ('system', 'security', 'audit')
				OR NEW.role IN ('system', 'security', 'audit'))
			AND (o.to_day IS NULL OR o.to_day >= NEW.from_day)
			AND (NEW.to_day IS NULL OR o.from_day <= NEW.to_day)) THEN
		RAISE EXCEPTION 'role_grant_apart: administrators are kept apart'
			USING ERRCODE = 'check_violation';
	END IF;
	RETURN NEW;
END $$;

-- engine: sqlite
CREATE TRIGGER role_grant_apart_update BEFORE UPDATE ON role_grant
WHEN EXISTS (SELECT 1 FROM role_grant o
	WHERE o.account_id = NEW.account_id
		AND o.id <> NEW.id
		AND o.role <> NEW.role
		AND (o.role IN ('system', 'security', 'audit')
			OR NEW.role IN ('system', 'security', 'audit'))
		AND (o.to_day IS NULL OR o.to_day >= NEW.from_day)
		AND (NEW.to_day IS NULL OR o.from_day <= NEW.to_day))
BEGIN
	SELECT RAISE(ABORT, 'role_grant_apart: administrators are kept apart');
END;
-- engine: postgres
CREATE TRIGGER role_grant_apart BEFORE INSERT OR UPDATE ON role_grant
	FOR EACH ROW EXECUTE FUNCTION role_grant_apart();
