/*
 * password.h - first passwords made by the program.
 *
 * Layer: cli.
 */
#ifndef LIANZE_CLI_PASSWORD_H
#define LIANZE_CLI_PASSWORD_H

#include "base/error.h"

/* Four groups of four base32 characters: 80 bits. */
#define PASSWORD_MADE_BYTES 20

void password_make(char out[PASSWORD_MADE_BYTES]);

#endif
