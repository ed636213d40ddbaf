/* record_access.c - see record_access.h. */
#include "web/record_access.h"

#include "evidence/evidence_access_view.h"
#include "people/handover_view.h"
#include "plan/plan_item.h"
#include "statements_ledger_pages.h"

static int no_such_record(struct error *err)
{
	return error_set(err, ERR_NOT_FOUND, "There is no such record in the ledger.",
			 "存证中没有这条记录。");
}

/* A score's or an entry's derivation may be read by whoever may read that of its subject. */
static int check_subject(struct page *page, enum statement statement, int64_t id,
			 struct error *err)
{
	struct db_query *query;
	int64_t unit_id = 0, person_id = 0;
	int rc = db_query_open(page->db, statement,
			       DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
				       db_int("id", id)),
			       &query, err);

	if (rc < 0)
		return rc;
	rc = db_query_step(query, err);
	if (rc > 0 && str_equal(db_query_bytes(query, 0), STR("unit")))
		unit_id = db_query_int(query, 1);
	else if (rc > 0)
		person_id = db_query_int(query, 1);
	db_query_close(query);
	if (rc == 0)
		return no_such_record(err);
	return rc < 0 ? rc : page_check(page, PERMISSION_DERIVATION_READ, unit_id, person_id, err);
}

/* Results of units are for everybody; those of persons for who reads every derivation. */
static int check_result(struct page *page, int64_t id, struct error *err)
{
	struct db_query *query;
	bool unit = false;
	int rc = db_query_open(page->db, STATEMENT_LEDGER_PAGES_RESULT_SUBJECT,
			       DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
				       db_int("id", id)),
			       &query, err);

	if (rc < 0)
		return rc;
	rc = db_query_step(query, err);
	if (rc > 0)
		unit = str_equal(db_query_bytes(query, 0), STR("unit"));
	db_query_close(query);
	if (rc == 0)
		return no_such_record(err);
	return rc < 0 ? rc
		      : page_check(page, unit ? PERMISSION_RESULT_READ : PERMISSION_DERIVATION_READ,
				   0, 0, err);
}

static int check_evidence(struct page *page, int64_t id, struct error *err)
{
	struct evidence evidence;

	return evidence_read(page, page->db, id, &evidence, err);
}

/* A published item is for everybody in the business, unless it is confidential; else the office's. */
static int check_plan_item(struct page *page, int64_t id, struct error *err)
{
	const struct record_key key = { page->jurisdiction_id, id };
	struct record_key above = { page->jurisdiction_id, 0 };
	struct plan_item item;
	struct plan plan;
	int rc = record_get(page->db, &plan_item_record, key, page->arena, &item, err);

	above.id = item.plan_id;
	if (rc == 0)
		rc = record_get(page->db, &plan_record, above, page->arena, &plan, err);
	if (rc < 0)
		return rc;
	bool open = item.from_version <= plan.version && !item.confidential;
	return page_check(page, open ? PERMISSION_PLAN_READ : PERMISSION_PLAN_MANAGE, 0, 0, err);
}

int record_access_check(struct page *page, struct str type, int64_t id, struct error *err)
{
	if (str_equal(type, STR("unit")))
		return page_check(page, PERMISSION_UNIT_READ, id, 0, err);
	if (str_equal(type, STR("person")))
		return page_check(page, PERMISSION_PERSON_READ, 0, id, err);
	if (str_equal(type, STR("score")))
		return check_subject(page, STATEMENT_LEDGER_PAGES_SCORE_SUBJECT, id, err);
	if (str_equal(type, STR("entry")))
		return check_subject(page, STATEMENT_LEDGER_PAGES_ENTRY_SUBJECT, id, err);
	if (str_equal(type, STR("objection")))
		return check_subject(page, STATEMENT_LEDGER_PAGES_OBJECTION_SUBJECT, id, err);
	if (str_equal(type, STR("result")))
		return check_result(page, id, err);
	if (str_equal(type, STR("proposal")))
		return page_check(page, PERMISSION_PROPOSAL_READ, 0, 0, err);
	if (str_equal(type, STR("handover")))
		return handover_check(page, id, err);
	if (str_equal(type, STR("evidence")))
		return check_evidence(page, id, err);
	if (str_equal(type, STR("plan_item")))
		return check_plan_item(page, id, err);
	if (str_equal(type, STR("letter")) || str_equal(type, STR("letter_signature")))
		return page_check(page, PERMISSION_LETTER_MANAGE, 0, 0, err);
	if (str_equal(type, STR("scheme")))
		return page_check(page, PERMISSION_SCHEME_READ, 0, 0, err);
	/* Entries, readings and closures of archives: not to who may be their subject, nor without a
	 * purpose. */
	if (str_starts_with(type, STR("archive_")))
		return page_check(page, PERMISSION_ACT_READ, 0, 0, err);
	return page_check(page, PERMISSION_IMPORT, 0, 0, err);
}
