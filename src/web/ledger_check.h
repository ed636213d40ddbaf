/* ledger_check.h - the page that checks a proof file; part of ledger_pages.c. Layer: web. */
#ifndef LIANZE_WEB_LEDGER_CHECK_H
#define LIANZE_WEB_LEDGER_CHECK_H

#include "web/page.h"

/* The verifier key of the page's jurisdiction; STR_EMPTY when neither half of the key is here. */
MUST_USE int ledger_check_vkey(struct page *page, struct str *out_vkey, struct error *err);
/* The empty form, or with why it was refused. */
MUST_USE int ledger_check_form(struct page *page, struct error *err);
/* The form with the verdict on what was sent. */
MUST_USE int ledger_check_answer(struct page *page, struct error *err);

#endif
