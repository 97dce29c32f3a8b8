/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside tree/: the functions of expressions for words in texts.
 */
#ifndef UNDERLAG_TREE_WORDS_H
#define UNDERLAG_TREE_WORDS_H

#include "tree/function.h"

/* innehåller-ord(text, ord): whether the word is there, whole, in any case. */
xmlXPathObject *words_run_contains(const struct call *call);

/* med-text(noder, text): those of the nodes whose text contains the text. */
xmlXPathObject *words_run_with_text(const struct call *call);

/* ord(text): how many words. */
xmlXPathObject *words_run_count(const struct call *call);

#endif
