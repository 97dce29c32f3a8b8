/* SPDX-License-Identifier: EUPL-1.2
 *
 * Clauses of YAML 1.2.2, by what is looked at:
 *
 *     between events     a comment has white space before it (6.6); inside [] and {} "?" is an
 *                        indicator only before white space (7.4)
 *     lines in flow      they are indented more than the block collection round them, with spaces
 *                        (6.3, productions 63 and 67); quoted texts too (7.3.1, 7.3.2)
 *     plain scalars      "-" alone is none (7.3.3, production 126)
 *     block scalars      a comment in the header has white space before it (8.1.1); empty lines at
 *                        the start have no more spaces than the first line (8.1.1.1)
 *     anchors            only white space ends the name (6.9.2), for libyaml some signs do
 *     %YAML              white space follows the number (6.8.1)
 *
 * One thing is let by on purpose: the bracket that closes a list may stand in the column of its key,
 * as people write it.
 */
#include "tree/strict.h"

#include <string.h>

#include "tree/cursor.h"
#include "tree/fault.h"

static bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

static bool is_break(char c) {
    return c == '\n' || c == '\r';
}

static void say(
    struct strict *strict, enum catalogue_id id, size_t offset, size_t length, const char *word) {
    struct span span = { strict->source, (uint32_t)offset, (uint32_t)length };
    finding_add(strict->findings, id, span, word, NULL);
}

static bool in_flow(const struct strict *strict) {
    return strict->levels.count != 0 && strict->levels.items[strict->levels.count - 1].is_flow;
}

/* "?x" inside [] or {} is a text (7.4), but libyaml reads a key "x". */
static void look_at_question(struct strict *strict, size_t at) {
    const char *text = strict->source->text + at;
    bool is_indicator = is_blank(text[1]) || is_break(text[1]) || strchr(",[]{}", text[1]) != NULL;
    if (text[0] == '?' && !is_indicator) {
        say(strict, YAML_CHARACTER, at, 1, "?");
    }
}

/* The text between two events: indicators, white space and comments. */
static void look_between(struct strict *strict, size_t end) {
    const char *text = strict->source->text;
    for (size_t at = strict->seen; at < end; at++) {
        bool is_free = at == 0 || is_blank(text[at - 1]) || is_break(text[at - 1]);
        if (text[at] == '#' && !is_free) {
            say(strict, YAML_COMMENT, at, 1, NULL);
        }
        if (text[at] == '#') {
            at += strcspn(text + at, "\r\n");
        } else if (in_flow(strict)) {
            look_at_question(strict, at);
        }
    }
}

/* Another key on the next line of a text in quotes: then it was to end on the line before. */
static bool say_open(struct strict *strict, size_t start, size_t next) {
    const struct source *source = strict->source;
    struct yaml_line line = yaml_line_read(source, source_position(source, next).line);
    if (line.key_size == 0) {
        return false;
    }
    struct span span = { source, (uint32_t)start, 1 };
    struct finding *finding = finding_add(strict->findings, YAML_QUOTE_OPEN, span, NULL);
    fault_advise(strict->findings, finding, YAML_QUOTE_OPEN, start, false);
    strict->is_lost = true;
    return true;
}

/* The lines behind the first of a text or collection in flow style. */
static void look_at_lines(struct strict *strict, size_t start, size_t end, bool is_quoted) {
    if (strict->levels.count == 0) {
        return;
    }
    const struct strict_level *level = &strict->levels.items[strict->levels.count - 1];
    const char *text = strict->source->text;
    const char *line = memchr(text + start, '\n', end - start);
    for (; line != NULL; line = memchr(line, '\n', (size_t)(text + end - line))) {
        line++;
        size_t spaces = strspn(line, " ");
        size_t blanks = strspn(line, " \t");
        char c = line[blanks];
        if (line + blanks >= text + end || spaces > level->indent || is_break(c)
            || (!is_quoted && c != '\0' && strchr("#]}", c) != NULL)) {
            continue;
        }
        if (is_quoted && say_open(strict, start, (size_t)(line - text))) {
            return;
        }
        size_t place = (size_t)(line - text) + (blanks != spaces ? spaces : blanks);
        say(strict, blanks != spaces ? YAML_TAB : YAML_CONTINUED, place, 1, NULL);
        return;
    }
}

