/* SPDX-License-Identifier: EUPL-1.2
 *
 * underlag completion: what a shell needs to complete command lines, from the tables that the command line
 * is parsed by. What none of them says, the shell completes as file names.
 */
#include <string.h>

#include "cmd/command.h"

/* The words that an option takes, where there are few. */
static const struct {
    const char *command;
    enum flag flag;
    const char *words;
} choices[] = {
    { "build", OPTION_FORMAT, "md html docx" },
    { "check", OPTION_OUTPUT, "text json sarif junit github" },
    { "fill", OPTION_ESCAPE, "markdown html none" },
    { "graph", OPTION_FORMAT, "md html docx" },
    { "graph", OPTION_OUTPUT, "ninja make dot" },
    { "render", OPTION_FORMAT, "md html docx dump" },
};

#define LANGUAGES "sv en"
#define SHELLS "bash fish zsh"

static const char *choices_of(const struct command *command, enum flag flag) {
    for (size_t i = 0; i < sizeof choices / sizeof *choices; i++) {
        if (strcmp(choices[i].command, command->name) == 0 && choices[i].flag == flag) {
            return choices[i].words;
        }
    }
    return NULL;
}

static bool takes_folder(enum flag flag) {
    return flag == OPTION_ROOT || flag == OPTION_OUT || flag == OPTION_PARTIALS;
}

/* Text inside single quotes of a shell; characters of `special` get a backslash. */
static void put_quoted(struct buffer *out, const char *text, const char *special) {
    for (; *text != '\0'; text++) {
        if (*text == '\'') {
            buffer_puts(out, "'\\''");
            continue;
        }
        if (strchr(special, *text) != NULL) {
            buffer_putc(out, '\\');
        }
        buffer_putc(out, *text);
    }
}

static const char *summary(const struct invocation *invocation, const struct command *command) {
    return say(invocation, command->summary_sv, command->summary_en);
}

static const char *help(const struct invocation *invocation, enum flag flag) {
    return say(invocation, flags[flag].help_sv, flags[flag].help_en);
}

static void put_bash_options(struct buffer *out, const struct command *command) {
    buffer_printf(out, "        %s:-*) words='--help --lang", command->name);
    for (const enum flag *flag = command->options; *flag != OPTION_COUNT; flag++) {
        buffer_printf(out, " --%s", flags[*flag].name);
    }
    buffer_puts(out, "' ;;\n");
}

static void put_bash_choices(struct buffer *out, const struct command *command) {
    for (const enum flag *flag = command->options; *flag != OPTION_COUNT; flag++) {
        const char *words = choices_of(command, *flag);
        if (words != NULL) {
            buffer_printf(
                out, "        %s:--%s) words='%s' ;;\n", command->name, flags[*flag].name, words);
        }
    }
}

static void write_bash(const struct invocation *invocation, struct buffer *out) {
    (void)invocation;
    buffer_puts(out, "_underlag() {\n"
                     "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} words=\n"
                     "    COMPREPLY=()\n"
                     "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
                     "        words='--help --version");
    for (const struct command *command = commands; command->name != NULL; command++) {
        buffer_printf(out, " %s", command->name);
    }
    buffer_puts(out, "'\n    fi\n    case ${COMP_WORDS[1]}:$before in\n"
                     "        *:--lang) words='" LANGUAGES "' ;;\n"
                     "        completion:completion) words='" SHELLS "' ;;\n");
    for (const struct command *command = commands; command->name != NULL; command++) {
        put_bash_choices(out, command);
    }
    buffer_puts(out, "    esac\n    [ \"$COMP_CWORD\" -eq 1 ] || case ${COMP_WORDS[1]}:$word in\n");
    for (const struct command *command = commands; command->name != NULL; command++) {
        put_bash_options(out, command);
    }
    buffer_puts(out, "    esac\n"
                     "    [ -z \"$words\" ] || COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
                     "}\n"
                     "complete -o default -F _underlag underlag\n");
}

