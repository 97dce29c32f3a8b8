/* SPDX-License-Identifier: EUPL-1.2
 *
 * underlag tree FILE: shows what was read.
 */
#include "tree/tree.h"
#include "cmd/command.h"

enum status run_tree(struct invocation *invocation) {
    const char *path = invocation->operands[0];
    const struct source *source = read_source(invocation->arena, path, invocation->findings);
    struct tree *tree = source == NULL ? NULL
                                       : tree_read(invocation->arena, source, tree_syntax_of(path),
                                           "definition", invocation->findings);
    bool written = true;
    if (tree != NULL) {
        CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
        tree_dump(tree, &text);
        written = print(invocation, text.data, text.size);
    }
    enum status status = show_findings(invocation);
    return written ? status : STATUS_FAULT;
}
