/* SPDX-License-Identifier: EUPL-1.2
 *
 * From text to tags. White space is looked at only next to a tag, so that reading is linear; a tag
 * that does not end stops it, since everything behind would be guesswork.
 */
#include <string.h>

#include "base/array.h"
#include "base/text.h"
#include "fill/formatter.h"
#include "fill/parse.h"

struct span passage_span(const struct passage *passage, size_t offset, size_t length) {
    if (passage->places != NULL) {
        struct span span = text_places_span(passage->places, offset, length);
        span.source = passage->source;
        return span;
    }
    return (struct span){ passage->source, (uint32_t)offset, (uint32_t)length };
}

struct span passage_key_span(const struct source *source, const xmlNode *node) {
    struct span span = node_key_span(node);
    span.source = source;
    return span;
}

void scanner_init(struct scanner *scanner, struct arena *arena, const struct passage *passage,
    struct findings *findings) {
    *scanner = (struct scanner){ .arena = arena,
        .passage = passage,
        .findings = findings,
        .open = "{{",
        .close = "}}",
        .open_size = 2,
        .close_size = 2 };
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

static bool is_space(char c) {
    return is_blank(c) || c == '\n' || c == '\r';
}

/* Looks at the line round the token. */
static void place_in_line(const struct passage *passage, struct token *token) {
    size_t before = token->start;
    while (before > passage->start && is_blank(passage->text[before - 1])) {
        before--;
    }
    token->first = before == passage->start || passage->text[before - 1] == '\n';
    token->line_start = token->first ? before : token->start;
    size_t after = token->end;
    while (after < passage->size && is_blank(passage->text[after])) {
        after++;
    }
    if (after + 1 < passage->size && passage->text[after] == '\r') {
        after += passage->text[after + 1] == '\n';
    }
    token->last = after == passage->size || passage->text[after] == '\n';
    token->line_end = !token->last ? token->end : after + (after < passage->size);
}

/* The offset behind the open delimiter where the closing one stands, with `mark` ('}' or '=')
 * before it unless that is 0; or the passage's size. */
static size_t find_close(const struct scanner *scanner, size_t from, char mark) {
    const struct passage *passage = scanner->passage;
    for (size_t at = from; at < passage->size; at++) {
        const char *found =
            memmem(passage->text + at, passage->size - at, scanner->close, scanner->close_size);
        if (found == NULL) {
            break;
        }
        at = (size_t)(found - passage->text);
        if (mark == 0) {
            return at;
        }
        /* In "{{{x}}}" the first "}}" is the mark and half of the delimiter. */
        if (at > from && passage->text[at - 1] == mark) {
            return at;
        }
    }
    return passage->size;
}

static void say_open(struct scanner *scanner, size_t start, char mark) {
    const struct passage *passage = scanner->passage;
    size_t shown = start + scanner->open_size;
    while (shown < passage->size && passage->text[shown] != '\n' && shown < start + 24) {
        shown++;
    }
    shown = text_character(passage->text, shown);
    const char *begins = arena_copy(scanner->arena, passage->text + start, shown - start);
    const char before[] = { mark, '\0' };
    const char *close = arena_printf(scanner->arena, "%s%s", before, scanner->close);
    struct finding *finding = finding_add(scanner->findings, TEMPLATE_TAG_OPEN,
        passage_span(passage, start, shown - start), begins, close, NULL);
    const char *plain = memmem(passage->text + start, shown - start, scanner->close, scanner->close_size);
    bool apart = mark == '}' && passage->text[start + scanner->open_size] != '{';
    if (apart && plain != NULL) {
        finding_advise(scanner->findings, finding,
            "Skriv klamrarna intill varandra, utan mellanslag före och efter dem som står innerst.",
            "Write the braces next to each other, without spaces before and after the inner ones.", NULL);
    }
    scanner->stopped = true;
}

bool scanner_next(struct scanner *scanner, size_t at, struct token *token) {
    const struct passage *passage = scanner->passage;
    const char *found = at >= passage->size ? NULL
                                            : memmem(passage->text + at, passage->size - at,
                                                scanner->open, scanner->open_size);
    if (found == NULL) {
        return false;
    }
    *token = (struct token){ .start = (size_t)(found - passage->text) };
    size_t content = token->start + scanner->open_size;
    while (content < passage->size && is_space(passage->text[content])) {
        content++;
    }
    char first = content < passage->size ? passage->text[content] : '\0';
    token->sigil = first != '\0' && strchr("#^/><$!=&{", first) != NULL ? first : 0;
    content += token->sigil != 0;
    char mark = token->sigil == '{' ? '}' : token->sigil == '=' ? '=' : 0;
    size_t end = find_close(scanner, content, mark);
    if (end == passage->size) {
        say_open(scanner, token->start, mark);
        return false;
    }
    token->end = end + scanner->close_size;
    end -= mark != 0;
    while (content < end && is_space(passage->text[content])) {
        content++;
    }
    while (end > content && is_space(passage->text[end - 1])) {
        end--;
    }
    token->content = content;
    token->content_size = end - content;
    place_in_line(passage, token);
    return true;
}

void scanner_set_delimiters(struct scanner *scanner, const struct token *token) {
    const struct passage *passage = scanner->passage;
    const char *text = passage->text + token->content;
    size_t size = token->content_size;
    size_t open_size = 0;
    while (open_size < size && !is_space(text[open_size])) {
        open_size++;
    }
    size_t close = open_size;
    while (close < size && is_space(text[close])) {
        close++;
    }
    bool valid = open_size > 0 && close < size && memchr(text, '=', size) == NULL;
    for (size_t i = close; i < size; i++) {
        valid = valid && !is_space(text[i]);
    }
    if (!valid) {
        finding_add(scanner->findings, TEMPLATE_DELIMITERS,
            passage_span(passage, token->start, token->end - token->start), NULL);
        return;
    }
    scanner->open = arena_copy(scanner->arena, text, open_size);
    scanner->open_size = open_size;
    scanner->close = arena_copy(scanner->arena, text + close, size - close);
    scanner->close_size = size - close;
}

/* The name split at its dots; "." is no parts: the item on top of the stack. */
static const char *const *split_name(struct arena *arena, const char *name) {
    ARRAY_OF(const char *) parts = { 0 };
    while (strcmp(name, ".") != 0) {
        size_t size = strcspn(name, ".");
        ARRAY_ADD(arena, parts, arena_copy(arena, name, size));
        if (name[size] == '\0') {
            break;
        }
        name += size + 1;
    }
    ARRAY_ADD(arena, parts, NULL);
    return parts.items;
}

static void say_large(struct arena *arena, struct span where, int most, const char *swedish,
    const char *english, struct findings *findings) {
    const char *what = in_language(findings, swedish, english);
    finding_add(findings, TEMPLATE_LARGE, where, arena_printf(arena, "%d %s", most, what), NULL);
}

static void unknown_formatter(const char *name, struct span where, struct findings *findings) {
    const char *nearest = findings_are_full(findings) ? NULL : text_nearest(name, formatter_names());
    struct finding *finding = finding_add(findings, TEMPLATE_FORMATTER_UNKNOWN, where, name, NULL);
    finding_suggest(findings, finding, nearest);
    finding->replacement = nearest;
}

/* Reads what follows the first "|": names of formatters between bars. */
static void read_formatters(struct arena *arena, const struct passage *passage, size_t from,
    size_t to, struct tag *tag, struct findings *findings) {
    ARRAY_OF(const char *) names = { 0 };
    ARRAY_OF(struct span) spans = { 0 };
    while (from <= to) {
        const char *bar = memchr(passage->text + from, '|', to - from);
        size_t end = bar != NULL ? (size_t)(bar - passage->text) : to;
        size_t start = from;
        from = end + 1;
        while (start < end && is_space(passage->text[start])) {
            start++;
        }
        while (end > start && is_space(passage->text[end - 1])) {
            end--;
        }
        const char *name = text_nfc(arena, arena_copy(arena, passage->text + start, end - start));
        struct span where = passage_span(passage, start, end - start);
        if (names.count == TEMPLATE_FORMATTERS) {
            say_large(arena, where, TEMPLATE_FORMATTERS, "formaterare i en tagg",
                "formatters in a tag", findings);
            break;
        }
        if (formatter_find(name) == NULL) {
            unknown_formatter(name, where, findings);
            continue;
        }
        ARRAY_ADD(arena, names, name);
        ARRAY_ADD(arena, spans, where);
    }
    ARRAY_ADD(arena, names, NULL);
    tag->formatters = names.items;
    tag->formatter_spans = spans.items;
}

void name_read(struct arena *arena, const struct passage *passage, const struct token *token,
    struct tag *tag, struct findings *findings) {
    size_t from = token->content;
    size_t to = from + token->content_size;
    const char *bar = memchr(passage->text + from, '|', token->content_size);
    bool writes = tag->kind == TAG_VARIABLE || tag->kind == TAG_UNESCAPED;
    if (bar != NULL) {
        to = (size_t)(bar - passage->text);
        if (writes) {
            read_formatters(arena, passage, to + 1, from + token->content_size, tag, findings);
        } else {
            finding_add(findings, TEMPLATE_FORMATTER_PLACE, tag->where,
                arena_copy(arena, passage->text + token->start, token->end - token->start), NULL);
        }
    }
    bool injects = tag->kind == TAG_PARTIAL || tag->kind == TAG_PARENT;
    if (injects && from < to && passage->text[from] == '*') {
        tag->dynamic = true;
        from++;
    }
    while (from < to && is_space(passage->text[from])) {
        from++;
    }
    while (to > from && is_space(passage->text[to - 1])) {
        to--;
    }
    if (from == to) {
        finding_add(findings, TEMPLATE_TAG_EMPTY, tag->where, NULL);
    }
    if (to - from > TEMPLATE_NAME) {
        say_large(arena, tag->where, TEMPLATE_NAME, "byte i ett namn", "bytes in a name", findings);
        to = text_character(passage->text, from + TEMPLATE_NAME);
    }
    tag->name = arena_copy(arena, passage->text + from, to - from);
    tag->parts = split_name(arena, tag->name);
    tag->hash = tag->parts[0] != NULL ? name_hash(tag->parts[0]) : 0;
}

struct span tag_part_span(const struct tag *tag, size_t part) {
    struct span span = tag->where;
    const char *text = span.source->text + span.offset;
    const char *name = memmem(text, span.length, tag->name, strlen(tag->name));
    if (name != NULL) {
        for (size_t i = 0; i < part; i++) {
            name += strlen(tag->parts[i]) + 1;
        }
        span.offset += (uint32_t)(name - text);
        span.length = (uint32_t)strlen(tag->parts[part]);
    }
    return span;
}

/* The value that begins at the span, to the end of its line, in quotation marks; of marks that stand in it the
 * other kind. */
static const char *quoted(struct findings *findings, struct span span) {
    const char *text = span.source->text + span.offset;
    size_t size = strcspn(text, "\r\n");
    while (size > 0 && is_blank(text[size - 1])) {
        size--;
    }
    char mark = memchr(text, '"', size) != NULL ? '\'' : '"';
    const char *value = arena_copy(findings->arena, text, size);
    return memchr(text, mark, size) == NULL
        ? arena_printf(findings->arena, "%c%s%c", mark, value, mark)
        : "\"…\"";
}

void template_tell_unquoted(struct findings *findings, size_t from) {
    for (size_t i = from; i < findings->count; i++) {
        const struct finding *finding = findings->items[i];
        if (finding->rule != catalogue_get(YAML_TEMPLATE) || findings_are_full(findings)) {
            continue;
        }
        const char *text = finding->where.source->text + finding->where.offset;
        struct finding *own = finding_add(findings, TEMPLATE_UNQUOTED, finding->where,
            arena_copy(findings->arena, text, finding->where.length), quoted(findings, finding->where),
            NULL);
        findings->items[i] = own;
        findings->count--; /* it stands where the other one stood */
    }
}