/* Lines of the form that fish reads. */
static void put_fish_option(const struct invocation *invocation, struct buffer *out,
    const struct command *command, enum flag flag) {
    const struct flag_info *info = &flags[flag];
    const char *words = choices_of(command, flag);
    buffer_printf(out, "complete -c underlag -n '__fish_seen_subcommand_from %s' -l %s",
        command->name, info->name);
    if (info->letter != 0) {
        buffer_printf(out, " -s %c", info->letter);
    }
    if (words != NULL) {
        buffer_printf(out, " -x -a '%s'", words);
    } else if (info->argument != NULL) {
        buffer_puts(out, takes_folder(flag) ? " -x -a '(__fish_complete_directories)'" : " -r");
    }
    buffer_puts(out, " -d '");
    put_quoted(out, help(invocation, flag), "\\");
    buffer_puts(out, "'\n");
}

static void write_fish(const struct invocation *invocation, struct buffer *out) {
    for (const struct command *command = commands; command->name != NULL; command++) {
        buffer_printf(
            out, "complete -c underlag -f -n __fish_use_subcommand -a %s -d '", command->name);
        put_quoted(out, summary(invocation, command), "\\");
        buffer_puts(out, "'\n");
        for (const enum flag *flag = command->options; *flag != OPTION_COUNT; flag++) {
            put_fish_option(invocation, out, command, *flag);
        }
    }
    buffer_puts(out, "complete -c underlag -x -n '__fish_seen_subcommand_from completion' -a '" SHELLS "'\n"
                     "complete -c underlag -l lang -x -a '" LANGUAGES "'\n"
                     "complete -c underlag -s h -l help\n");
}

/* An option as zsh's _arguments wants it: '--name[help]:argument:what'. */
static void put_zsh_option(const struct invocation *invocation, struct buffer *out,
    const struct command *command, enum flag flag) {
    const char *words = choices_of(command, flag);
    buffer_printf(out, " \\\n            '--%s[", flags[flag].name);
    put_quoted(out, help(invocation, flag), "\\[]:");
    buffer_puts(out, "]");
    if (words != NULL) {
        buffer_printf(out, ":%s:(%s)", flags[flag].argument, words);
    } else if (flags[flag].argument != NULL) {
        buffer_printf(
            out, ":%s:%s", flags[flag].argument, takes_folder(flag) ? "_files -/" : "_files");
    }
    buffer_putc(out, '\'');
}

static void write_zsh(const struct invocation *invocation, struct buffer *out) {
    buffer_puts(out, "#compdef underlag\n\n_underlag() {\n    local -a commands=(\n");
    for (const struct command *command = commands; command->name != NULL; command++) {
        buffer_printf(out, "        '%s:", command->name);
        put_quoted(out, summary(invocation, command), "\\:");
        buffer_puts(out, "'\n");
    }
    buffer_puts(out, "    )\n    if ((CURRENT == 2)); then\n        _describe underlag commands\n"
                     "        return\n    fi\n    local name=$words[2]\n    shift words\n"
                     "    ((CURRENT--))\n    case $name in\n");
    for (const struct command *command = commands; command->name != NULL; command++) {
        buffer_printf(out, "        %s)\n            _arguments '--lang::(" LANGUAGES ")' '--help'",
            command->name);
        for (const enum flag *flag = command->options; *flag != OPTION_COUNT; flag++) {
            put_zsh_option(invocation, out, command, *flag);
        }
        bool shell = command->run == run_completion;
        buffer_printf(out, " \\\n            '*::%s'\n            ;;\n",
            shell ? "(" SHELLS ")" : "_files");
    }
    buffer_puts(out, "    esac\n}\n\n_underlag \"$@\"\n");
}

enum status run_completion(struct invocation *invocation) {
    static const struct {
        const char *name;
        void (*write)(const struct invocation *invocation, struct buffer *out);
    } shells[] = { { "bash", write_bash }, { "fish", write_fish }, { "zsh", write_zsh } };
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    const char *wanted = invocation->operand_count != 0 ? invocation->operands[0] : "";
    for (size_t i = 0; i < sizeof shells / sizeof *shells; i++) {
        if (strcmp(wanted, shells[i].name) == 0) {
            shells[i].write(invocation, &out);
            return print(invocation, out.data, out.size) ? STATUS_OK : STATUS_FAULT;
        }
    }
    return usage_fault(
        invocation, "ange bash, fish eller zsh.", "name bash, fish or zsh.");
}
