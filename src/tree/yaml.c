/* SPDX-License-Identifier: EUPL-1.2
 *
 * libyaml's events drive the builder. The event interface leaves aliases, merge keys and double
 * keys to us, which is what makes it fit: each of them needs a bound or a place.
 * */
#include <string.h>
#include <yaml.h>

#include "base/cleanup.h"
#include "base/map.h"
#include "base/text.h"
#include "tree/build.h"
#include "tree/cursor.h"
#include "tree/read.h"
#include "tree/strict.h"
#include "tree/type.h"

#define CORE_TAG "tag:yaml.org,2002:"

/* A text with more unknown aliases than this is wrong in another way than by typing. */
enum { SUGGESTIONS_LARGEST = 20 };

struct reader {
    struct builder builder;
    yaml_parser_t parser;
    const struct source *source;
    struct findings *findings;
    struct map anchors; /* name → xmlNode */
    size_t unknown_count; /* aliases without an anchor */
    struct cursor cursor;
    struct span span; /* of the event at hand: looked up once, since marks on a line must rise */
    struct strict strict;
    size_t skip_left; /* nodes that are read past: a refused key and its value */
    size_t skip_depth;
    size_t documents;
    bool ended;
};

static struct span span_of(struct reader *reader, const yaml_event_t *event) {
    const yaml_mark_t *start = &event->start_mark;
    const yaml_mark_t *end = &event->end_mark;
    return place_between(&reader->cursor, start->line, start->column, end->line, end->column);
}

static void remember(struct reader *reader, const yaml_char_t *anchor, xmlNode *node) {
    if (anchor != NULL && node != NULL) {
        map_put(reader->builder.arena, &reader->anchors, (const char *)anchor, node);
    }
}

/* A scalar's text as it is kept: NFC, without control characters. What is refused is told. */
static const char *checked_text(struct reader *reader, const yaml_event_t *event, struct span span,
    enum node_style style, size_t *size) {
    const char *value = (const char *)event->data.scalar.value;
    *size = event->data.scalar.length;
    /* The source holds none, so only an escape can bring one in. */
    size_t refused = style == STYLE_DOUBLE ? text_control(value, *size) : *size;
    if (refused != *size) {
        uint32_t c;
        size_t length = text_next(value + refused, &c);
        struct span place = place_in_scalar(span, style, value, refused, length != 0 ? length : 1);
        finding_add(reader->findings, TEXT_CONTROL, place,
            arena_printf(reader->builder.arena, "U+%04X", (unsigned)c), NULL);
        *size = refused;
        return arena_copy(reader->builder.arena, value, refused);
    }
    const char *text = text_nfc(reader->builder.arena, value);
    *size = text != value ? strlen(text) : *size;
    return text;
}

static enum node_style style_of(const yaml_event_t *event) {
    switch (event->data.scalar.style) {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE:
        return STYLE_SINGLE;
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
        return STYLE_DOUBLE;
    case YAML_LITERAL_SCALAR_STYLE:
        return STYLE_LITERAL;
    case YAML_FOLDED_SCALAR_STYLE:
        return STYLE_FOLDED;
    case YAML_ANY_SCALAR_STYLE:
    case YAML_PLAIN_SCALAR_STYLE:
        break;
    }
    return STYLE_PLAIN;
}

/* The key of a mapping that is no plain text: said, and read past together with its value. */
static void refuse_key(struct reader *reader, struct span span) {
    finding_add(reader->findings, YAML_KEY_COMPLEX, span_trimmed(span), NULL);
    reader->skip_left = 2;
}

/* The core schema's tag that the event carries, "" for another one, NULL for none. */
static const char *core_tag(const yaml_char_t *tag) {
    if (tag == NULL) {
        return NULL;
    }
    const char *name = (const char *)tag;
    return text_starts(name, CORE_TAG) ? name + strlen(CORE_TAG) : "";
}

/* `event_span` begins with the properties, of which the tag may be the second. */
static void say_tag(struct reader *reader, const yaml_char_t *tag, struct span event_span) {
    const char *text = event_span.source->text + event_span.offset;
    const char *mark = memchr(text, '!', event_span.length);
    struct span span = event_span;
    if (mark != NULL) {
        span.offset += (uint32_t)(mark - text);
        span.length = (uint32_t)strcspn(mark, " \t\r\n");
    }
    const char *written =
        arena_copy(reader->builder.arena, span.source->text + span.offset, span.length);
    finding_add(reader->findings, YAML_TAG, span, mark != NULL ? written : (const char *)tag, NULL);
}

