/* pdf_family.h - which font PDF files are set in. Layer: cli. */
#ifndef LIANZE_CLI_PDF_FAMILY_H
#define LIANZE_CLI_PDF_FAMILY_H

#include "cli/command.h"

/* For the options of a command that makes PDF files. */
#define PDF_FAMILY_OPTION                                                                          \
	{ "pdf-font", "FAMILY", "font of PDF files, else $LIANZE_PDF_FONT (Noto Serif CJK SC)" }

/* --pdf-font, else $LIANZE_PDF_FONT; NULL when neither is set. */
const char *pdf_family(const struct call *call);

#endif
