/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside tree/: what kind of file it is that was given as text, when it is none.
 */
#ifndef UNDERLAG_TREE_KIND_H
#define UNDERLAG_TREE_KIND_H

#include "report/finding.h"

/* Tells that the file is a Word document, a PDF … or text in another encoding than UTF-8. False
 * when it is text that can be read. */
bool kind_say_other(const struct source *source, struct findings *findings);

#endif
