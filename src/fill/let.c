/* SPDX-License-Identifier: EUPL-1.2
 *
 * Reading a `let:`. An expression that does not depend on the context node
 * ("sum(/definition//insats)" and most others) is marked, so that it is evaluated once for a paper
 * and not once for each turn of a section. It is told from the tokens of XPath 1.0 (3.7): outside
 * of predicates, no path may begin without a slash, and no function may be left to take the context
 * node by default.
 */
#include <string.h>

#include "base/digest.h"
#include "fill/parse.h"

struct reader {
    const char *at;
    bool operand; /* an operand comes next, else an operator */
    bool step;    /* the token before was a slash: a step comes next */
};

/* Behind the bracket that closes the one at `at`; quotes hide brackets. */
static const char *behind_bracket(const char *at) {
    size_t depth = 0;
    for (; *at != '\0'; at++) {
        if (*at == '\'' || *at == '"') {
            const char *end = strchr(at + 1, *at);
            at = end != NULL ? end : at;
        }
        depth += *at == '[';
        depth -= *at == ']';
        if (depth == 0) {
            return at + 1;
        }
    }
    return at;
}

static bool is_in(const char *name, size_t size, const char *const *names) {
    for (; *names != NULL; names++) {
        if (strlen(*names) == size && memcmp(*names, name, size) == 0) {
            return true;
        }
    }
    return false;
}

/* A name where an operand is due, and no slash before it: true when it is a function that asks
 * nothing of the context node. */
