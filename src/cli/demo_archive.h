/*
 * demo_archive.h - the demonstration's archives: earlier entries imported, a few readings for a purpose,
 * one closure.
 *
 * Layer: cli. By the functions that pages use, each act on its day; after the log-ins were made: readers
 * need one.
 */
#ifndef LIANZE_CLI_DEMO_ARCHIVE_H
#define LIANZE_CLI_DEMO_ARCHIVE_H

#include "cli/operator.h"

MUST_USE int demo_archives_make(struct operator_session *session, struct error *err);

#endif
