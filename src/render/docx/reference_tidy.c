/* SPDX-License-Identifier: EUPL-1.2
 *
 * What other programs leave in their files and a paper must not have: elements in an order of their
 * own, where the schema has one and Word may refuse another (ECMA-376-1, annex A.1); tracked changes
 * (17.13.5), which would be shown as changes of ours; notes of a body that is not ours (17.11).
 */
#include <limits.h>
#include <string.h>

#include "base/array.h"
#include "base/map.h"
#include "render/docx/reference.h"

/* Longest order below, and most children that are put in order: longer ones are no properties. */
enum { ORDER_MOST = 48, CHILDREN_MOST = 200 };

static const struct {
    const char *parent;
    const char *children[ORDER_MOST];
} orders[] = {
    { "compat", { "useSingleBorderforContiguousCells", "wpJustification", "noTabHangInd", "noLeading",
                    "spaceForUL", "noColumnBalance", "balanceSingleByteDoubleByteWidth",
                    "noExtraLineSpacing", "doNotLeaveBackslashAlone", "ulTrailSpace",
                    "doNotExpandShiftReturn" } },
    { "lvl", { "start", "numFmt", "lvlRestart", "pStyle", "isLgl", "suff", "lvlText",
                 "lvlPicBulletId", "legacy", "lvlJc", "pPr", "rPr" } },
    { "pBdr", { "top", "left", "bottom", "right", "between", "bar" } },
    { "pPr", { "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl",
                 "numPr", "suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens",
                 "kinsoku", "wordWrap", "overflowPunct", "topLinePunct", "autoSpaceDE",
                 "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing", "ind",
                 "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc", "textDirection",
                 "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr",
                 "sectPr" } },
    { "rPr", { "rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike",
                 "outline", "shadow", "emboss", "imprint", "noProof", "snapToGrid", "vanish",
                 "webHidden", "color", "spacing", "w", "kern", "position", "sz", "szCs", "highlight",
                 "u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang",
                 "eastAsianLayout", "specVanish", "oMath" } },
    { "sdtPr", { "rPr", "alias", "tag", "id", "lock", "placeholder", "temporary", "showingPlcHdr",
                   "dataBinding", "label", "tabIndex" } },
    { "settings", { "embedTrueTypeFonts", "embedSystemFonts", "saveSubsetFonts", "mirrorMargins",
                      "alignBordersAndEdges", "bordersDoNotSurroundHeader",
                      "bordersDoNotSurroundFooter", "gutterAtTop", "defaultTabStop",
                      "autoHyphenation", "consecutiveHyphenLimit", "hyphenationZone",
                      "doNotHyphenateCaps", "evenAndOddHeaders", "drawingGridHorizontalSpacing",
                      "drawingGridVerticalSpacing", "characterSpacingControl", "footnotePr",
                      "endnotePr", "compat", "themeFontLang", "clrSchemeMapping", "decimalSymbol",
                      "listSeparator" } },
    { "style", { "name", "aliases", "basedOn", "next", "link", "autoRedefine", "hidden",
                   "uiPriority", "semiHidden", "unhideWhenUsed", "qFormat", "locked", "personal",
                   "personalCompose", "personalReply", "rsid", "pPr", "rPr", "tblPr", "trPr", "tcPr",
                   "tblStylePr" } },
    { "tblBorders", { "top", "left", "start", "bottom", "right", "end", "insideH", "insideV" } },
    { "tblCellMar", { "top", "left", "start", "bottom", "right", "end" } },
    { "tblPr", { "tblStyle", "tblpPr", "tblOverlap", "bidiVisual", "tblStyleRowBandSize",
                   "tblStyleColBandSize", "tblW", "jc", "tblCellSpacing", "tblInd", "tblBorders",
                   "shd", "tblLayout", "tblCellMar", "tblLook", "tblCaption", "tblDescription" } },
    { "tblStylePr", { "pPr", "rPr", "tblPr", "trPr", "tcPr" } },
    { "tcBorders", { "top", "left", "start", "bottom", "right", "end", "insideH", "insideV",
                       "tl2br", "tr2bl" } },
    { "tcPr", { "cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders", "shd", "noWrap",
                  "tcMar", "textDirection", "tcFitText", "vAlign", "hideMark" } },
};

static const char *const *find_order(const xmlNode *parent) {
    for (size_t i = 0; i < sizeof orders / sizeof orders[0]; i++) {
        if (word_is(parent, orders[i].parent)) {
            return orders[i].children;
        }
    }
    return NULL;
}

