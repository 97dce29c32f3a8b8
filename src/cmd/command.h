/* SPDX-License-Identifier: EUPL-1.2
 *
 * What is typed: one table of commands, one table of options. Parsing, --help and the shell
 * completions all follow from them. A command is one file with one exported function and one line in
 * commands.c. Commands are the only place that prints; main.c is the only one that exits.
 */
#ifndef UNDERLAG_CMD_COMMAND_H
#define UNDERLAG_CMD_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "report/report.h"

/* The exit status of the program. */
enum status {
    STATUS_OK = 0,       /* all well */
    STATUS_FINDINGS = 1, /* the input has errors; or an out/ that is not current */
    STATUS_FAULT = 2,    /* wrong usage, or the world failed: no such file, disk full */
};

/* All options of all commands; a command names the ones it takes. */
enum flag {
#define OPTION(symbol, ...) symbol,
#include "cmd/options.def"
#undef OPTION
    OPTION_COUNT
};

struct flag_info {
    const char *name;     /* "root": typed --root */
    char letter;          /* 'j', or 0 */
    const char *argument; /* what follows ("MAPP"), or NULL for a switch */
    const char *help_sv;
    const char *help_en;
};

struct invocation;

struct command {
    const char *name;
    const char *operands_sv; /* "[FIL…]" */
    const char *operands_en;
    const char *summary_sv;  /* one line */
    const char *summary_en;
    size_t least, most;      /* how many operands; most SIZE_MAX: any number */
    const enum flag *options; /* ended by OPTION_COUNT; --lang, --help are always taken */
    enum status (*run)(struct invocation *invocation);
};

/* One call of the program. */
struct invocation {
    const struct command *command;
    struct arena *arena;        /* lives as long as the program */
    enum language language;
    struct findings *findings;  /* for what is not about one definition */
    const char **operands;
    size_t operand_count;
    const char *values[OPTION_COUNT]; /* an option's argument; "" for a switch that was given; NULL */
};

/* All commands in the order of the alphabet, ended by one without a name. */
extern const struct command commands[];
extern const struct flag_info flags[];

/* Parses the command line and runs the command. */
enum status command_main(int argc, char **argv);

/* Whether the option was given; its argument or `otherwise`. */
bool option_given(const struct invocation *invocation, enum flag flag);
const char *option_value(
    const struct invocation *invocation, enum flag flag, const char *otherwise);

/* --jobs as a number; 0 when it is not given, SIZE_MAX when it is no number from 1 to 1024. */
size_t wanted_threads(const struct invocation *invocation);

/* Says that the command line is wrong, in the invocation's language, and gives STATUS_FAULT. */
enum status usage_fault(struct invocation *invocation, const char *sv, const char *en);

/* Reads a file as a source. When that fails: a finding FILE_UNREADABLE and NULL. */
const struct source *read_source(
    struct arena *arena, const char *path, struct findings *findings);

/* Whether colour is wanted on this descriptor: it is a terminal, and NO_COLOR does not say otherwise. */
bool wants_colour(int descriptor);

/* How findings are shown on this descriptor. */
struct report_look look_on(int descriptor);

/* Writes to standard output. When that fails (full disk), says so on standard error and gives false. */
bool print(const struct invocation *invocation, const char *bytes, size_t size);

/* Shows findings on standard error as text. Gives STATUS_FINDINGS if one is an error (STATUS_FAULT if
 * one says that a file could not be read or written), else STATUS_OK. */
enum status report_findings(struct findings *findings);

/* The same status for findings that are shown elsewhere. */
enum status findings_status(const struct findings *findings);

/* Shows the invocation's findings on standard error as text, and gives STATUS_FINDINGS if one is an
 * error (STATUS_FAULT if one says that a file could not be read or written), else STATUS_OK. */
enum status show_findings(struct invocation *invocation);

/* The program's own words in the language of the invocation. */
const char *say(const struct invocation *invocation, const char *sv, const char *en);

/* The commands. */
enum status run_build(struct invocation *invocation);
enum status run_completion(struct invocation *invocation);
enum status run_explain(struct invocation *invocation);
enum status run_check(struct invocation *invocation);
enum status run_fill(struct invocation *invocation);
enum status run_graph(struct invocation *invocation);
enum status run_render(struct invocation *invocation);
enum status run_new(struct invocation *invocation);
enum status run_tree(struct invocation *invocation);

#endif
