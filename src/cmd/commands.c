/* SPDX-License-Identifier: EUPL-1.2
 *
 * The table of commands, and what they share. A test says that the table is in order.
 */
#include <errno.h>
#include <getopt.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "cmd/command.h"
#include "config.h"
#include "report/report.h"

#define OPTIONS(...) (const enum flag[]){ __VA_ARGS__ __VA_OPT__(, ) OPTION_COUNT }

const struct command commands[] = {
    { "build", "[FIL…]", "[FILE…]", "Skriv handlingarna för definitionerna i agreements/",
        "Write the papers of the definitions in agreements/", 0, SIZE_MAX,
        OPTIONS(OPTION_ROOT, OPTION_OUT, OPTION_FORMAT, OPTION_CHECK, OPTION_FORCE, OPTION_PRUNE,
            OPTION_DURABLE, OPTION_NO_RECORD, OPTION_SHARD, OPTION_JOBS),
        run_build },
    { "check", "[FIL…]", "[FILE…]", "Pröva definitioner, mallar och riktlinjer utan att skriva något",
        "Check definitions, templates and guidelines without writing anything", 0, SIZE_MAX,
        OPTIONS(OPTION_ROOT, OPTION_SCHEMA, OPTION_OUTPUT, OPTION_STRICT, OPTION_JOBS), run_check },
    { "explain", "[REGEL]", "[RULE]", "Förklara en regel, eller något som programmet säger",
        "Explain a rule, or something the program says", 0, 1, OPTIONS(OPTION_ROOT, OPTION_ALL),
        run_explain },
    { "fill", "MALL DATA", "TEMPLATE DATA", "Fyll en Mustachemall med uppgifter ur YAML eller JSON",
        "Fill a Mustache template from YAML or JSON", 2, 2,
        OPTIONS(OPTION_PARTIALS, OPTION_ESCAPE, OPTION_FRONT_MATTER), run_fill },
    { "graph", "[FIL…]", "[FILE…]", "Skriv vad som beror på vad, för ninja, make eller dot",
        "Write what depends on what, for ninja, make or dot", 0, SIZE_MAX,
        OPTIONS(OPTION_ROOT, OPTION_OUT, OPTION_FORMAT, OPTION_OUTPUT, OPTION_SHARD), run_graph },
    { "render", "FIL.md", "FILE.md", "Skriv en Markdownfil som md, html, docx eller dump",
        "Write a Markdown file as md, html, docx or dump", 1, 1,
        OPTIONS(OPTION_ROOT, OPTION_FORMAT, OPTION_FRAGMENT), run_render },
    { "tree", "FIL", "FILE", "Visa en YAML- eller JSON-fil som träd, med platser",
        "Show a YAML or JSON file as a tree, with places", 1, 1, OPTIONS(), run_tree },
    { NULL, NULL, NULL, NULL, NULL, 0, 0, NULL, NULL },
};

const struct flag_info options[] = {
#define OPTION(symbol, name, letter, argument, sv, en) { name, letter, argument, sv, en },
#include "cmd/options.def"
#undef OPTION
};

bool option_given(const struct invocation *invocation, enum flag flag) {
    return invocation->values[flag] != NULL;
}

const char *option_value(
    const struct invocation *invocation, enum flag flag, const char *otherwise) {
    return invocation->values[flag] != NULL ? invocation->values[flag] : otherwise;
}

size_t wanted_threads(const struct invocation *invocation) {
    const char *typed = option_value(invocation, OPTION_JOBS, NULL);
    if (typed == NULL) {
        return 0;
    }
    char *end;
    unsigned long number = strtoul(typed, &end, 10);
    return *end != '\0' || end == typed || number == 0 || number > 1024 ? SIZE_MAX : number;
}

const char *say(const struct invocation *invocation, const char *sv, const char *en) {
    return invocation->language == LANGUAGE_EN ? en : sv;
}

bool print(const char *bytes, size_t size) {
    return fwrite(bytes, 1, size, stdout) == size && fflush(stdout) == 0;
}

enum status usage_fault(struct invocation *invocation, const char *sv, const char *en) {
    const char *name = invocation->command != NULL ? invocation->command->name : "";
    fprintf(stderr, "underlag: %s\n", say(invocation, sv, en));
    fprintf(stderr, "%s underlag %s%s--help\n", say(invocation, "Hjälp:", "Help:"), name,
        name[0] != '\0' ? " " : "");
    return STATUS_FAULT;
}

const struct source *read_source(struct arena *arena, const char *path, struct findings *findings) {
    size_t size = 0;
    const char *text = file_read(arena, path, &size);
    if (text == NULL) {
        finding_add(findings, FILE_UNREADABLE, (struct span){ 0 }, path, strerror(errno), NULL);
        return NULL;
    }
    return source_new(arena, path, text, size);
}

