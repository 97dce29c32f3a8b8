/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside cmd/: help, and what is said of a command line that is wrong, for commands.c. Each function gives
 * the status to end with.
 */
#ifndef UNDERLAG_CMD_USAGE_H
#define UNDERLAG_CMD_USAGE_H

#include "cmd/command.h"

enum status print_help(const struct invocation *invocation);

/* The option has no value, or is none of the command's. */
enum status option_fault(struct invocation *invocation, const char *typed, bool is_missing);

/* There is no such command. */
enum status command_fault(struct invocation *invocation, const char *typed);

/* An operand whose hyphens have become a dash, as Word makes of them; or NULL. */
const char *dashed_option(const struct invocation *invocation);
enum status dash_fault(struct invocation *invocation, const char *typed);

/* There are more operands than the command takes. */
enum status surplus_fault(struct invocation *invocation);

#endif
