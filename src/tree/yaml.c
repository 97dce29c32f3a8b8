/* SPDX-License-Identifier: EUPL-1.2
 *
 * libyaml's events drive the builder. The event interface leaves aliases, merge keys and double
 * keys to us, which is what makes it fit: each of them needs a bound or a place.
 */
#include <string.h>
#include <yaml.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "tree/fault.h"
#include "tree/reader.h"
#include "tree/slip.h"

/* A text with more unknown aliases than this is wrong in another way than by typing. */
enum { SUGGESTIONS_LARGEST = 20 };

static struct span span_of(struct reader *reader, const yaml_event_t *event) {
    const yaml_mark_t *start = &event->start_mark;
    const yaml_mark_t *end = &event->end_mark;
    return place_between(&reader->cursor, start->line, start->column, end->line, end->column);
}

/* The key of a mapping that is no plain text: said, and read past together with its value. */
static void refuse_key(struct reader *reader, struct span span) {
    const char *text = span.source->text + span.offset;
    if (span.offset > 0 && text[-1] == '{' && text[0] == '{') {
        yaml_say_template(reader->findings, span.source, span.offset - 1);
        reader->strict.is_lost = true;
    } else {
        finding_add(reader->findings, YAML_KEY_COMPLEX, span_trimmed(span), NULL);
    }
    reader->skip_left = 2;
}

/* The anchor that the name was probably meant to be, or NULL. */
static const char *nearest_anchor(const struct reader *reader, const char *typed) {
    const char *nearest = NULL;
    size_t best = 3;
    for (size_t i = 0; i < reader->anchors.count; i++) {
        const char *name = reader->anchors.entries[i].name;
        size_t distance = text_distance(typed, name, 3);
        bool first = distance == best && nearest != NULL && strcmp(name, nearest) < 0;
        if (distance < best || first) {
            best = distance;
            nearest = name;
        }
    }
    return nearest;
}

static void say_unknown(struct reader *reader, const char *name, struct span span) {
    struct finding *finding = finding_add(reader->findings, YAML_ALIAS_UNKNOWN, span, name, NULL);
    const char *rest = span.source->text + span.offset + span.length;
    size_t spaces = strspn(rest, " \t");
    if (spaces != 0 && strchr("#,]}:\r\n", rest[spaces]) == NULL) {
        reader->strict.is_lost = true; /* it begins a text, which cannot follow an alias */
    }
    if (reader->unknown_count++ < SUGGESTIONS_LARGEST) {
        finding_suggest(reader->findings, finding, nearest_anchor(reader, name));
    }
}

static bool is_open(const struct reader *reader, const xmlNode *node) {
    const xmlNode *open = reader->builder.current;
    while (open != NULL && open != node) {
        open = node_parent(open);
    }
    return open != NULL;
}

static void read_alias(struct reader *reader, const yaml_event_t *event) {
    const char *name = (const char *)event->data.alias.anchor;
    struct span span = reader->span;
    struct builder *builder = &reader->builder;
    const xmlNode *original = reader_recall(reader, name);
    if (build_wants_key(builder)) {
        if (original == NULL || node_kind(original) != NODE_SCALAR) {
            if (original == NULL) {
                say_unknown(reader, name, span);
            } else {
                refuse_key(reader, span);
            }
            reader->skip_left = 1;
        } else {
            build_key(builder, node_text(original), strlen(node_text(original)), span);
        }
        return;
    }
    if (original != NULL && !is_open(reader, original)) {
        build_alias(builder, original, span);
        return;
    }
    if (original != NULL) {
        finding_add(reader->findings, YAML_ALIAS_ITSELF, span, name, NULL);
    } else {
        say_unknown(reader, name, span);
    }
    if (builder->merge) { /* nothing to merge, which has been said */
        builder->key = NULL;
        builder->merge = false;
        return;
    }
    build_scalar(builder, "", 0, span, STYLE_PLAIN, TYPE_NULL);
}

static void open_collection(struct reader *reader, enum node_kind kind, const yaml_char_t *anchor,
    const yaml_char_t *tag) {
    struct span span = reader->span;
    if (build_wants_key(&reader->builder)) {
        refuse_key(reader, span);
        reader->skip_depth = 1;
        return;
    }
    const char *name = reader_core_tag(tag);
    if (name != NULL && strcmp(name, kind == NODE_MAPPING ? "map" : "seq") != 0) {
        reader_say_tag(reader, tag, span);
    }
    if (anchor != NULL || tag != NULL) {
        span = span_past_properties(span);
    }
    reader_remember(
        reader, anchor, build_open(&reader->builder, kind, span), (struct span){ 0 });
}

static void close_collection(struct reader *reader) {
    struct span span = reader->span;
    build_close(&reader->builder, span.length != 0 ? span.offset + span.length : 0);
}

/* An event inside a refused key or its value. */
static void skip(struct reader *reader, const yaml_event_t *event) {
    bool opens =
        event->type == YAML_MAPPING_START_EVENT || event->type == YAML_SEQUENCE_START_EVENT;
    bool closes = event->type == YAML_MAPPING_END_EVENT || event->type == YAML_SEQUENCE_END_EVENT;
    reader->skip_depth += opens;
    reader->skip_depth -= closes;
    if (reader->skip_depth == 0) {
        reader->skip_left--;
    }
}

