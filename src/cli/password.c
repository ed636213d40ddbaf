/* password.c - see password.h. */
#include "cli/password.h"

#include <stdio.h>

#include "base/hash.h"

void password_make(char out[PASSWORD_MADE_BYTES])
{
	char text[17];

	random_text(text, 16);
	snprintf(out, PASSWORD_MADE_BYTES, "%.4s-%.4s-%.4s-%.4s", text, text + 4, text + 8,
		 text + 12);
}
