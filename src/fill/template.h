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
    bool dynamic;                   /* {{>*x}} */
    const char *const *formatters;  /* NULL-terminated, in order; NULL when there are none */
    const char *text;               /* TAG_TEXT: the bytes */
    size_t text_size;
    const char *indent;             /* standalone partial, parent, prose: white space before the tag */
    struct tag *children;           /* section, inverted, parent, block */
    size_t child_count;
    const struct span *formatter_spans; /* each formatter's place */
};

struct let {
    const char *name;
    struct span where;              /* the name's place in the front matter */
    const struct query *query;
};

/* What the front matter says; texts may hold tags and are filled like the body. */
struct front_matter {
    const struct template *title;   /* titel */
    const struct template *header;  /* sidhuvud */
    const struct template *footer;  /* sidfot */
    bool numbered_headings;         /* numrerade_rubriker */
    const struct let *lets;
    size_t let_count;
};

struct template {
    const struct source *source;
    const char *name;               /* "tjansteskrivelse": the file's name without folder and suffix */
    struct tag *tags;
    size_t tag_count;
    struct front_matter front;      /* all zero when there is none */
};

/* Parses a template. `with_front_matter`: whether a first line "---" opens front matter (false for a
 * plain Mustache processor). Faults (unclosed tag or section, unknown formatter or front-matter key,
 * broken let) become findings; the result is never NULL. */
const struct template *template_parse(struct arena *arena, const struct source *source,
    bool with_front_matter, struct findings *findings);

/* Finds partials by name: from a folder's files, read when first asked for. */
struct library;

/* A library over `folder`, whose files are called NAME followed by one of the suffixes. It reads and
 * parses all of them now, so that threads may share it. A missing folder is an empty library. */
const struct library *library_open(struct arena *arena, const char *folder,
    bool with_front_matter, struct findings *findings);

/* The partial, or NULL. */
const struct template *library_find(const struct library *library, const char *name);

struct fill_options {
    enum template_escape escape;
    bool strict;                     /* a missing value of {{x}} or {{{x}}} is a finding, not "" */
    bool markers;                    /* --draft: a missing value leaves a visible mark in the text */
    const struct library *partials;  /* may be NULL */
};

struct filled {
    const char *text;                /* NUL-terminated CommonMark */
    size_t size;
    struct sourcemap map;
    const char *title, *header, *footer; /* of the front matter, filled, unescaped; NULL when absent */
    bool numbered_headings;
};

/* Fills the template from the tree. A missing value (strict) becomes a finding at the tag, with the
 * place in the definition where it should stand as a related place. Never NULL. */
struct filled *template_fill(struct arena *arena, const struct template *template,
    const struct tree *tree, const struct fill_options *options, struct findings *findings);

#endif
