/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside tree/: the functions of expressions, XPath's and ours, as a table.
 */
#ifndef UNDERLAG_TREE_FUNCTION_H
#define UNDERLAG_TREE_FUNCTION_H

#include "tree/query.h"

/* A call of one of our functions. The arguments are released after it. */
struct call {
    struct arena *arena; /* for the time of the call */
    const struct tree *kommun;
    xmlXPathObject **arguments;
    size_t count;
};

struct function {
    const char *name;
    size_t least, most;                              /* arguments; FUNCTION_ANY: any number */
    xmlXPathObject *(*run)(const struct call *call); /* NULL: XPath's own */
};

#define FUNCTION_ANY ((size_t)100)

/* The function, or NULL. */
const struct function *function_find(const char *name);

/* The known name nearest to this, or NULL. */
const char *function_nearest(const char *name);

/* Lets the context find our functions; `kommun` is what they see of it. */
void function_register(xmlXPathContext *context, const struct tree *kommun);

#endif
