/* SPDX-License-Identifier: EUPL-1.2
 *
 * The table of commands, and what they share. A test says that the table is in order.
 */
#include <errno.h>
#include <getopt.h>
#include <jansson.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/file.h"
#include "base/heap.h"
#include "base/text.h"
#include "cmd/command.h"
#include "cmd/usage.h"
#include "config.h"
#include "report/report.h"
#include "report/world.h"
#include "tree/query.h"

#define OPTIONS(...) (const enum flag[]){ __VA_ARGS__ __VA_OPT__(, ) OPTION_COUNT }

const struct command commands[] = {
    { "build", "[FIL…]", "[FILE…]", "Skriv handlingarna för definitionerna i agreements/",
        "Write the papers of the definitions in agreements/", 0, SIZE_MAX,
        OPTIONS(OPTION_ROOT, OPTION_OUT, OPTION_FORMAT, OPTION_DRAFT, OPTION_ANNOTATE,
            OPTION_REFERENCE, OPTION_PLAIN, OPTION_CHECK, OPTION_FORCE, OPTION_PRUNE, OPTION_DURABLE,
            OPTION_NO_RECORD, OPTION_SHARD, OPTION_JOBS),
        run_build },
    { "check", "[FIL…]", "[FILE…]", "Pröva definitioner, mallar och riktlinjer utan att skriva något",
        "Check definitions, templates and guidelines without writing anything", 0, SIZE_MAX,
        OPTIONS(OPTION_ROOT, OPTION_SCHEMA, OPTION_OUTPUT, OPTION_STRICT, OPTION_JOBS), run_check },
    { "completion", "SKAL", "SHELL", "Skriv vad bash, fish eller zsh behöver för att fylla i kommandon",
        "Write what bash, fish or zsh need to complete commands", 0, 1, OPTIONS(), run_completion },
    { "explain", "[REGEL]", "[RULE]", "Förklara en regel, eller något som programmet säger",
        "Explain a rule, or something the program says", 0, 1, OPTIONS(OPTION_ROOT, OPTION_ALL),
        run_explain },
    { "fill", "MALL DATA", "TEMPLATE DATA", "Fyll en Mustachemall med uppgifter ur YAML eller JSON",
        "Fill a Mustache template from YAML or JSON", 2, 2,
        OPTIONS(OPTION_PARTIALS, OPTION_ESCAPE, OPTION_FRONT_MATTER), run_fill },
    { "graph", "[FIL…]", "[FILE…]", "Skriv vad som beror på vad, för ninja, make eller dot",
        "Write what depends on what, for ninja, make or dot", 0, SIZE_MAX,
        OPTIONS(OPTION_ROOT, OPTION_OUT, OPTION_FORMAT, OPTION_REFERENCE, OPTION_PLAIN, OPTION_OUTPUT,
            OPTION_SHARD),
        run_graph },
    { "new", "NAMN", "NAME", "Börja på en ny definition i agreements/", "Begin a new definition in agreements/", 1, 1,
        OPTIONS(OPTION_ROOT), run_new },
    { "render", "FIL.md", "FILE.md", "Skriv en Markdownfil som md, html, docx eller dump",
        "Write a Markdown file as md, html, docx or dump", 1, 1,
        OPTIONS(OPTION_ROOT, OPTION_FORMAT, OPTION_REFERENCE, OPTION_PLAIN, OPTION_FRAGMENT), run_render },
    { "tree", "FIL", "FILE", "Visa en YAML- eller JSON-fil som träd, med platser",
        "Show a YAML or JSON file as a tree, with places", 1, 1, OPTIONS(), run_tree },
    { NULL, NULL, NULL, NULL, NULL, 0, 0, NULL, NULL },
};

