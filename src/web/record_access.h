/*
 * record_access.h - may the asker read this record, whatever kind it is? For proofs and citations.
 *
 * Layer: web.
 */
#ifndef LIANZE_WEB_RECORD_ACCESS_H
#define LIANZE_WEB_RECORD_ACCESS_H

#include "web/page.h"

/* -ERR_NOT_FOUND when not, or when there is no such record. Reads by page->db. */
MUST_USE int record_access_check(struct page *page, struct str type, int64_t id, struct error *err);

#endif
