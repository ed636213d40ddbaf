/*
 * ledger_internal.h - what the files of this room share.
 *
 * Layer: ledger, private.
 */
#ifndef LIANZE_LEDGER_LEDGER_INTERNAL_H
#define LIANZE_LEDGER_LEDGER_INTERNAL_H

#include "base/buf.h"
#include "ledger/ledger.h"

/* A buffer that lives as long as the heads, for the canonical bytes of one record at a time. */
struct buf *ledger_heads_buffer(struct ledger_heads *heads);

#endif
