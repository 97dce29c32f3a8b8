/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside tree/: the state of the YAML reader, shared by yaml.c, which follows libyaml's events,
 * yaml_scalar.c, which reads their texts, and anchor.c.
 */
#ifndef UNDERLAG_TREE_READER_H
#define UNDERLAG_TREE_READER_H

#include <yaml.h>

#include "base/map.h"
#include "tree/build.h"
#include "tree/cursor.h"
#include "tree/read.h"
#include "tree/strict.h"

struct reader {
    struct builder builder;
    yaml_parser_t parser;
    const struct source *source;
    struct findings *findings;
    struct map anchors;   /* name → what anchor.c knows of it */
    size_t unknown_count; /* aliases without an anchor */
    struct cursor cursor;
    struct span span; /* of the event at hand: looked up once, since marks on a line must rise */
    struct strict strict;
    size_t skip_left; /* nodes that are read past: a refused key and its value */
    size_t skip_depth;
    size_t documents;
    bool ended;
};

/* Keeps the node under the anchor's name; nothing when either is NULL. `text`: the span of a plain
 * text with anchor and tag, or all zero. */
void reader_remember(
    struct reader *reader, const yaml_char_t *name, xmlNode *node, struct span text);

/* The node of the name, which an alias uses; NULL when there is none. */
const xmlNode *reader_recall(struct reader *reader, const char *name);

/* Tells of texts that begin with an anchor that no alias uses. */
void reader_tell_unused(struct reader *reader);

/* Reads the scalar of the event at `reader->span`: a key or a value. */
void reader_scalar(struct reader *reader, const yaml_event_t *event);

/* The style of the event's scalar. */
enum node_style reader_style(const yaml_event_t *event);

/* The core schema's tag that the event carries, "" for another one, NULL for none. */
const char *reader_core_tag(const yaml_char_t *tag);

/* Says that the tag is not read. `event_span` begins with the properties, of which it may be the
 * second. */
struct finding *reader_say_tag(
    struct reader *reader, const yaml_char_t *tag, struct span event_span);

#endif
