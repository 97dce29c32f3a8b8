/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside tree/: the functions of expressions, XPath's and ours, as a table.
 */
#ifndef UNDERLAG_TREE_FUNCTION_H
#define UNDERLAG_TREE_FUNCTION_H

#include "base/date.h"
#include "tree/query.h"

/* Folded texts of nodes, by the address of the text: rules ask the same texts for many words. */
enum { FOLDED_KEPT = 256 };

struct folded {
    const xmlChar *text;
    const char *folded;
};

/* What our functions know of the context they are called in. */
struct function_context {
    struct arena *arena; /* as long-lived as the texts of nodes that are asked about */
    const struct tree *kommun;
    struct folded *kept; /* FOLDED_KEPT; NULL before the first */
};

/* A call of one of our functions. The arguments are released after it; a function that gives one of them
 * back puts NULL in its place. */
struct call {
    struct arena *arena; /* for the time of the call */
    struct function_context *context;
    xmlXPathObject **arguments;
    size_t count;
};

/* The tree's own text of a scalar; NULL for what is something else. */
const xmlChar *function_scalar_text(const xmlNode *node);

/* The text of the one scalar that the argument is, or NULL when it is something else. */
const xmlChar *call_node_text(const struct call *call, size_t place);

/* The argument as text: the tree's, the argument's own, or on the call's arena. */
const char *call_string(const struct call *call, size_t place);

/* The argument as a date; a month is its first or last day. */
bool call_date(const struct call *call, size_t place, bool last, struct date *date);

struct function {
    const char *name;
    size_t least, most;                              /* arguments; FUNCTION_ANY: any number */
    xmlXPathObject *(*run)(const struct call *call); /* NULL: XPath's own */
};

#define FUNCTION_ANY ((size_t)100)

/* The function, or NULL. */
const struct function *function_find(const char *name);

/* Lets the XPath context find our functions, which see `context`. */
void function_register(xmlXPathContext *xpath, struct function_context *context);

#endif