const struct flag_info flags[] = {
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

bool wants_colour(int descriptor) {
    const char *refusal = getenv("NO_COLOR"); /* https://no-color.org */
    return isatty(descriptor) && (refusal == NULL || refusal[0] == '\0');
}

struct report_look look_on(int descriptor) {
    struct winsize size = { 0 };
    bool is_known = isatty(descriptor) && ioctl(descriptor, TIOCGWINSZ, &size) == 0;
    return (struct report_look){ wants_colour(descriptor), is_known ? size.ws_col : 0 };
}

bool print(const struct invocation *invocation, const char *bytes, size_t size) {
    if (fwrite(bytes, 1, size, stdout) == size && fflush(stdout) == 0) {
        return true;
    }
    struct findings *findings = findings_new(invocation->arena, invocation->language);
    const char *reason = fault_reason(invocation->arena, errno, invocation->language);
    finding_add(findings, OUTPUT_UNWRITABLE, (struct span){ 0 }, reason, NULL);
    report_findings(findings);
    return false;
}

const struct source *read_source(struct arena *arena, const char *path, struct findings *findings) {
    size_t size = 0;
    const char *text = file_read(arena, path, &size);
    if (text == NULL) {
        finding_add_fault(findings, FILE_UNREADABLE, path, errno);
        return NULL;
    }
    return source_new(arena, path, text, size);
}

enum status findings_status(const struct findings *findings) {
    if (findings_have_fault(findings)) {
        return STATUS_FAULT;
    }
    return findings_count(findings, LEVEL_ERROR) != 0 ? STATUS_FINDINGS : STATUS_OK;
}

enum status report_findings(struct findings *findings) {
    CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
    findings_sort(findings);
    report_text(findings, look_on(STDERR_FILENO), &text);
    fwrite(text.data, 1, text.size, stderr);
    return findings_status(findings);
}

enum status show_findings(struct invocation *invocation) {
    return report_findings(invocation->findings);
}

enum { CODE_HELP = 1000, CODE_VERSION, CODE_LANGUAGE, CODE_FIRST };

/* What getopt stopped at. It steps past an argument with its last letter only: "-out" is ahead of it. */
static const char *faulty_argument(char **argv, int code) {
    const char *typed = argv[optind - 1];
    bool is_letter = code == '?' && optopt != 0 && optopt < CODE_HELP;
    if (is_letter && (typed[0] != '-' || typed[strlen(typed) - 1] != (char)optopt)) {
        return argv[optind];
    }
    return typed[0] != '\0' ? typed : argv[optind - 2];
}

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
        const struct flag_info *info = &flags[*taken];
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
        /* An unset variable of a script gives an empty value: --out "$MAPP" would write to "/". */
        bool is_missing = code == ':' || (optarg != NULL && optarg[0] == '\0');
        if (is_missing || code == '?') {
            return option_fault(invocation, faulty_argument(argv, code), is_missing);
        }
        if (code == 'h' || code == CODE_HELP) {
            *help = true;
        } else if (code == CODE_LANGUAGE) {
            if (strcmp(optarg, "sv") != 0 && strcmp(optarg, "en") != 0) {
                return usage_fault(invocation, "--lang tar sv eller en.", "--lang takes sv or en.");
            }
            invocation->language = strcmp(optarg, "en") == 0 ? LANGUAGE_EN : LANGUAGE_SV;
        } else if (code >= CODE_FIRST) {
            invocation->values[code - CODE_FIRST] = optarg != NULL ? optarg : "";
        } else if (code != CODE_VERSION) {
            for (size_t i = 0; i < OPTION_COUNT; i++) {
                if (flags[i].letter == code) {
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

/* Where the command stands on the line: the language may come before it. */
static int command_place(int argc, char **argv) {
    int place = 1;
    while (place + 1 < argc) {
        const char *value = argv[place + 1];
        bool is_value = strcmp(value, "sv") == 0 || strcmp(value, "en") == 0;
        if (strcmp(argv[place], "--lang") == 0 && is_value) {
            place += 2;
        } else if (strcmp(argv[place], "--lang=sv") == 0 || strcmp(argv[place], "--lang=en") == 0) {
            place++;
        } else {
            break;
        }
    }
    return place < argc && argv[place][0] != '-' ? place : 0;
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

/* What the process has to settle before anything is done. */
static void setup(void) {
    heap_setup();
    query_setup();
    json_set_alloc_funcs(memory_get, free);
    /* A limit on the size of files is a fault of writing like others, not a reason to die. */
    signal(SIGXFSZ, SIG_IGN);
}

enum status command_main(int argc, char **argv) {
    setup();
    struct arena *arena = arena_new();
    struct invocation invocation = { .arena = arena, .language = wanted_language(argc, argv) };
    invocation.findings = findings_new(arena, invocation.language);
    bool help = false;
    enum status status = STATUS_OK;
    int place = command_place(argc, argv); /* 0: none is named */
    if (argc > 1 && strcmp(argv[1], "--version") == 0) {
        static const char version[] = "underlag " UNDERLAG_VERSION "\n";
        status = print(&invocation, version, sizeof version - 1) ? STATUS_OK : STATUS_FAULT;
        arena_free(arena);
        return status;
    }
    if (place != 0) {
        invocation.command = find_command(argv[place]);
        status = invocation.command == NULL ? command_fault(&invocation, argv[place]) : STATUS_OK;
    }
    if (status == STATUS_OK) {
        status = parse_options(&invocation, argc - place, argv + place, &help);
    }
    invocation.findings->language = invocation.language;
    const struct command *command = invocation.command;
    if (status != STATUS_OK) {
    } else if (help) {
        status = print_help(&invocation);
    } else if (command == NULL) {
        status = usage_fault(&invocation, "ange ett kommando.", "name a command.");
    } else if (dashed_option(&invocation) != NULL) {
        status = dash_fault(&invocation, dashed_option(&invocation));
    } else if (invocation.operand_count < command->least) {
        status = usage_fault(&invocation, "det fattas en fil.", "a file is missing.");
    } else if (invocation.operand_count > command->most) {
        status = surplus_fault(&invocation);
    } else {
        status = command->run(&invocation);
    }
    arena_free(arena);
    /* What was printed may still lie in the buffer, and be lost. */
    if ((fflush(stdout) != 0 || ferror(stdout)) && status != STATUS_FAULT) {
        fprintf(stderr, "underlag: %s\n", strerror(errno));
        status = STATUS_FAULT;
    }
    return status;
}