static bool is_free_function(const char *name, size_t size) {
    static const char *const tests[] = { "text", "node", "comment", "processing-instruction",
        "lang", NULL };
    static const char *const constants[] = { "true", "false", NULL };
    const char *behind = name + size + strspn(name + size, " \t\r\n");
    if (*behind != '(') {
        return false;
    }
    behind++;
    behind += strspn(behind, " \t\r\n");
    return is_in(name, size, *behind == ')' ? constants : tests) == (*behind == ')');
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static size_t name_size(const char *at) {
    size_t size = 0;
    while (query_is_name_byte(at[size]) || (size != 0 && at[size] == ':' && at[size + 1] != '\0')) {
        size++;
    }
    return size;
}

/* Whether the let that `$name` at `at` is, is the same wherever it is asked for. One that is not among
 * the earlier ones is of the template that takes this one in. */
static bool is_free_variable(
    const char *at, size_t *size, const struct let *earlier, size_t count) {
    size_t length = 0;
    while (query_is_name_byte(at[1 + length])) {
        length++;
    }
    *size = 1 + length;
    for (size_t i = count; i-- > 0;) {
        if (strlen(earlier[i].name) == length && memcmp(earlier[i].name, at + 1, length) == 0) {
            return earlier[i].absolute;
        }
    }
    return false;
}

/* Within a predicate names are those of the path's nodes; variables are what they are outside. */
static bool is_free_predicate(
    const char *at, const char *end, const struct let *earlier, size_t count) {
    while (at < end) {
        size_t size = 1;
        if (*at == '\'' || *at == '"') {
            const char *quote = strchr(at + 1, *at);
            size = quote != NULL ? (size_t)(quote - at) + 1 : 1;
        } else if (*at == '$' && !is_free_variable(at, &size, earlier, count)) {
            return false;
        }
        at += size;
    }
    return true;
}

/* A name, operator or function; false when it is a path that begins here, or a function that asks the
 * context node. */
static bool read_name(struct reader *reader, bool operand, bool step) {
    const char *at = reader->at;
    size_t size = name_size(at);
    reader->at = at + size;
    if (step) {
        return true;
    }
    reader->operand = !operand; /* and, or, div, mod */
    return !operand || is_free_function(at, size);
}

/* Anything else: signs, brackets, "*", "@" and the steps "." and "..". */
static bool read_mark(struct reader *reader, bool operand, bool step) {
    char c = *reader->at++;
    if (c == '.') {
        reader->at += *reader->at == '.';
        return step || !operand;
    }
    bool star = c == '*';
    reader->operand = c != ')' && !(star && step);
    reader->step = c == '@' && step;
    return !((star || c == '@') && operand && !step);
}

/* Reads one token; false when it depends on the context node. */
static bool read_token(struct reader *reader, const struct let *earlier, size_t count) {
    const char *at = reader->at;
    bool step = reader->step;
    bool operand = reader->operand;
    reader->step = false;
    reader->operand = false;
    if (*at == '\'' || *at == '"') {
        const char *end = strchr(at + 1, *at);
        reader->at = end != NULL ? end + 1 : at + strlen(at);
    } else if (*at == '[') {
        reader->at = behind_bracket(at);
        return is_free_predicate(at, reader->at, earlier, count);
    } else if (*at == '/') {
        reader->at = at + strspn(at, "/");
        reader->step = true;
        reader->operand = operand; /* "/ or 1": the root alone may end here */
    } else if (*at == '$') {
        size_t size;
        bool is_free = is_free_variable(at, &size, earlier, count);
        reader->at = at + size;
        return is_free;
    } else if (is_digit(*at) || (*at == '.' && is_digit(at[1]))) {
        reader->at = at + strspn(at, "0123456789.");
    } else if (query_begins_name(*at)) {
        return read_name(reader, operand, step);
    } else {
        return read_mark(reader, operand, step);
    }
    return true;
}

static bool is_absolute(const char *expression, const struct let *earlier, size_t count) {
    struct reader reader = { .at = expression, .operand = true };
    for (;;) {
        reader.at += strspn(reader.at, " \t\r\n");
        if (*reader.at == '\0') {
            return true;
        }
        if (!read_token(&reader, earlier, count)) {
            return false;
        }
    }
}

uint32_t name_hash(const char *name) {
    return (uint32_t)digest_hash(0, name, strlen(name));
}

/* XPath's $name is an NCName, and a tag splits names at dots. */
static bool is_let_name(const char *name) {
    return xmlValidateNCName(BAD_CAST name, 0) == 0 && strchr(name, '.') == NULL;
}

static void read_let(struct arena *arena, const struct source *source, const xmlNode *node,
    struct let *lets, size_t index, struct findings *findings) {
    struct let *let = &lets[index];
    let->name = arena_string(arena, node_name(node));
    let->hash = name_hash(let->name);
    let->where = passage_key_span(source, node);
    if (node_kind(node) != NODE_SCALAR) {
        finding_add(findings, TEMPLATE_FRONT_VALUE, let->where, let->name,
            in_language(findings, "ett XPath-uttryck", "an XPath expression"), NULL);
        return;
    }
    struct span where = node_span(node);
    where.source = source;
    let->query = query_compile(arena, node_text(node), where, findings);
    let->absolute = is_absolute(node_text(node), lets, index);
}

const struct let *let_read_from(struct arena *arena, const struct source *source,
    const xmlNode *mapping, size_t *count, struct findings *findings) {
    *count = 0;
    if (node_kind(mapping) != NODE_MAPPING) {
        finding_add(findings, TEMPLATE_FRONT_VALUE, passage_key_span(source, mapping),
            node_name(mapping),
            in_language(findings, "en grupp av namn, vart och ett med ett XPath-uttryck",
                "a group of names, each with an XPath expression"),
            NULL);
        return NULL;
    }
    struct let *lets = arena_array(arena, TEMPLATE_LETS, sizeof *lets);
    for (const xmlNode *node = node_first(mapping); node != NULL; node = node_next(node)) {
        struct span where = passage_key_span(source, node);
        if (*count == TEMPLATE_LETS) {
            const char *names = in_language(findings, "namn i let", "names in let");
            finding_add(findings, TEMPLATE_LARGE, where,
                arena_printf(arena, "%d %s", TEMPLATE_LETS, names), NULL);
            break;
        }
        if (!is_let_name(node_name(node))) {
            finding_add(findings, TEMPLATE_LET_NAME, where, node_name(node), NULL);
            continue;
        }
        read_let(arena, source, node, lets, (*count)++, findings);
    }
    return lets;
}

const struct let *let_read(
    struct arena *arena, const xmlNode *mapping, size_t *count, struct findings *findings) {
    return let_read_from(arena, node_span(mapping).source, mapping, count, findings);
}
