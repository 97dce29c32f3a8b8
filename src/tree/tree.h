/* SPDX-License-Identifier: EUPL-1.2
 *
 * A YAML or JSON text as a libxml2 tree in which every node knows its place. A mapping becomes an
 * element with one child element a key; a sequence an element with one child `item` an entry; a
 * scalar an element with its text. There are no attributes. XPath works on it as it is:
 * /definition/parter/idéburna/item/insats.
 *
 * A key that is no XML name (NCName) gets the element name "_"; node_name() tells the real one.
 *
 * struct node_info hangs in xmlNode._private and is touched in tree/ alone; everyone else asks the
 * functions below. After tree_read() and node_settle() the tree is const and shared by threads.
 */
#ifndef UNDERLAG_TREE_TREE_H
#define UNDERLAG_TREE_TREE_H

#include <libxml/tree.h>
#include <stdbool.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "report/finding.h"
#include "report/source.h"

enum tree_syntax { TREE_YAML, TREE_JSON };

enum node_kind { NODE_MAPPING, NODE_SEQUENCE, NODE_SCALAR };

/* The types of JSON, as bits so that sets of them are cheap. An integer is also a number. */
enum node_type {
    TYPE_NULL = 1,
    TYPE_BOOLEAN = 2,
    TYPE_INTEGER = 4,
    TYPE_NUMBER = 8,
    TYPE_STRING = 16,
    TYPE_ARRAY = 32,
    TYPE_OBJECT = 64,
};

/* What stands for NUL in the texts of a JSON tree: a noncharacter. */
#define NUL_STAND_IN 0xFDD0u
#define NUL_STAND_IN_BYTES "\xEF\xB7\x90"

struct tree {
    xmlDoc *doc; /* owned by the arena it was read on */
    xmlNode *root;
    const struct source *source;
    enum tree_syntax syntax;
};

/* Reads a text of either syntax; the root element is called `root_name`. Faults of the text become
 * findings. NULL when there is no tree to speak of (broken syntax, broken UTF-8, a limit passed);
 * an empty YAML document gives an empty scalar as root. Only one document a file. */
struct tree *tree_read(struct arena *arena, const struct source *source, enum tree_syntax syntax,
    const char *root_name, struct findings *findings);

/* The same of some lines of a YAML text, given by their numbers from 0, rising. Places are those of the
 * whole text. That it may not be read at all (a limit, broken UTF-8) is not told: tree_read() does. */
struct tree *tree_read_lines(struct arena *arena, const struct source *source,
    const uint32_t *lines, size_t line_count, const char *root_name, struct findings *findings);

/* How many values the tree holds: mappings, sequences and scalars, aliases expanded. */
size_t tree_size(const struct tree *tree);

/* The syntax that a file's name asks for: ".json" is JSON, all else YAML. */
enum tree_syntax tree_syntax_of(const char *path);

/* Writes the positioned tree as XML: each element with its place (`rad`, `kolumn`, 1-based, columns
 * in code points), kind and scalar style as attributes. For looking and for tests. */
void tree_dump(const struct tree *tree, struct buffer *out);

/* Mapping, sequence or scalar. */
enum node_kind node_kind(const xmlNode *node);

/* The key as written ("item" for an entry of a sequence, the root's name for the root). */
const char *node_name(const xmlNode *node);

/* A scalar's text after escapes, folding and settling; "" for mappings and sequences. */
const char *node_text(const xmlNode *node);

/* Whether a scalar was written plain, without quotes and not as a block: then its type follows from
 * the schema. Always false for JSON strings; true for JSON numbers, booleans and null. */
bool node_is_plain(const xmlNode *node);

/* The type by itself: of JSON as JSON says; of YAML by the core schema of YAML 1.2.2 (10.3.2),
 * which the JSON Schema may overrule for plain scalars; after node_settle() the settled one. One
 * bit (TYPE_INTEGER for 1 and also for 1.0, as JSON Schema demands). */
enum node_type node_type(const xmlNode *node);

/* Whether the node was read from JSON, so that its type is beyond question. */
bool node_is_json(const xmlNode *node);

/* The value's place; for a block scalar from its indicator to the end of its text. */
struct span node_span(const xmlNode *node);

/* The key's place; for an entry of a sequence and for the root, the value's. */
struct span node_key_span(const xmlNode *node);

/* The place in the source of `length` bytes from `offset` of a scalar's text: exact for plain and
 * quoted scalars on one line and for block scalars, else as near as can be told. */
struct span node_text_span(const xmlNode *node, size_t offset, size_t length);

/* The same for many stretches of one scalar, wherever they stand: node_text_span() walks from the
 * scalar's beginning each time. On the arena; it needs the node. */
struct text_places;
const struct text_places *node_text_places(struct arena *arena, const xmlNode *node);
struct span text_places_span(const struct text_places *places, size_t offset, size_t length);

/* Child elements: first, next, by key (NULL when there is none), by place (from 0); parent element
 * (NULL above the root); how many. */
xmlNode *node_first(const xmlNode *node);
xmlNode *node_next(const xmlNode *node);
xmlNode *node_child(const xmlNode *node, const char *name);
xmlNode *node_at(const xmlNode *node, size_t index);
xmlNode *node_parent(const xmlNode *node);
size_t node_count(const xmlNode *node);

/* The text of the child with this key, NULL when there is none. */
const char *node_child_text(const xmlNode *node, const char *name);

/* Where the node stands, for people and for tags of Word: "parter.idéburna[2].insats" (entries from
 * 1); "" for the root. */
char *node_path(struct arena *arena, const xmlNode *node);

/* Sets what the schema decided: the type, and the canonical text (NULL leaves it). */
void node_settle(xmlNode *node, enum node_type type, const char *text);

/* What the schema says of a settled node, for rules and templates that ask. `format` is one of the
 * schema's format names or NULL. */
void node_set_format(xmlNode *node, const char *format);
const char *node_format(const xmlNode *node);
void node_set_prose(xmlNode *node);
bool node_is_prose(const xmlNode *node);

/* Puts a copy of `entry`'s children (with their places) into `node`, a scalar whose text is the id,
 * and makes it a mapping whose first child is `id`, at the scalar's own place. */
void node_resolve(xmlNode *node, const xmlNode *entry);

/* Hangs a new value under a mapping, or under a sequence (`key` NULL), as its last child: what the
 * program itself adds to a definition. It has no place; findings about it point to the parent's. */
xmlNode *node_add(xmlNode *parent, const char *key, enum node_kind kind);
void node_add_scalar(xmlNode *parent, const char *key, enum node_type type, const char *text);

/* Takes out of the tree what node_add() hung there. */
void node_take_out(xmlNode *node);

/* Whether the node came by node_add(). */
bool node_is_made(const xmlNode *node);

/* Hangs a copy of `node` under `parent` as its last child. */
xmlNode *node_graft(xmlNode *parent, const xmlNode *node);

/* The bytes, a line of text, as a scalar of YAML in quotes, on the arena. */
const char *yaml_quoted(struct arena *arena, const char *text, size_t size);

/* The text without typographic quotes at both its ends, on the arena; the text itself when it has none
 * there. */
const char *yaml_unquoted(struct arena *arena, const char *text);

#endif
