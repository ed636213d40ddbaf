/*
 * main.c - the program's entrance; everything is in command.c and the command_*.c files.
 */
#include "cli/command.h"
#include "export/pdf.h"

int main(int argc, char **argv)
{
	int code = command_main(argc, argv);

	pdf_end();
	return code;
}