/* A block scalar from its "|" or ">" on. */
static void look_at_block(struct strict *strict, struct span span) {
    const char *text = strict->source->text;
    size_t end = span.offset + span.length;
    size_t at = span.offset + 1;
    bool has_indent = false;
    for (; at < end && strchr("+-0123456789", text[at]) != NULL; at++) {
        has_indent = has_indent || (text[at] != '+' && text[at] != '-');
    }
    if (at < end && text[at] == '#') {
        say(strict, YAML_COMMENT, at, 1, NULL);
    }
    size_t outer = strict->levels.count != 0
                       ? strict->levels.items[strict->levels.count - 1].indent + 1
                       : 0;
    size_t most = 0;
    for (at += strcspn(text + at, "\n"); text[at] == '\n'; at += strcspn(text + at, "\n")) {
        size_t spaces = strspn(text + ++at, " ");
        at += spaces;
        if (!is_break(text[at])) {
            bool is_text = !has_indent && text[at] == '#' && spaces >= outer;
            if (is_text && most > spaces) {
                say(strict, YAML_INDENT, at, 1, "#");
            }
            return;
        }
        most = spaces > most ? spaces : most;
        at += text[at] == '\r';
    }
}

/* The name of an anchor among the properties that the event begins with. */
static void look_at_anchor(struct strict *strict, const yaml_char_t *name, struct span span) {
    if (name == NULL) {
        return;
    }
    const char *text = strict->source->text + span.offset;
    const char *mark = memchr(text, '&', span.length);
    const char *end = mark != NULL ? mark + 1 + strlen((const char *)name) : NULL;
    if (end != NULL && end < text + span.length && strchr("?:%@`", *end) != NULL) {
        say(strict, YAML_CHARACTER, (size_t)(mark - strict->source->text), 1, "&");
    }
}

static void look_at_scalar(struct strict *strict, const yaml_event_t *event, struct span whole) {
    look_at_anchor(strict, event->data.scalar.anchor, whole);
    bool has_more = event->data.scalar.anchor != NULL || event->data.scalar.tag != NULL;
    struct span span = has_more ? span_past_properties(whole) : whole;
    const char *text = strict->source->text + span.offset;
    if (span.length == 0) {
        return;
    }
    switch (event->data.scalar.style) {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE:
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
        if (!in_flow(strict)) {
            look_at_lines(strict, span.offset, span.offset + span.length, true);
        }
        break;
    case YAML_LITERAL_SCALAR_STYLE:
    case YAML_FOLDED_SCALAR_STYLE:
        look_at_block(strict, span);
        break;
    case YAML_ANY_SCALAR_STYLE:
    case YAML_PLAIN_SCALAR_STYLE:
        if (event->data.scalar.length == 1 && text[0] == '-') {
            say(strict, YAML_DASH, span.offset, 1, NULL);
        }
        break;
    }
}

static void open_level(
    struct strict *strict, bool is_flow, const yaml_mark_t *mark, struct span span) {
    struct strict_level level = { .is_flow = is_flow };
    const char *text = strict->source->text;
    size_t end = span.offset + span.length;
    if (is_flow) {
        look_at_question(strict, span.offset);
        strict->flow = in_flow(strict) ? strict->flow : end - 1;
    } else {
        /* The mark lies on the first entry, or, in a list no deeper than its key, behind its "-". */
        bool is_behind = span.length != 0 && text[end] != '-' && text[end - 1] == '-';
        level.indent = mark->column - is_behind;
    }
    ARRAY_ADD(strict->findings->arena, strict->levels, level);
}

static void close_level(struct strict *strict, struct span span) {
    if (strict->levels.count == 0) {
        return;
    }
    bool is_flow = in_flow(strict);
    strict->levels.count--;
    if (is_flow && !in_flow(strict)) {
        look_at_lines(strict, strict->flow, span.offset + span.length, false);
    }
}

static void look_at_directives(struct strict *strict, struct span span) {
    const char *text = strict->source->text + span.offset;
    const char *mark = memmem(text, span.length, "%YAML", 5);
    size_t size = mark != NULL ? strcspn(mark, "#\r\n") : 0;
    if (mark != NULL && mark[size] == '#' && !is_blank(mark[size - 1])) {
        say(strict, YAML_COMMENT, (size_t)(mark + size - strict->source->text), 1, NULL);
    }
}

void strict_look(struct strict *strict, const yaml_event_t *event, struct span span) {
    if (strict->source == NULL) {
        return;
    }
    look_between(strict, span.offset);
    size_t end = span.offset + span.length;
    strict->seen = end > strict->seen ? end : strict->seen;
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        look_at_scalar(strict, event, span);
        break;
    case YAML_MAPPING_START_EVENT:
        look_at_anchor(strict, event->data.mapping_start.anchor, span);
        open_level(strict, event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE,
            &event->end_mark, span);
        break;
    case YAML_SEQUENCE_START_EVENT:
        look_at_anchor(strict, event->data.sequence_start.anchor, span);
        open_level(strict, event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE,
            &event->end_mark, span);
        break;
    case YAML_MAPPING_END_EVENT:
    case YAML_SEQUENCE_END_EVENT:
        close_level(strict, span);
        break;
    case YAML_DOCUMENT_START_EVENT:
        look_at_directives(strict, span);
        break;
    default: /* libyaml's enum, not ours */
        break;
    }
}
