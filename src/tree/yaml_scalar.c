/* SPDX-License-Identifier: EUPL-1.2
 *
 * The scalars among libyaml's events: keys and values, their style, tag and type.
 */
#include <string.h>

#include "base/text.h"
#include "tree/reader.h"
#include "tree/remedy.h"
#include "tree/slip.h"
#include "tree/type.h"

#define CORE_TAG "tag:yaml.org,2002:"

const char *scalar_text(struct arena *arena, const char *value, enum node_style style) {
    const char *text = text_nfc(arena, value);
    /* Words that name something are meant as they look; in prose a place has to stay where it is. */
    bool is_name = style == STYLE_PLAIN && strchr(text, ' ') == NULL;
    return is_name ? slip_visible(arena, text) : text;
}

/* The same, without control characters. What is refused is told. */
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
    const char *text = scalar_text(reader->builder.arena, value, style);
    *size = text != value ? strlen(text) : *size;
    return text;
}

enum node_style reader_style(const yaml_event_t *event) {
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

const char *reader_core_tag(const yaml_char_t *tag) {
    if (tag == NULL) {
        return NULL;
    }
    const char *name = (const char *)tag;
    return text_starts(name, CORE_TAG) ? name + strlen(CORE_TAG) : "";
}

struct finding *reader_say_tag(
    struct reader *reader, const yaml_char_t *tag, struct span event_span) {
    const char *text = event_span.source->text + event_span.offset;
    const char *mark = memchr(text, '!', event_span.length);
    struct span span = event_span;
    if (mark != NULL) {
        span.offset += (uint32_t)(mark - text);
        span.length = (uint32_t)strcspn(mark, " \t\r\n");
    }
    const char *written =
        arena_copy(reader->builder.arena, span.source->text + span.offset, span.length);
    return finding_add(
        reader->findings, YAML_TAG, span, mark != NULL ? written : (const char *)tag, NULL);
}

/* A sentence that begins with an exclamation mark, which YAML takes for a tag, would lose its first word. */
static void say_exclamation(struct reader *reader, const yaml_event_t *event, struct span span) {
    struct finding *finding = reader_say_tag(reader, event->data.scalar.tag, span);
    finding->level = LEVEL_ERROR;
    struct span all = span_trimmed(span);
    const char *text = span.source->text;
    if (finding->where.offset >= all.offset
        && memchr(text + all.offset, '\n', all.length) == NULL) {
        size_t size = all.offset + all.length - finding->where.offset;
        remedy_advise(reader->findings, finding,
            "Ta bort det. Hör det till texten, så sätt citattecken runt allt: %s",
            "Remove it. If it belongs to the text, put quotes round all of it: %s",
            remedy_quoted(reader->findings->arena, text + finding->where.offset, size));
    }
}

static enum node_type tagged_type(
    struct reader *reader, const yaml_event_t *event, enum node_type type, struct span span) {
    static const struct {
        const char *tag;
        int types;
    } tags[] = { { "null", TYPE_NULL }, { "bool", TYPE_BOOLEAN }, { "int", TYPE_INTEGER },
        { "float", TYPE_INTEGER | TYPE_NUMBER }, { "str", TYPE_STRING } };
    const yaml_char_t *tag = event->data.scalar.tag;
    const char *name = reader_core_tag(tag);
    const char *value = (const char *)event->data.scalar.value;
    bool is_sentence = reader_style(event) == STYLE_PLAIN && name != NULL && name[0] == '\0'
                       && strchr(value, ' ') != NULL && !(value[0] >= '0' && value[0] <= '9');
    if (is_sentence) {
        say_exclamation(reader, event, span);
        return type;
    }
    for (size_t i = 0; name != NULL && i < sizeof tags / sizeof *tags; i++) {
        if (strcmp(name, tags[i].tag) == 0 && (type & tags[i].types) != 0) {
            return type;
        }
    }
    if (name != NULL && strcmp((const char *)tag, "!") != 0) {
        reader_say_tag(reader, tag, span);
    }
    return type;
}

/* `whole` begins with anchor and tag, `span` behind them. */
static void read_value(
    struct reader *reader, const yaml_event_t *event, struct span span, struct span whole) {
    enum node_style style = reader_style(event);
    const yaml_char_t *tag = event->data.scalar.tag;
    size_t size;
    const char *text = checked_text(reader, event, span, style, &size);
    bool string = style != STYLE_PLAIN;
    enum node_type type = string ? TYPE_STRING : type_of_plain(text, size);
    bool plain = !string;
    if (tag != NULL) {
        const char *name = reader_core_tag(tag);
        bool forced = strcmp((const char *)tag, "!") == 0 || strcmp(name, "str") == 0;
        type = forced ? TYPE_STRING : type_of_plain(text, size);
        plain = !forced;
        type = tagged_type(reader, event, type, whole);
    }
    xmlNode *node = build_scalar(&reader->builder, text, size, span, style, type);
    if (node != NULL) {
        node_info(node)->plain = plain;
    }
    reader_remember(reader, event->data.scalar.anchor, node,
        style == STYLE_PLAIN ? whole : (struct span){ 0 });
}

/* An anchor on a key: a node of its own beside the tree. `whole` begins with anchor and tag. */
static void remember_key(struct reader *reader, const yaml_event_t *event, const char *text,
    size_t size, struct span span, struct span whole) {
    if (event->data.scalar.anchor == NULL) {
        return;
    }
    struct builder *builder = &reader->builder;
    xmlNode *node = node_new(builder->doc, builder->attic, "item", 4);
    *node_info(node) = (struct node_info){ .span = span,
        .key_span = span,
        .key = node_name(node),
        .kind = NODE_SCALAR,
        .style = reader_style(event),
        .type = reader_style(event) == STYLE_PLAIN ? type_of_plain(text, size) : TYPE_STRING,
        .plain = reader_style(event) == STYLE_PLAIN };
    node_put_text(node, text, size);
    reader_remember(reader, event->data.scalar.anchor, node,
        reader_style(event) == STYLE_PLAIN ? whole : (struct span){ 0 });
}

void reader_scalar(struct reader *reader, const yaml_event_t *event) {
    struct span span = reader->span;
    enum node_style style = reader_style(event);
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
    remember_key(reader, event, text, size, span, whole);
}
