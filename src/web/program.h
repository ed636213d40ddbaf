/*
 * program.h - what a program is answered where a browser gets a page: the result of an act, and a failure as
 * application/problem+json (RFC 9457).
 *
 * Layer: web.
 */
#ifndef LIANZE_WEB_PROGRAM_H
#define LIANZE_WEB_PROGRAM_H

#include "ledger/act.h"
#include "web/page.h"

/* Keep of an act what program_answer() tells. */
void program_note(struct page *page, const struct act *act);
/*
 * After a POST of a program that a browser would be sent on from, or whose handler set done.describe: the
 * result as JSON, 201 when one record was created, else 200. Leaves every other answer alone.
 */
void program_answer(struct page *page);
/* Fill the answer with the failure; page->http->status is set. */
void program_problem(struct page *page, const struct error *err);

#endif
