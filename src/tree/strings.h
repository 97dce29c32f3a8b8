/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside tree/: some of XPath's own functions for strings (XPath 1.0, 4.2) in the stead of libxml2's, which
 * take time by the square of what they are given, and are not interrupted: 800 kB took minutes. These take it
 * in proportion, and a string that concat() makes has a limit.
 */
#ifndef UNDERLAG_TREE_STRINGS_H
#define UNDERLAG_TREE_STRINGS_H

#include "tree/function.h"

xmlXPathObject *strings_run_concat(const struct call *call);
xmlXPathObject *strings_run_contains(const struct call *call);
xmlXPathObject *strings_run_substring_after(const struct call *call);
xmlXPathObject *strings_run_substring_before(const struct call *call);
xmlXPathObject *strings_run_translate(const struct call *call);

#endif
