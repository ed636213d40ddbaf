/* mail_path.c - see mail_path.h. */
#include "cli/mail_path.h"

#include <stdlib.h>

const char *mail_path(const struct call *call)
{
	const char *option = call_option(call, "mail");
	const char *environment = getenv("LIANZE_MAIL");

	if (option)
		return option;
	return environment && *environment ? environment : NULL;
}
