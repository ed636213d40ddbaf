/* report_uses_view.c - the reports that cite a piece of evidence, for its page: see
 * evidence/evidence_uses_view.h. */
#include "evidence/evidence_uses_view.h"
#include "progress/assignment_view.h"
#include "statements_report_evidence.h"

struct citing {
	int64_t report_id, assignment_id;
	struct str state;
};

static int read_citing(struct page *page, int64_t evidence_id, struct citing *out, size_t *count,
		       struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(page->db, STATEMENT_REPORT_EVIDENCE_USES,
			       DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
				       db_int("evidence_id", evidence_id)),
			       &query, err);

	if (rc < 0)
		return rc;
	while (*count <= EVIDENCE_USES_MAXIMUM && (rc = db_query_step(query, err)) > 0)
		out[(*count)++] = (struct citing){
			db_query_int(query, 0), db_query_int(query, 1),
			str_from(page_text(page, list_page_word(report_states,
								db_query_bytes(query, 3))))
		};
	db_query_close(query);
	return rc < 0 ? rc : 0;
}

static int list_uses(struct page *page, int64_t evidence_id, struct evidence_uses *out,
		     struct error *err)
{
	struct citing *all = ARENA_ARRAY(page->arena, struct citing, EVIDENCE_USES_MAXIMUM + 1);
	size_t count = 0;
	int rc = all ? read_citing(page, evidence_id, all, &count, err)
		     : error_broken(err, ERR_MEMORY, "uses");

	for (size_t i = 0; rc == 0 && i < count; i++) {
		struct assignment_shown shown = { .person_count = 0 };
		struct evidence_use use = { .state = all[i].state,
					    .url = link_report(page, all[i].report_id) };

		rc = assignment_load_place(page, page->db, all[i].assignment_id, &shown, err);
		if (rc == -ERR_NOT_FOUND) {
			error_clear(err);
			out->hidden++;
			rc = 0;
			continue;
		}
		use.what = arena_format(page->arena, "%.*s %.*s", STR_ARG(shown.it.item.code),
					STR_ARG(shown.it.item.title));
		if (rc == 0)
			rc = evidence_use_add(page, out, &use, err);
	}
	return rc;
}

const struct evidence_use_source report_evidence_uses = { list_uses };
