/* pdf_family.c - see pdf_family.h. */
#include "cli/pdf_family.h"

#include <stdlib.h>

const char *pdf_family(const struct call *call)
{
	const char *named = call_option(call, "pdf-font");
	const char *found = getenv("LIANZE_PDF_FONT");

	if (named)
		return named;
	return found && *found ? found : NULL;
}