/* What the schema does not name here stands last. */
static size_t find_rank(const char *const *order, const xmlNode *child) {
    size_t rank = 0;
    while (rank < ORDER_MOST && order[rank] != NULL && !word_is(child, order[rank])) {
        rank++;
    }
    return rank < ORDER_MOST && order[rank] != NULL ? rank : ORDER_MOST;
}

static bool order_children(xmlNode *parent, const char *const *order) {
    xmlNode *children[CHILDREN_MOST];
    size_t count = 0;
    size_t last = 0;
    bool ordered = true;
    for (xmlNode *child = parent->children; child != NULL; child = child->next) {
        if (child->type != XML_ELEMENT_NODE) {
            continue;
        }
        if (count == CHILDREN_MOST) {
            return false;
        }
        size_t rank = find_rank(order, child);
        ordered = ordered && rank >= last;
        last = rank;
        children[count++] = child;
    }
    if (ordered) {
        return false;
    }
    for (size_t rank = 0; rank <= ORDER_MOST; rank++) {
        for (size_t i = 0; i < count; i++) {
            if (find_rank(order, children[i]) == rank) {
                xmlUnlinkNode(children[i]);
                xmlAddChild(parent, children[i]);
            }
        }
    }
    return true;
}

bool reference_order(xmlNode *root) {
    bool changed = false;
    for (xmlNode *node = root; node != NULL; node = node_after(node, root, false)) {
        const char *const *order = find_order(node);
        if (order != NULL && order_children(node, order)) {
            changed = true;
        }
    }
    return changed;
}

