/*
 * scanner.h - ask clamd whether a file is infected (its INSTREAM command).
 *
 * Layer: evidence. Blocks for as long as the scanner takes: workers only.
 */
#ifndef LIANZE_EVIDENCE_SCANNER_H
#define LIANZE_EVIDENCE_SCANNER_H

#include "base/arena.h"
#include "base/error.h"

/*
 * Send `bytes` of `fd` to the scanner at `where`, the path of a socket or HOST:PORT. 0: nothing was found.
 * -ERR_RULE: infected, naming what was found. -ERR_BUSY: the scanner cannot be reached or did not answer;
 * nothing is known of the file then, so it is not to be taken.
 */
MUST_USE int scanner_scan(const char *where, int fd, int64_t bytes, struct error *err);

#endif