enum status findings_status(const struct findings *findings) {
    for (size_t i = 0; i < findings->count; i++) {
        const struct rule_info *rule = findings->items[i]->rule;
        if (rule == catalogue_get(FILE_UNREADABLE) || rule == catalogue_get(FILE_UNWRITABLE)) {
            return STATUS_FAULT;
        }
    }
    return findings_count(findings, LEVEL_ERROR) != 0 ? STATUS_FINDINGS : STATUS_OK;
}

enum status report_findings(const struct invocation *invocation, struct findings *findings) {
    CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
    findings_sort(findings);
    report_text(findings, invocation->colour, &text);
    fwrite(text.data, 1, text.size, stderr);
    return findings_status(findings);
}

enum status show_findings(struct invocation *invocation) {
    return report_findings(invocation, invocation->findings);
}

/* How an option is typed: "-j N, --jobs N". */
static void describe_option(struct buffer *line, const struct flag_info *option) {
    if (option->letter != 0) {
        buffer_printf(line, "-%c, ", option->letter);
    }
    buffer_printf(line, "--%s", option->name);
    if (option->argument != NULL) {
        buffer_printf(line, " %s", option->argument);
    }
}

static void print_option(const char *typed, const char *help) {
    int gap = 24 - (int)text_width(typed, strlen(typed));
    printf("  %s%*s%s\n", typed, gap > 1 ? gap : 1, "", help);
}

static enum status print_help(const struct invocation *invocation) {
    const struct command *command = invocation->command;
    if (command == NULL) {
        printf("underlag %s: %s\n\n", UNDERLAG_VERSION,
            say(invocation, "från YAML till nämndens handlingar om idéburet offentligt partnerskap",
                "from YAML to the board's papers on public–civil society partnerships"));
        puts(say(invocation, "Användning: underlag KOMMANDO [FLAGGA…] [FIL…]\n\nKommandon:",
            "Usage: underlag COMMAND [OPTION…] [FILE…]\n\nCommands:"));
        for (const struct command *each = commands; each->name != NULL; each++) {
            print_option(each->name, say(invocation, each->summary_sv, each->summary_en));
        }
        puts(say(invocation, "\nFör alla kommandon:", "\nFor all commands:"));
    } else {
        printf("%s underlag %s [%s…] %s\n\n%s.\n\n%s:\n", say(invocation, "Användning:", "Usage:"),
            command->name, say(invocation, "FLAGGA", "OPTION"),
            say(invocation, command->operands_sv, command->operands_en),
            say(invocation, command->summary_sv, command->summary_en),
            say(invocation, "Flaggor", "Options"));
        for (const enum flag *flag = command->options; *flag != OPTION_COUNT; flag++) {
            CLEANUP_BUFFER struct buffer typed = BUFFER_EMPTY;
            describe_option(&typed, &options[*flag]);
            print_option(typed.data, say(invocation, options[*flag].help_sv, options[*flag].help_en));
        }
    }
    print_option("--lang sv|en", say(invocation, "språk för meddelanden; annars svenska", "language of messages; Swedish otherwise"));
    print_option("-h, --help", say(invocation, "visa den här hjälpen", "show this help"));
    print_option("--version", say(invocation, "visa programmets version", "show the program's version"));
    return fflush(stdout) == 0 ? STATUS_OK : STATUS_FAULT;
}

enum { CODE_HELP = 1000, CODE_VERSION, CODE_LANGUAGE, CODE_FIRST };

