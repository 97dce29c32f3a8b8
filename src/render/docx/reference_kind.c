/* SPDX-License-Identifier: EUPL-1.2
 *
 * What a relationship promises of the part that it leads to (ECMA-376-1, 11.3, 14.2.7, 15.2.14 and 17.10).
 * Where the part is another, and is copied as it is, Word repairs each paper or does not open it.
 */
#include "base/text.h"
#include "render/docx/reference.h"
#include "render/docx/writer.h"

#define THEME_TYPE "application/vnd.openxmlformats-officedocument.theme+xml"
#define THEME_NAMESPACE "http://schemas.openxmlformats.org/drawingml/2006/main"

/* By the last word of the relationship's type. */
static const struct kind {
    const char *word;
    const char *type;
    const char *namespace;
    const char *root;
} kinds[] = {
    { "endnotes", WORD_TYPE "endnotes+xml", WORD_NAMESPACE, "endnotes" },
    { "fontTable", WORD_TYPE "fontTable+xml", WORD_NAMESPACE, "fonts" },
    { "footer", WORD_TYPE "footer+xml", WORD_NAMESPACE, "ftr" },
    { "footnotes", WORD_TYPE "footnotes+xml", WORD_NAMESPACE, "footnotes" },
    { "header", WORD_TYPE "header+xml", WORD_NAMESPACE, "hdr" },
    { "numbering", WORD_TYPE "numbering+xml", WORD_NAMESPACE, "numbering" },
    { "settings", WORD_TYPE "settings+xml", WORD_NAMESPACE, "settings" },
    { "styles", WORD_TYPE "styles+xml", WORD_NAMESPACE, "styles" },
    { "theme", THEME_TYPE, THEME_NAMESPACE, "theme" },
    { "webSettings", WORD_TYPE "webSettings+xml", WORD_NAMESPACE, "webSettings" },
};

bool reference_is_kind(const struct reference_part *part, const char *word) {
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (text_equal(word, kinds[i].word)) {
            return text_equal(part->type, kinds[i].type) && part->xml != NULL
                && xml_root_is(part->xml, kinds[i].namespace, kinds[i].root);
        }
    }
    return !text_equal(word, "image") || text_starts(part->type, "image/");
}