/* Whether the attribute is a measure, of whatever element: in twentieths, halves or eighths of a point. */
static bool is_measure(const xmlNode *node, const char *name) {
    static const char *const measures[] = { "after", "afterLines", "before", "beforeLines", "bottom", "charSpace",
        "end", "firstLine", "footer", "gutter", "h", "hanging", "header", "hSpace", "left", "line",
        "linePitch", "pos", "right", "space", "start", "sz", "top", "vSpace", "w", "x", "y" };
    static const char *const valued[] = { "defaultTabStop", "hyphenationZone", "kern", "position", "spacing",
        "sz", "szCs", "trHeight", "w" };
    bool value = strcmp(name, "val") == 0;
    for (size_t i = 0; value && i < sizeof valued / sizeof valued[0]; i++) {
        if (word_is(node, valued[i])) {
            return true;
        }
    }
    for (size_t i = 0; !value && i < sizeof measures / sizeof measures[0]; i++) {
        if (strcmp(measures[i], name) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_decimal(const char *value) {
    const char *point = value + (*value == '-');
    point += strspn(point, "0123456789");
    return *point == '.' && point[1 + strspn(point + 1, "0123456789")] == '\0';
}

bool reference_round(struct arena *arena, xmlNode *root) {
    bool changed = false;
    for (xmlNode *node = root; node != NULL; node = node_after(node, root, false)) {
        for (xmlAttr *each = node->type == XML_ELEMENT_NODE ? node->properties : NULL; each != NULL;) {
            xmlAttr *next = each->next;
            const char *value = each->children != NULL ? (const char *)each->children->content : NULL;
            if (value != NULL && is_decimal(value) && is_measure(node, (const char *)each->name)
                && word_attribute(arena, node, (const char *)each->name) != NULL) {
                int whole = reference_measure(value, INT_MIN);
                if (whole == INT_MIN) {
                    xmlRemoveProp(each);
                } else {
                    word_set(node, (const char *)each->name, arena_printf(arena, "%d", whole));
                }
                changed = true;
            }
            each = next;
        }
    }
    return changed;
}

static bool is_one_of(const xmlNode *node, const char *const *names) {
    for (; *names != NULL; names++) {
        if (word_is(node, *names)) {
            return true;
        }
    }
    return false;
}

/* Whether the properties, of a row, a cell or a paragraph's mark, say that it is struck out. */
static bool is_struck(const xmlNode *properties, const char *how) {
    return properties != NULL
        && (word_child(properties, how) != NULL || word_child(properties, "moveFrom") != NULL);
}

/* Whether the row or the cell goes. */
static bool is_struck_part(const xmlNode *node) {
    return (word_is(node, "tr") && is_struck(word_child(node, "trPr"), "del"))
        || (word_is(node, "tc") && is_struck(word_child(node, "tcPr"), "cellDel"));
}

static xmlNode *next_element(const xmlNode *node) {
    xmlNode *next = node->next;
    while (next != NULL && next->type != XML_ELEMENT_NODE) {
        next = next->next;
    }
    return next;
}

/* A paragraph whose mark is struck out goes on in the next one, whose mark, and so whose look, is that of
 * both (17.13.5.15). */
static void join_paragraphs(xmlNode *paragraph) {
    xmlNode *next = next_element(paragraph);
    while (next != NULL && word_is(next, "p")
        && is_struck(word_child(word_child(paragraph, "pPr"), "rPr"), "del")) {
        word_drop_children(paragraph, "pPr");
        for (xmlNode *child = next->children; child != NULL;) {
            xmlNode *behind = child->next;
            xmlUnlinkNode(child);
            if (word_is(child, "pPr") && paragraph->children != NULL) {
                xmlAddPrevSibling(paragraph->children, child);
            } else {
                xmlAddChild(paragraph, child);
            }
            child = behind;
        }
        word_drop(next);
        next = next_element(paragraph);
    }
}

/* Takes the row or the cell out, and what it leaves empty: a row without cells, a table without rows. Gives
 * what follows. */
static xmlNode *drop_part(xmlNode *part, xmlNode *root) {
    xmlNode *top = part;
    while (top->parent != root && (word_is(top, "tc") || word_is(top, "tr"))) {
        const char *kind = word_is(top, "tc") ? "tc" : "tr";
        if (word_child(top->parent, kind) != top || word_next(top, kind) != NULL
            || !(word_is(top->parent, "tr") || word_is(top->parent, "tbl"))) {
            break;
        }
        top = top->parent;
    }
    if (word_is(top, "tbl") && next_element(top) == NULL) { /* a cell or a header holds a paragraph */
        xmlNode *paragraph = xmlNewNode(top->ns, (const xmlChar *)"p");
        if (paragraph == NULL || xmlAddNextSibling(top, paragraph) == NULL) {
            memory_exhausted();
        }
    }
    xmlNode *next = node_after(top, root, true);
    word_drop(top);
    return next;
}

bool reference_accept_changes(xmlNode *root) {
    static const char *const inserted[] = { "ins", "moveTo", NULL };
    static const char *const dropped[] = { "cellDel", "cellIns", "cellMerge", "del",
        "moveFrom", "moveFromRangeEnd", "moveFromRangeStart", "moveToRangeEnd", "moveToRangeStart",
        "numberingChange", "pPrChange", "rPrChange", "sectPrChange", "tblGridChange", "tblPrChange",
        "tblPrExChange", "tcPrChange", "trPrChange", NULL };
    bool changed = false;
    for (xmlNode *node = root; node != NULL;) {
        if (word_is(node, "p")) {
            join_paragraphs(node);
        }
        xmlNode *next = node_after(node, root, false);
        if (node != root && is_struck_part(node)) {
            next = drop_part(node, root);
            changed = true;
        } else if (node != root && is_one_of(node, dropped)) {
            next = node_after(node, root, true);
            word_drop(node);
            changed = true;
        } else if (node != root && is_one_of(node, inserted)) {
            next = word_unwrap(node, root);
            changed = true;
        }
        node = next;
    }
    return changed;
}

bool reference_drop_notes(struct arena *arena, xmlNode *root) {
    bool changed = false;
    for (xmlNode *note = root->children; note != NULL;) {
        xmlNode *next = note->next;
        const char *type = note->type == XML_ELEMENT_NODE ? word_attribute(arena, note, "type") : "-";
        if (type == NULL || strcmp(type, "normal") == 0) {
            word_drop(note);
            changed = true;
        }
        note = next;
    }
    return changed;
}

static struct map style_ids(struct arena *arena, const xmlNode *styles) {
    struct map ids = { 0 };
    for (xmlNode *style = word_child(styles, "style"); style != NULL; style = word_next(style, "style")) {
        const char *id = word_attribute(arena, style, "styleId");
        if (id != NULL) {
            map_put(arena, &ids, id, style);
        }
    }
    return ids;
}

bool reference_drop_unknown_styles(struct arena *arena, xmlNode *root, const xmlNode *styles) {
    static const char *const links[] = { "basedOn", "link", "next", "pStyle", "rStyle", "tblStyle",
        NULL };
    const struct map ids = style_ids(arena, styles);
    bool changed = false;
    for (xmlNode *node = root; node != NULL;) {
        xmlNode *next = node_after(node, root, false);
        if (is_one_of(node, links)) {
            const char *id = word_attribute(arena, node, "val");
            if (id == NULL || map_get(&ids, id) == NULL) {
                word_drop(node);
                changed = true;
            }
        }
        node = next;
    }
    return changed;
}
