/* SPDX-License-Identifier: EUPL-1.2 */
#include "tree/read.h"

struct span place_in_scalar(struct span span, enum node_style style, const char *text,
    size_t offset, size_t length) {
    (void)style, (void)text, (void)offset, (void)length;
    return span;
}

struct span node_text_span(const xmlNode *node, size_t offset, size_t length) {
    const struct node_info *info = node_info(node);
    if (info->kind != NODE_SCALAR || info->changed) {
        return info->span;
    }
    return place_in_scalar(info->span, info->style, node_text(node), offset, length);
}
