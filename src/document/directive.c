/* SPDX-License-Identifier: EUPL-1.2
 *
 * Fenced code whose info string is a name in braces. The lines in it are inlines: "Etikett: värde",
 * or a plain line; a blank line begins a new group.
 */
#include <string.h>

#include "base/text.h"
#include "document/opener.h"
#include "document/parse.h"

enum { LABEL_MOST = 40 };

static const struct {
    const char *name;
    enum block_kind kind;
} directives[] = {
    { "brevhuvud", BLOCK_LETTERHEAD },
    { "försättsblad", BLOCK_COVER },
    { "innehåll", BLOCK_CONTENTS },
    { "sidbrytning", BLOCK_PAGE_BREAK },
    { "underskrift", BLOCK_SIGNATURES },
};

enum { DIRECTIVE_COUNT = sizeof directives / sizeof directives[0] };

/* The name in "{name}", or NULL: "{.python}" and "{r, echo=FALSE}" are other people's. */
static char *directive_name(struct arena *arena, const char *info) {
    size_t size = strlen(info);
    if (size < 3 || info[0] != '{' || info[size - 1] != '}') {
        return NULL;
    }
    for (size_t i = 1; i < size - 1; i++) {
        unsigned char byte = (unsigned char)info[i];
        if (byte < 0x80 && !(byte >= 'a' && byte <= 'z') && !(byte >= 'A' && byte <= 'Z')) {
            return NULL;
        }
    }
    return arena_copy(arena, info + 1, size - 2);
}

static const char *nearest_directive(const char *name) {
    const char *nearest = NULL;
    size_t best = strlen(name) / 3 + 1;
    for (size_t i = 0; i < DIRECTIVE_COUNT; i++) {
        size_t distance = text_distance(name, directives[i].name, best + 1);
        if (distance <= best) {
            nearest = directives[i].name;
            best = distance;
        }
    }
    return nearest;
}

/* The label at the start of a line: its length, and where the value begins. False for a plain line.
 * A colon inside a value of the definition ends no label. */
static bool find_label(const char *line, size_t size, size_t *label_size, size_t *value) {
    int in_fact = 0;
    size_t length = 0;
    for (size_t at = 0; at < size && length <= LABEL_MOST;) {
        size_t mark = mark_length(line + at);
        if (mark != 0) {
            in_fact = mark_read(line + at).size != 0;
            at += mark;
            continue;
        }
        bool is_end = line[at] == ':' && !in_fact && (at + 1 == size || line[at + 1] == ' ');
        if (is_end) {
            *label_size = at;
            *value = at + 1 < size ? at + 2 : size;
            return length > 0;
        }
        if (strchr("*_`[]<>\\!|&", line[at]) != NULL) {
            return false;
        }
        length += ((unsigned char)line[at] & 0xC0) != 0x80;
        at++;
    }
    return false;
}

static void trim(const char **text, size_t *size) {
    for (; *size > 0 && ((*text)[0] == ' ' || (*text)[0] == '\t'); ++*text, --*size) {
    }
    for (; *size > 0 && ((*text)[*size - 1] == ' ' || (*text)[*size - 1] == '\t'); --*size) {
    }
}

static struct field *read_field(struct parsing *parsing, const char *line, size_t size) {
    struct field *field = arena_new_of(parsing->arena, struct field);
    size_t label_size;
    size_t value;
    if (find_label(line, size, &label_size, &value)) {
        field->label = inlines_plain(parsing, line, label_size);
        line += value;
        size -= value;
        trim(&line, &size);
    }
    snippet_add(parsing, arena_copy(parsing->arena, line, size), size, &field->value);
    return field;
}

static struct field_group *read_groups(struct parsing *parsing, const char *body) {
    struct field_group *groups = NULL;
    struct field_group **group_end = &groups;
    struct field **field_end = NULL;
    while (*body != '\0') {
        size_t size = strcspn(body, "\n");
        const char *line = body;
        size_t line_size = size;
        body += size + (body[size] == '\n');
        trim(&line, &line_size);
        if (line_size == 0) {
            field_end = NULL;
            continue;
        }
        if (field_end == NULL) {
            *group_end = arena_new_of(parsing->arena, struct field_group);
            field_end = &(*group_end)->fields;
            group_end = &(*group_end)->next;
        }
        *field_end = read_field(parsing, line, line_size);
        field_end = &(*field_end)->next;
    }
    return groups;
}

