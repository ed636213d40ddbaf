/*
 * act_internal.h - what undoing an act needs beside the public functions.
 *
 * Layer: ledger, private.
 */
#ifndef LIANZE_LEDGER_ACT_INTERNAL_H
#define LIANZE_LEDGER_ACT_INTERNAL_H

#include "ledger/act.h"

/* Insert a record whose head is complete: for records that come back after their removal. */
MUST_USE int act_insert(struct act *act, const struct record_type *type, void *record,
			struct error *err);

#endif
