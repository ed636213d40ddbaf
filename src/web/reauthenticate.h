/*
 * reauthenticate.h - a sensitive act asks again who it is (ROUTE_REAUTHENTICATE in web/route.h).
 *
 * Layer: web. Called by dispatch.c only.
 *
 * The question is a page with the posted fields as hidden inputs; its answer arrives at the act's own
 * path with two fields more, again_password and again_code. A wrong answer is counted
 * (people/attempt.h) and asked again; the right one makes the session recent and the act goes on.
 */
#ifndef LIANZE_WEB_REAUTHENTICATE_H
#define LIANZE_WEB_REAUTHENTICATE_H

#include "ledger/act.h"
#include "web/page.h"

/* Whether the route's act must not run yet; whether this request brings the answer. */
bool reauthenticate_needed(const struct page *page);
bool reauthenticate_answered(const struct page *page);
/* Worker, read transaction: compares the password; -ERR_RULE when this network must wait. A wrong one
 * is 0 and noted, for reauthenticate_act() to count. */
MUST_USE int reauthenticate_prepare(struct page *page, struct error *err);
/* Writer: uses up the code and marks the session; or counts the failure and sets page->error. */
MUST_USE int reauthenticate_act(struct page *page, struct act *act, struct error *err);
/* The question, with page->error above it. */
MUST_USE int reauthenticate_show(struct page *page, struct error *err);

#endif
