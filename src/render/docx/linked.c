/* SPDX-License-Identifier: EUPL-1.2
 *
 * LibreOffice (7.4) shows the code of a link's field, and loses bold and italic beside it, where the link
 * stands in a control around whole paragraphs and the file has a control for plain text anywhere.
 */
#include "render/docx/writer.h"

static bool inlines_link(const struct inline_ *inlined) {
    for (; inlined != NULL; inlined = inlined->next) {
        if (inlined->kind == INLINE_LINK || inlined->kind == INLINE_REFERENCE
            || inlines_link(inlined->children)) {
            return true;
        }
    }
    return false;
}

static bool cells_link(const struct cell *cells, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (inlines_link(cells[i].inlines)) {
            return true;
        }
    }
    return false;
}

static bool table_links(const struct table *table) {
    return table != NULL
        && (inlines_link(table->caption) || cells_link(table->header, table->column_count)
            || cells_link(table->cells, table->row_count * table->column_count));
}

bool block_links(const struct block *block) {
    for (const struct block *child = block->children; child != NULL; child = child->next) {
        if (block_links(child)) {
            return true;
        }
    }
    return inlines_link(block->inlines) || table_links(block->table);
}
