/* SPDX-License-Identifier: EUPL-1.2
 *
 * Mustache, by the Mustache specification v1.4 (core, inheritance, dynamic names), with additions that
 * change nothing of it: {{name|formatter}}, escaping for Markdown, front matter with let:, and a source
 * map of what was written. A template is parsed once and may then be filled by many threads.
 */
#ifndef UNDERLAG_FILL_TEMPLATE_H
#define UNDERLAG_FILL_TEMPLATE_H

#include <stdbool.h>

#include "fill/sourcemap.h"
#include "tree/query.h"
#include "tree/tree.h"

enum template_escape { ESCAPE_MARKDOWN, ESCAPE_HTML, ESCAPE_NONE };

/* One tag or stretch of text; the kinds of the specification. */
enum tag_kind {
    TAG_TEXT,
    TAG_VARIABLE,   /* {{x}} */
    TAG_UNESCAPED,  /* {{{x}}} {{&x}} */
    TAG_SECTION,    /* {{#x}} */
    TAG_INVERTED,   /* {{^x}} */
    TAG_PARTIAL,    /* {{>x}} */
    TAG_PARENT,     /* {{<x}} */
    TAG_BLOCK,      /* {{$x}} */
};

struct tag {
    enum tag_kind kind;
    struct span where;              /* the tag with its braces, or the text */
    const char *name;               /* "a.b", "." ; without formatters; NULL for text */
    const char *const *parts;       /* the name split at its dots, NULL-terminated; none for "." */
    uint32_t hash;                  /* of the first part: for finding lets */
    bool dynamic;                   /* {{>*x}} */
    const char *const *formatters;  /* NULL-terminated, in order; NULL when there are none */
    const char *text;               /* TAG_TEXT: the bytes */
    size_t text_size;
    bool starts_line;               /* TAG_TEXT: a line of the template begins with it */
    bool ends_line;                 /* TAG_TEXT: a line break behind a standalone block, written
                                       only when the block left its line open */
    bool alone;                     /* section, inverted: the opening tag has its line to itself */
    const char *indent;             /* standalone partial or parent: white space before the tag;
                                       standalone block: indentation of its content; else NULL */
    struct tag *children;           /* section, inverted, parent, block */
    size_t child_count;
    const struct span *formatter_spans; /* each formatter's place */
    bool misnamed;                  /* section: closed by another name, which was told */
};

/* A name for an XPath expression. It is evaluated when a tag asks for it, with the innermost node that
 * a section has entered as context node (the root outside of sections); earlier lets are its
 * variables ($name). A node-set is like a list, and each node becomes the context of its turn; a
 * number or string is a value; a boolean opens a section without becoming its ".". */
struct let {
    const char *name;
    struct span where;              /* the name's place in the front matter */
    uint32_t hash;                  /* of the name */
    const struct query *query;      /* NULL when the expression is broken */
    bool absolute;                  /* the context node makes no difference: evaluated once */
};

/* What a file says of itself besides its text (egenskaper:), for the metadata of HTML and DOCX. */
enum property {
    PROPERTY_SUBJECT,         /* ämne */
    PROPERTY_CREATOR,         /* upphov */
    PROPERTY_REGISTRY_NUMBER, /* diarienummer */
    PROPERTY_DATE,            /* datum: ISO */
    PROPERTY_STATUS,          /* status */
    PROPERTY_KEYWORDS,        /* nyckelord */
    PROPERTY_OFFICER,         /* handläggare */
    PROPERTY_BOARD,           /* nämnd */
    PROPERTY_VERSION,         /* version */
    PROPERTY_COUNT,
};

/* A key of the front matter, and its place. */
struct front_key {
    const char *name;
    struct span where;
};

/* What the front matter says; texts may hold tags and are filled like the body. */
struct front_matter {
    const struct template *title;   /* titel */
    const struct template *header;  /* sidhuvud */
    const struct template *footer;  /* sidfot */
    const struct template *properties[PROPERTY_COUNT]; /* egenskaper: */
    bool numbered_headings;         /* numrerade_rubriker */
    bool report;                    /* rapport: filled after the rules were tried, of their outcome */
    const struct let *lets;
    size_t let_count;
    const struct front_key *paper_keys; /* what it says of the whole paper: all but let */
    size_t paper_key_count;
    bool broken;                    /* it could not be read: which lets there are is not known */
};