/* Fills the invocation from the arguments after the command's name. */
static enum status parse_options(struct invocation *invocation, int argc, char **argv, bool *help) {
    struct option long_options[OPTION_COUNT + 4] = { { "help", no_argument, NULL, CODE_HELP },
        { "version", no_argument, NULL, CODE_VERSION },
        { "lang", required_argument, NULL, CODE_LANGUAGE } };
    char letters[OPTION_COUNT * 2 + 4] = ":h";
    size_t count = 3;
    size_t letter_count = 2;
    const enum flag none[] = { OPTION_COUNT };
    const enum flag *taken = invocation->command != NULL ? invocation->command->options : none;
    for (; *taken != OPTION_COUNT; taken++) {
        const struct flag_info *info = &options[*taken];
        int has = info->argument != NULL ? required_argument : no_argument;
        long_options[count++] = (struct option){ info->name, has, NULL, CODE_FIRST + (int)*taken };
        if (info->letter != 0) {
            letters[letter_count++] = info->letter;
            if (info->argument != NULL) {
                letters[letter_count++] = ':';
            }
        }
    }
    letters[letter_count] = '\0';
    opterr = 0;
    optind = 1;
    for (int code; (code = getopt_long(argc, argv, letters, long_options, NULL)) != -1;) {
        if (code == 'h' || code == CODE_HELP) {
            *help = true;
        } else if (code == CODE_LANGUAGE) {
            if (strcmp(optarg, "sv") != 0 && strcmp(optarg, "en") != 0) {
                return usage_fault(invocation, "--lang tar sv eller en.", "--lang takes sv or en.");
            }
            invocation->language = strcmp(optarg, "en") == 0 ? LANGUAGE_EN : LANGUAGE_SV;
        } else if (code >= CODE_FIRST) {
            invocation->values[code - CODE_FIRST] = optarg != NULL ? optarg : "";
        } else if (code == '?' || code == ':') {
            const char *typed = argv[optind - 1];
            return usage_fault(invocation,
                arena_printf(invocation->arena, code == ':' ? "flaggan %s behöver ett värde." : "flaggan %s finns inte här.", typed),
                arena_printf(invocation->arena, code == ':' ? "the option %s needs a value." : "there is no option %s here.", typed));
        } else if (code != CODE_VERSION) {
            for (size_t i = 0; i < OPTION_COUNT; i++) {
                if (options[i].letter == code) {
                    invocation->values[i] = optarg != NULL ? optarg : "";
                }
            }
        }
    }
    invocation->operands = (const char **)(argv + optind);
    invocation->operand_count = (size_t)(argc - optind);
    return STATUS_OK;
}

static const struct command *find_command(const char *name) {
    for (const struct command *command = commands; command->name != NULL; command++) {
        if (strcmp(command->name, name) == 0) {
            return command;
        }
    }
    return NULL;
}

/* The nearest command to what was typed, for "menade du". */
static const char *nearest_command(const char *typed) {
    const char *nearest = NULL;
    size_t best = 3;
    for (const struct command *command = commands; command->name != NULL; command++) {
        size_t distance = text_distance(typed, command->name, 3);
        if (distance < best) {
            best = distance;
            nearest = command->name;
        }
    }
    return nearest;
}

static enum status unknown_command(struct invocation *invocation, const char *typed) {
    const char *nearest = nearest_command(typed);
    struct arena *arena = invocation->arena;
    return nearest == NULL
        ? usage_fault(invocation, arena_printf(arena, "kommandot ”%s” finns inte.", typed),
              arena_printf(arena, "there is no command “%s”.", typed))
        : usage_fault(invocation,
              arena_printf(arena, "kommandot ”%s” finns inte; menade du ”%s”?", typed, nearest),
              arena_printf(arena, "there is no command “%s”; did you mean “%s”?", typed, nearest));
}

/* The language asked for anywhere on the line, so that even faults before it are said in it. */
static enum language wanted_language(int argc, char **argv) {
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--lang=en") == 0
            || (strcmp(argv[i], "--lang") == 0 && i + 1 < argc && strcmp(argv[i + 1], "en") == 0)) {
            return LANGUAGE_EN;
        }
    }
    return LANGUAGE_SV;
}

enum status command_main(int argc, char **argv) {
    struct arena *arena = arena_new();
    struct invocation invocation = { .arena = arena, .language = wanted_language(argc, argv) };
    invocation.findings = findings_new(arena, invocation.language);
    invocation.colour = isatty(STDERR_FILENO) && getenv("NO_COLOR") == NULL;
    bool help = false;
    enum status status = STATUS_OK;
    bool named = argc > 1 && argv[1][0] != '-';
    if (argc > 1 && strcmp(argv[1], "--version") == 0) {
        printf("underlag %s\n", UNDERLAG_VERSION);
        arena_free(arena);
        return STATUS_OK;
    }
    if (named) {
        invocation.command = find_command(argv[1]);
        status = invocation.command == NULL ? unknown_command(&invocation, argv[1]) : STATUS_OK;
    }
    if (status == STATUS_OK) {
        status = parse_options(&invocation, named ? argc - 1 : argc, named ? argv + 1 : argv, &help);
    }
    invocation.findings->language = invocation.language;
    const struct command *command = invocation.command;
    if (status != STATUS_OK) {
    } else if (help) {
        status = print_help(&invocation);
    } else if (command == NULL) {
        status = usage_fault(&invocation, "ange ett kommando.", "name a command.");
    } else if (invocation.operand_count < command->least) {
        status = usage_fault(&invocation, "det fattas en fil.", "a file is missing.");
    } else if (invocation.operand_count > command->most) {
        status = usage_fault(&invocation, "det är för många filer.", "there are too many files.");
    } else {
        status = command->run(&invocation);
    }
    arena_free(arena);
    return status;
}
