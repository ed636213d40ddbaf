/* mail_path.h - where the settings for mail are. Layer: cli. */
#ifndef LIANZE_CLI_MAIL_PATH_H
#define LIANZE_CLI_MAIL_PATH_H

#include "cli/command.h"

/* --mail, else $LIANZE_MAIL; NULL: no mail is sent. */
const char *mail_path(const struct call *call);

#endif