static void open_document(struct reader *reader) {
    if (++reader->documents > 1) {
        finding_add(reader->findings, YAML_SEVERAL, reader->span, NULL);
        reader->ended = true;
    }
}

/* Whether it is a scalar without anchor and tag. */
static bool is_bare_scalar(const yaml_event_t *event) {
    return event->type == YAML_SCALAR_EVENT && event->data.scalar.anchor == NULL
           && event->data.scalar.tag == NULL;
}

static void take_event(struct reader *reader, const yaml_event_t *event) {
    reader->span = span_of(reader, event);
    strict_look(&reader->strict, event, reader->span);
    if (reader->strict.source != NULL && reader->skip_left == 0 && is_bare_scalar(event)) {
        bool is_lost = slip_look(reader->findings, reader_style(event), reader->span,
            build_wants_key(&reader->builder));
        reader->strict.is_lost = reader->strict.is_lost || is_lost;
    }
    if (reader->skip_left != 0) {
        skip(reader, event);
        return;
    }
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        open_document(reader);
        break;
    case YAML_SCALAR_EVENT:
        reader_scalar(reader, event);
        break;
    case YAML_ALIAS_EVENT:
        read_alias(reader, event);
        break;
    case YAML_MAPPING_START_EVENT:
        open_collection(reader, NODE_MAPPING, event->data.mapping_start.anchor,
            event->data.mapping_start.tag);
        break;
    case YAML_SEQUENCE_START_EVENT:
        open_collection(reader, NODE_SEQUENCE, event->data.sequence_start.anchor,
            event->data.sequence_start.tag);
        break;
    case YAML_MAPPING_END_EVENT:
    case YAML_SEQUENCE_END_EVENT:
        close_collection(reader);
        break;
    case YAML_STREAM_END_EVENT:
        reader->ended = true;
        break;
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_DOCUMENT_END_EVENT:
        break;
    }
}

static void say_fault(struct reader *reader) {
    const yaml_parser_t *parser = &reader->parser;
    if (parser->error == YAML_MEMORY_ERROR) {
        memory_exhausted();
    }
    struct yaml_problem problem = { .problem = parser->problem != NULL ? parser->problem : "",
        .problem_offset =
            cursor_move(&reader->cursor, parser->problem_mark.line, parser->problem_mark.column),
        .context_offset =
            cursor_move(&reader->cursor, parser->context_mark.line, parser->context_mark.column) };
    const xmlNode *open = reader->builder.current;
    problem.open_offset = open != NULL ? node_span(open).offset : reader->source->size;
    yaml_fault(reader->source, &problem, reader->findings);
}

/* Reads all events. False when the text is no YAML. */
static bool read_events(struct reader *reader) {
    while (!reader->ended && !reader->builder.full) {
        yaml_event_t event;
        if (!yaml_parser_parse(&reader->parser, &event)) {
            if (!reader->strict.is_lost || reader->parser.error == YAML_MEMORY_ERROR) {
                say_fault(reader);
            }
            return false;
        }
        take_event(reader, &event);
        yaml_event_delete(&event);
    }
    return true;
}

/* The text for libyaml. It takes spaces on a last line without a line break for words of a block scalar
 * that they are no part of; a line break makes an empty line of them (YAML 1.2.2, 8.1.1.2). */
static struct excerpt with_last_break(struct arena *arena, const struct excerpt *excerpt) {
    size_t at = excerpt->size;
    while (at > 0 && excerpt->text[at - 1] == ' ') {
        at--;
    }
    struct excerpt ended = *excerpt;
    if (at < excerpt->size && at > 0 && excerpt->text[at - 1] == '\n') {
        ended.text =
            arena_printf(arena, "%.*s\n", (int)excerpt->size, excerpt->text);
        ended.size++;
    }
    return ended;
}

struct tree *yaml_read(struct arena *arena, const struct source *source,
    const struct excerpt *excerpt, const char *root_name, struct findings *findings) {
    struct reader reader = { .source = source,
        .findings = findings,
        .cursor = { .source = source,
            .lines = excerpt->lines,
            .line_count = excerpt->line_count },
        .strict = { .source = excerpt->lines == NULL ? source : NULL, .findings = findings } };
    build_start(&reader.builder, arena, source, root_name, findings);
    if (!yaml_parser_initialize(&reader.parser)) {
        memory_exhausted();
    }
    yaml_parser_set_encoding(&reader.parser, YAML_UTF8_ENCODING);
    struct excerpt ended = with_last_break(arena, excerpt);
    yaml_parser_set_input_string(
        &reader.parser, (const unsigned char *)ended.text, ended.size);
    bool valid = read_events(&reader);
    if (valid && reader.strict.source != NULL) {
        reader_tell_unused(&reader);
    }
    yaml_parser_delete(&reader.parser);
    if (valid && reader.documents == 0) {
        struct span start = { source, 0, 0 };
        finding_add(findings, TEXT_EMPTY, start, source->name, NULL);
        build_scalar(&reader.builder, "", 0, start, STYLE_PLAIN, TYPE_NULL);
    }
    struct tree *tree = build_end(&reader.builder);
    return valid ? tree : NULL;
}
