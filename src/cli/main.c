/*
 * main.c - the program's entrance; everything is in command.c and the command_*.c files.
 */
#include "cli/command.h"

int main(int argc, char **argv)
{
	return command_main(argc, argv);
}
