/* SPDX-License-Identifier: EUPL-1.2
 *
 * What --help tells, of the program or a command.
 */
#include <string.h>

#include "base/text.h"
#include "cmd/usage.h"
#include "config.h"

/* What stands for an option's argument, in the language of the invocation. */
static const char *argument_word(const struct invocation *invocation, const char *word) {
    static const char *const words[][2] = { { "FIL", "FILE" }, { "MALL", "TEMPLATE" },
        { "MALL.docx", "TEMPLATE.docx" }, { "MAPP", "FOLDER" }, { "SÄTT", "MANNER" } };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(word, words[i][0]) == 0) {
            return words[i][invocation->language == LANGUAGE_EN];
        }
    }
    return word;
}

/* How an option is typed: "-j N, --jobs N". */
static void describe_option(
    struct buffer *line, const struct invocation *invocation, const struct flag_info *option) {
    if (option->letter != 0) {
        buffer_printf(line, "-%c, ", option->letter);
    }
    buffer_printf(line, "--%s", option->name);
    if (option->argument != NULL) {
        buffer_printf(line, " %s", argument_word(invocation, option->argument));
    }
}

/* Columns of the help, and where what it says of an option begins. */
enum { HELP_WIDTH = 80, HELP_INDENT = 26 };

static void put_option(struct buffer *out, const char *typed, const char *help) {
    int gap = HELP_INDENT - 2 - (int)text_width(typed, strlen(typed));
    buffer_printf(out, "  %s%*s", typed, gap > 1 ? gap : 1, "");
    size_t column = HELP_INDENT;
    for (const char *word = help; *word != '\0';) {
        size_t size = strcspn(word, " ");
        size_t width = text_width(word, size);
        if (column > HELP_INDENT && column + 1 + width > HELP_WIDTH) {
            buffer_printf(out, "\n%*s", HELP_INDENT, "");
            column = HELP_INDENT;
        }
        buffer_puts(out, column > HELP_INDENT ? " " : "");
        buffer_put(out, word, size);
        column += width + (column > HELP_INDENT);
        word += size + (word[size] == ' ');
    }
    buffer_putc(out, '\n');
}

static void describe_program(struct buffer *out, const struct invocation *invocation) {
    buffer_printf(out, "underlag %s: %s\n\n", UNDERLAG_VERSION,
        say(invocation, "från YAML till nämndens handlingar om idéburet offentligt partnerskap",
            "from YAML to the board's papers on public–civil society partnerships"));
    buffer_puts(out, say(invocation, "Användning: underlag KOMMANDO [FLAGGA…] [FIL…]\n\nKommandon:\n",
        "Usage: underlag COMMAND [OPTION…] [FILE…]\n\nCommands:\n"));
    for (const struct command *each = commands; each->name != NULL; each++) {
        put_option(out, each->name, say(invocation, each->summary_sv, each->summary_en));
    }
    buffer_puts(out, say(invocation, "\nFör alla kommandon:\n", "\nFor all commands:\n"));
}

static void describe_command(struct buffer *out, const struct invocation *invocation) {
    const struct command *command = invocation->command;
    buffer_printf(out, "%s underlag %s [%s…] %s\n\n%s.\n\n%s:\n",
        say(invocation, "Användning:", "Usage:"), command->name,
        say(invocation, "FLAGGA", "OPTION"),
        say(invocation, command->operands_sv, command->operands_en),
        say(invocation, command->summary_sv, command->summary_en),
        say(invocation, "Flaggor", "Options"));
    for (const enum flag *flag = command->options; *flag != OPTION_COUNT; flag++) {
        CLEANUP_BUFFER struct buffer typed = BUFFER_EMPTY;
        describe_option(&typed, invocation, &flags[*flag]);
        put_option(out, typed.data, say(invocation, flags[*flag].help_sv, flags[*flag].help_en));
    }
}

enum status print_help(const struct invocation *invocation) {
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    if (invocation->command == NULL) {
        describe_program(&out, invocation);
    } else {
        describe_command(&out, invocation);
    }
    put_option(&out, "--lang sv|en", say(invocation, "språk för meddelanden; annars svenska",
        "language of messages; Swedish otherwise"));
    put_option(&out, "-h, --help", say(invocation, "visa den här hjälpen", "show this help"));
    put_option(&out, "--version",
        say(invocation, "visa programmets version", "show the program's version"));
    return print(invocation, out.data, out.size) ? STATUS_OK : STATUS_FAULT;
}