static enum node_type tagged_type(
    struct reader *reader, const yaml_event_t *event, enum node_type type, struct span span) {
    static const struct {
        const char *tag;
        int types;
    } tags[] = { { "null", TYPE_NULL }, { "bool", TYPE_BOOLEAN }, { "int", TYPE_INTEGER },
        { "float", TYPE_INTEGER | TYPE_NUMBER }, { "str", TYPE_STRING } };
    const yaml_char_t *tag = event->data.scalar.tag;
    const char *name = core_tag(tag);
    for (size_t i = 0; name != NULL && i < sizeof tags / sizeof *tags; i++) {
        if (strcmp(name, tags[i].tag) == 0 && (type & tags[i].types) != 0) {
            return type;
        }
    }
    if (name != NULL && strcmp((const char *)tag, "!") != 0) {
        say_tag(reader, tag, span);
    }
    return type;
}

/* `whole` begins with anchor and tag, `span` behind them. */
static void read_value(
    struct reader *reader, const yaml_event_t *event, struct span span, struct span whole) {
    enum node_style style = style_of(event);
    const yaml_char_t *tag = event->data.scalar.tag;
    size_t size;
    const char *text = checked_text(reader, event, span, style, &size);
    bool string = style != STYLE_PLAIN;
    enum node_type type = string ? TYPE_STRING : type_of_plain(text, size);
    bool plain = !string;
    if (tag != NULL) {
        const char *name = core_tag(tag);
        bool forced = strcmp((const char *)tag, "!") == 0 || strcmp(name, "str") == 0;
        type = forced ? TYPE_STRING : type_of_plain(text, size);
        plain = !forced;
        type = tagged_type(reader, event, type, whole);
    }
    xmlNode *node = build_scalar(&reader->builder, text, size, span, style, type);
    if (node != NULL) {
        node_info(node)->plain = plain;
    }
    remember(reader, event->data.scalar.anchor, node);
}

/* An anchor on a key: a node of its own beside the tree. */
static void remember_key(struct reader *reader, const yaml_event_t *event, const char *text,
    size_t size, struct span span) {
    if (event->data.scalar.anchor == NULL) {
        return;
    }
    struct builder *builder = &reader->builder;
    xmlNode *node = node_new(builder->doc, builder->attic, "item", 4);
    *node_info(node) = (struct node_info){ .span = span,
        .key_span = span,
        .key = node_name(node),
        .kind = NODE_SCALAR,
        .style = style_of(event),
        .type = style_of(event) == STYLE_PLAIN ? type_of_plain(text, size) : TYPE_STRING,
        .plain = style_of(event) == STYLE_PLAIN };
    node_put_text(node, text, size);
    remember(reader, event->data.scalar.anchor, node);
}

static void read_scalar(struct reader *reader, const yaml_event_t *event) {
    struct span span = reader->span;
    enum node_style style = style_of(event);
    if (style == STYLE_LITERAL || style == STYLE_FOLDED) {
        span = span_trimmed(span);
    }
    struct span whole = span;
    if (event->data.scalar.anchor != NULL || event->data.scalar.tag != NULL) {
        span = span_past_properties(span);
    }
    if (!build_wants_key(&reader->builder)) {
        read_value(reader, event, span, whole);
        return;
    }
    size_t size;
    const char *text = checked_text(reader, event, span, style, &size);
    build_key(&reader->builder, text, size, span);
    reader->builder.merge = style == STYLE_PLAIN && strcmp(text, "<<") == 0;
    remember_key(reader, event, text, size, span);
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
    const xmlNode *original = map_get(&reader->anchors, name);
    if (build_wants_key(builder)) {
        if (original == NULL || node_kind(original) != NODE_SCALAR) {
            refuse_key(reader, span);
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
    const char *name = core_tag(tag);
    if (name != NULL && strcmp(name, kind == NODE_MAPPING ? "map" : "seq") != 0) {
        say_tag(reader, tag, span);
    }
    if (anchor != NULL || tag != NULL) {
        span = span_past_properties(span);
    }
    remember(reader, anchor, build_open(&reader->builder, kind, span));
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

static void take_event(struct reader *reader, const yaml_event_t *event) {
    reader->span = span_of(reader, event);
    strict_look(&reader->strict, event, reader->span);
    if (reader->skip_left != 0) {
        skip(reader, event);
        return;
    }
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        open_document(reader);
        break;
    case YAML_SCALAR_EVENT:
        read_scalar(reader, event);
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
            say_fault(reader);
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
    yaml_parser_delete(&reader.parser);
    if (valid && reader.documents == 0) {
        struct span start = { source, 0, 0 };
        finding_add(findings, TEXT_EMPTY, start, source->name, NULL);
        build_scalar(&reader.builder, "", 0, start, STYLE_PLAIN, TYPE_NULL);
    }
    struct tree *tree = build_end(&reader.builder);
    return valid ? tree : NULL;
}