/* The heading of a table of contents is its first line, or the usual word. */
static void read_contents(struct parsing *parsing, struct block *block, const char *body) {
    while (*body == '\n') {
        body++;
    }
    size_t size = strcspn(body, "\n");
    const char *text = size != 0 ? arena_copy(parsing->arena, body, size) : "Innehåll";
    snippet_add(parsing, text, strlen(text), &block->inlines);
}

/* Whether the paper has a table of contents already, which is told once: a hundred lists of a thousand
 * headings are too much for any reader. */
static bool is_repeated(struct parsing *parsing, enum block_kind kind, const char *name) {
    if (kind != BLOCK_CONTENTS) {
        return false;
    }
    bool repeated = parsing->has_contents;
    parsing->has_contents = true;
    if (repeated && !parsing->has_contents_twice) {
        parsing->has_contents_twice = true;
        finding_add(parsing->findings, DIRECTIVE_REPEATED, parsing_find(parsing, name), name, NULL);
    }
    return repeated;
}

/* Bytes of the fence that the block at hand begins with; 0 when it is indented: then its first line is part of
 * the body. */
static size_t opening_fence(
    const struct parsing *parsing, cmark_node *node, const char *body, char *character) {
    size_t size;
    size_t column = (size_t)cmark_node_get_start_column(node);
    const char *line =
        marked_line(parsing->marked, (size_t)cmark_node_get_start_line(node), &size);
    if (line == NULL || column == 0 || column > size) {
        return 0;
    }
    line += column - 1;
    size -= column - 1;
    *character = line[0];
    return strncmp(body, line, size) != 0 ? fence_size(line, size) : 0;
}

/* Whether the fence is closed where its writer meant it: with a fence at the end, and none in the body that
 * opens another block. */
static bool is_closed(const struct parsing *parsing, cmark_node *node, const char *body) {
    char character = '\0';
    size_t opening = opening_fence(parsing, node, body, &character);
    size_t last = (size_t)cmark_node_get_end_line(node);
    size_t size;
    const char *line = marked_line(parsing->marked, last, &size);
    if (opening == 0) {
        return true;
    }
    if (line == NULL || last == (size_t)cmark_node_get_start_line(node)) {
        return false;
    }
    size_t indent = strspn(line, " \t>");
    if (indent >= size || !closes_fence(line + indent, size - indent, character, opening)) {
        return false;
    }
    for (; *body != '\0'; body += size + (body[size] == '\n')) {
        size = strcspn(body, "\n");
        indent = strspn(body, " ");
        if (indent < size && body[indent] == character
            && fence_size(body + indent, size - indent) >= opening) {
            return false;
        }
    }
    return true;
}

struct block *directive_convert(
    struct parsing *parsing, cmark_node *node, const char *info, const char *body) {
    const char *name = directive_name(parsing->arena, info);
    bool is_paper = parsing->options->map != NULL;
    if ((name != NULL || is_paper) && !is_closed(parsing, node, body)) {
        struct finding *finding = finding_add(parsing->findings,
            name != NULL ? DIRECTIVE_OPEN : CODE_OPEN, parsing_find(parsing, ""), name, NULL);
        /* Prose ends with its field; from a template's block on, all of the paper is lost. */
        finding->level = parsing->prose_path == NULL ? LEVEL_ERROR : finding->level;
    }
    if (name == NULL) {
        return NULL;
    }
    size_t i = 0;
    while (i < DIRECTIVE_COUNT && strcmp(directives[i].name, name) != 0) {
        i++;
    }
    if (i == DIRECTIVE_COUNT) {
        struct finding *finding = finding_add(
            parsing->findings, DIRECTIVE_UNKNOWN, parsing_find(parsing, name), name, NULL);
        finding_suggest(parsing->findings, finding, nearest_directive(name));
        return NULL;
    }
    if (parsing->prose_path != NULL) {
        finding_add(parsing->findings, DIRECTIVE_IN_PROSE, parsing_find(parsing, name), name, NULL);
        return NULL;
    }
    if (is_repeated(parsing, directives[i].kind, name)) {
        return NULL;
    }
    struct block *block = arena_new_of(parsing->arena, struct block);
    block->kind = directives[i].kind;
    if (block->kind == BLOCK_CONTENTS) {
        read_contents(parsing, block, body);
    } else if (block->kind != BLOCK_PAGE_BREAK) {
        block->groups = read_groups(parsing, body);
    }
    return block;
}
