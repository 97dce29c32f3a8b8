/* SPDX-License-Identifier: EUPL-1.2
 *
 * Only what XPath 1.0 makes plain is read: names, `item`, `$name`, predicates (which narrow a node-set
 * and change nothing else) and slashes. Operators outside of brackets make a plain value (XPath 3.3 to
 * 3.5), and so do all functions but those that may hand nodes on.
 */
#include "check/path.h"

#include <string.h>

static bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The offset behind the bracket, parenthesis or quotation that opens at `at`; of all others behind
 * that byte. */
static size_t skip(const char *text, size_t at) {
    if (text[at] == '"' || text[at] == '\'') {
        const char *end = strchr(text + at + 1, text[at]);
        return end != NULL ? (size_t)(end - text) + 1 : strlen(text);
    }
    if (text[at] != '(' && text[at] != '[') {
        return at + 1;
    }
    size_t depth = 0;
    while (text[at] != '\0') {
        bool quoted = text[at] == '"' || text[at] == '\'';
        depth += text[at] == '(' || text[at] == '[';
        depth -= text[at] == ')' || text[at] == ']';
        at = quoted ? skip(text, at) : at + 1;
        if (depth == 0) {
            break;
        }
    }
    return at;
}

/* Whether the bytes at `at`, which white space surrounds, are an operator of letters or signs. */
static bool is_operator(const char *text, size_t at) {
    static const char *const words[] = { "and", "or", "div", "mod", "-", "*" };
    if (strchr("=<>!+", text[at]) != NULL) {
        return true;
    }
    if (at == 0 || !is_space(text[at - 1])) {
        return false;
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t size = strlen(words[i]);
        if (strncmp(text + at, words[i], size) == 0 && is_space(text[at + size])) {
            return true;
        }
    }
    return false;
}

/* Whether the function may give nodes: then nothing is known. */
static bool gives_nodes(const char *name, size_t size) {
    return size == 0 || (size == 2 && (strncmp(name, "om", 2) == 0 || strncmp(name, "id", 2) == 0))
        || (size == 8 && strncmp(name, "med-text", 8) == 0);
}

/* What the outer form of the expression tells; PATH_PLACE: it is a path. */
static enum path_kind classify(const char *text) {
    size_t start = strspn(text, " \t\r\n");
    if (strchr("\"'0123456789.-", text[start]) != NULL && strncmp(text + start, "./", 2) != 0) {
        return text[start] == '.' ? PATH_UNKNOWN : PATH_VALUE;
    }
    bool function = false;
    for (size_t at = start; text[at] != '\0';) {
        if (is_operator(text, at)) {
            return PATH_VALUE;
        }
        if (text[at] == '|' || (text[at] == '(' && function)) {
            return PATH_UNKNOWN;
        }
        if (text[at] == '(') {
            if (gives_nodes(text + start, at - start) || memchr(text + start, '/', at - start)) {
                return PATH_UNKNOWN;
            }
            function = true;
        }
        at = skip(text, at);
    }
    return function ? PATH_VALUE : PATH_PLACE;
}

/* One step: its name's extent, without predicates; `at` then stands at the next slash or the end. */
static void read_step(const char *text, size_t *at, size_t *start, size_t *size) {
    *at += strspn(text + *at, " \t\r\n");
    *start = *at;
    *size = strcspn(text + *at, "/[ \t\r\n");
    *at += *size;
    while (text[*at] != '\0' && text[*at] != '/') {
        *at = skip(text, *at);
    }
}

static bool is_plain_name(const char *name) {
    return name[0] != '\0' && name[0] != '.' && strpbrk(name, "*@:()$") == NULL;
}

static enum path_kind begin(const struct path_reader *reader, const char *text, size_t *at,
    struct place *place) {
    size_t start;
    size_t size;
    char name[128];
    bool absolute = text[*at] == '/';
    if (!absolute && text[*at] != '$') {
        *place = *reader->here;
        return PATH_PLACE;
    }
    *at += 1;
    read_step(text, at, &start, &size);
    if (size == 0 || size >= sizeof name) {
        return PATH_UNKNOWN;
    }
    memcpy(name, text + start, size);
    name[size] = '\0';
    if (!absolute) {
        enum path_kind kind = reader->variable(reader->context, name, place);
        *at += text[*at] == '/' ? 1 : 0;
        return kind;
    }
    if (strcmp(name, "definition") != 0) {
        return PATH_UNKNOWN;
    }
    *place = place_of(reader->definition->root, reader->kommun);
    *at += text[*at] == '/' ? 1 : 0;
    return PATH_PLACE;
}

/* One step down. False when there is nothing to follow it to. */
static bool step(const struct path_reader *reader, const char *name, bool first,
    struct place *place) {
    struct place next;
    if (strcmp(name, "item") == 0 && place_item(place, reader->kommun, &next)) {
        *place = next;
        return true;
    }
    if (place_child(place, name, reader->kommun, &next)) {
        *place = next;
        return true;
    }
    if (first && strcmp(name, "kommun") == 0 && reader->kommun != NULL) {
        struct place registers = place_of(reader->kommun->root, NULL);
        return place_child(&registers, name, NULL, place);
    }
    if (first && strcmp(name, "kontroll") == 0 && reader->control != NULL) {
        *place = *reader->control;
        return true;
    }
    return false;
}

enum path_kind path_read(
    const struct path_reader *reader, const struct query *query, struct place *place) {
    const char *text = query_text(query);
    size_t at = strspn(text, " \t\r\n");
    *place = (struct place){ .unknown = true };
    enum path_kind kind = classify(text);
    if (kind != PATH_PLACE) {
        return kind;
    }
    bool relative = text[at] != '/' && text[at] != '$';
    bool first = text[at] == '/';
    kind = begin(reader, text, &at, place);
    if (kind != PATH_PLACE) {
        return kind;
    }
    while (text[at] != '\0') {
        size_t start;
        size_t size;
        char name[128];
        read_step(text, &at, &start, &size);
        if (size == 0 || size >= sizeof name) {
            return PATH_UNKNOWN;
        }
        memcpy(name, text + start, size);
        name[size] = '\0';
        if (!is_plain_name(name) || place->unknown) {
            return PATH_UNKNOWN;
        }
        if (!step(reader, name, first, place)) {
            /* A relative path is tried wherever its name is used: it may find nothing there. */
            if (!relative) {
                reader->unknown_step(reader->context, query, start, size, place);
            }
            return PATH_UNKNOWN;
        }
        first = false;
        at += text[at] == '/' ? 1 : 0;
    }
    return PATH_PLACE;
}