struct template {
    const struct source *source;
    const char *name;               /* "tjansteskrivelse": the file's name without folder and suffix */
    struct tag *tags;
    size_t tag_count;
    struct front_matter front;      /* all zero when there is none */
    bool cut;                       /* not read to its end: which tags there are is not known */
};

/* The hash of a name, as tags and lets have it. */
uint32_t name_hash(const char *name);

/* Parses a template. `with_front_matter`: whether a first line "---" opens front matter (false for a
 * plain Mustache processor). Faults (unclosed tag or section, unknown formatter or front-matter key,
 * broken let) become findings; the result is never NULL. */
const struct template *template_parse(struct arena *arena, const struct source *source,
    bool with_front_matter, struct findings *findings);

/* Parses a scalar of a YAML text as a template (a guideline's message); places point into that
 * text. `source` is the text's. */
const struct template *template_parse_node(struct arena *arena, const struct source *source,
    const xmlNode *node, struct findings *findings);

/* The place of a tag's `part`th dotted part in its file; of the whole tag when it is not written so. */
struct span tag_part_span(const struct tag *tag, size_t part);

/* Tells, of the findings from the `from`th on, those about a value that begins with a tag anew: in a text with
 * templates in it, it is one that lacks quotation marks. */
void template_tell_unquoted(struct findings *findings, size_t from);

/* Reads the mapping name → XPath of a `let:`; broken entries become findings and are left out. */
const struct let *let_read(
    struct arena *arena, const xmlNode *mapping, size_t *count, struct findings *findings);

/* Names of the formatters in the order of the alphabet, NULL-terminated; for "menade du" and help. */
const char *const *formatter_names(void);

/* Finds partials by name: from a folder's files, read when first asked for. */
struct library;

/* A library over `folder`, whose files are called NAME followed by one of the suffixes. It reads and
 * parses all of them now, so that threads may share it. A missing folder is an empty library. */
const struct library *library_open(struct arena *arena, const char *folder,
    bool with_front_matter, struct findings *findings);

/* The partial, or NULL. */
const struct template *library_find(const struct library *library, const char *name);

/* The names of all partials in the order of the alphabet, NULL-terminated. */
const char *const *library_names(const struct library *library);

struct fill_options {
    enum template_escape escape;
    bool strict;                     /* a missing value of {{x}} or {{{x}}} is a finding, not "" */
    bool markers;                    /* --draft: a missing value leaves a visible mark in the text */
    bool unmapped;                   /* only the text is wanted: the source map stays empty */
    const struct library *partials;  /* may be NULL */
    const xmlNode *context;          /* the node that "." and relative lets begin at; NULL: the root */
    const struct query_variable *names; /* names besides the lets of the front matter */
    size_t name_count;
    const struct tree *kommun;       /* what i-registret() of a let asks, or NULL */
    struct query_context *queries;   /* of this thread, to share between fills; NULL: one is made */
};

/* Limits; each has a finding. */
#define TEMPLATE_LARGEST ((size_t)8 << 20)     /* bytes of a template */
#define TEMPLATE_DEPTH 100                     /* sections, parents and blocks inside one another */
#define TEMPLATE_TAGS 1000000                  /* tags and lines of a template */
#define TEMPLATE_NAME 1000                     /* bytes of a tag's name */
#define TEMPLATE_FORMATTERS 20                 /* formatters of a tag */
#define TEMPLATE_LETS 200                      /* names of one let: */
#define FILL_DEPTH 1000                        /* sections, partials and blocks while filling */
#define FILL_STEPS 2000000                     /* tags and lines written or skipped */
#define FILL_LARGEST ((size_t)2 << 20)         /* bytes of the filled text; as DOCUMENT_LARGEST */

struct filled {
    const char *text;                /* NUL-terminated CommonMark */
    size_t size;
    struct sourcemap map;
    const char *title, *header, *footer; /* of the front matter, filled, unescaped; NULL when absent */
    const char *properties[PROPERTY_COUNT]; /* likewise; NULL when absent or blank */
    bool numbered_headings;
};

/* Fills the template from the tree. A missing value (strict) becomes a finding at the tag, with the
 * place in the definition where it should stand as a related place. Never NULL. */
struct filled *template_fill(struct arena *arena, const struct template *template,
    const struct tree *tree, const struct fill_options *options, struct findings *findings);

#endif
