/* SPDX-License-Identifier: EUPL-1.2
 *
 * The DOCX renderer on documents built by hand: what it writes is read back and looked at as
 * text. That whole files are valid, and look right, is for the judges outside.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>
#include <libxml/parser.h>

#include "base/target.h"
#include "base/text.h"
#include "render/docx/docx.h"
#include "render/docx/package.h"
#include "render/docx/unpack.h"
#include "render/docx/xml.h"

static struct arena *arena;
static const struct docx_parts *parts;

static const char *source_path(const char *name) {
    return path_join(arena, getenv("UNDERLAG_SOURCE"), name);
}

static int set_up(void **state) {
    (void)state;
    arena = arena_new();
    struct findings *findings = findings_new(arena, LANGUAGE_SV);
    parts = docx_parts_load(arena, source_path("templates/docx"), findings);
    return parts != NULL && findings->count == 0 ? 0 : -1;
}

static int tear_down(void **state) {
    (void)state;
    arena_free(arena);
    return 0;
}

/* Building documents. */

static struct inline_ *make_inline(enum inline_kind kind, const char *text) {
    struct inline_ *made = arena_new_of(arena, struct inline_);
    made->kind = kind;
    made->text = text;
    return made;
}

static struct inline_ *words(const char *text) {
    return make_inline(INLINE_TEXT, text);
}

static struct inline_ *around(enum inline_kind kind, struct inline_ *children) {
    struct inline_ *made = make_inline(kind, NULL);
    made->children = children;
    return made;
}

/* The inlines one after the other; ended by NULL. */
static struct inline_ *chain(struct inline_ *first, ...) {
    va_list more;
    va_start(more, first);
    struct inline_ *last = first;
    for (struct inline_ *each; (each = va_arg(more, struct inline_ *)) != NULL;) {
        last = last->next = each;
    }
    va_end(more);
    return first;
}

static struct block *make_block(enum block_kind kind, struct inline_ *inlines) {
    struct block *made = arena_new_of(arena, struct block);
    made->kind = kind;
    made->inlines = inlines;
    return made;
}

static struct block *paragraph(const char *text) {
    return make_block(BLOCK_PARAGRAPH, words(text));
}

static struct block *heading(int level, const char *number, const char *text) {
    struct block *made = make_block(BLOCK_HEADING, words(text));
    made->level = level;
    made->number = number;
    made->id = text_slug(arena, text);
    return made;
}

static struct block *sequence(struct block *first, ...) {
    va_list more;
    va_start(more, first);
    struct block *last = first;
    for (struct block *each; (each = va_arg(more, struct block *)) != NULL;) {
        last = last->next = each;
    }
    va_end(more);
    return first;
}

static struct block *item(struct block *children) {
    struct block *made = make_block(BLOCK_ITEM, NULL);
    made->children = children;
    return made;
}

static struct block *list(bool ordered, int start, struct block *items) {
    struct block *made = make_block(BLOCK_LIST, NULL);
    made->ordered = ordered;
    made->start = start;
    made->delimiter = '.';
    made->tight = true;
    made->children = items;
    return made;
}

static struct field *field(const char *label, const char *value, struct field *next) {
    struct field *made = arena_new_of(arena, struct field);
    made->label = label != NULL ? words(label) : NULL;
    made->value = value != NULL ? words(value) : NULL;
    made->next = next;
    return made;
}

static struct block *directive(enum block_kind kind, struct field *fields) {
    struct block *made = make_block(kind, NULL);
    made->groups = arena_new_of(arena, struct field_group);
    made->groups->fields = fields;
    return made;
}

/* Two columns, two rows and a sum. */
static struct block *make_table(const char *caption) {
    static const enum alignment alignments[] = { ALIGN_LEFT, ALIGN_RIGHT };
    static const int widths[] = { 667, 333 };
    static const char *const texts[] = { "Linköpings kommun", "1 000", "Föreningen", "500", "Summa",
        "1 500" };
    struct block *made = make_block(BLOCK_TABLE, NULL);
    struct table *table = made->table = arena_new_of(arena, struct table);
    *table = (struct table){ .column_count = 2,
        .alignments = alignments,
        .widths = widths,
        .row_count = 3,
        .row_headers = true,
        .total_row = true };
    table->header = arena_array(arena, 2, sizeof(struct cell));
    table->header[0].inlines = words("Part");
    table->header[1].inlines = words("Kronor");
    table->cells = arena_array(arena, 6, sizeof(struct cell));
    for (size_t i = 0; i < 6; i++) {
        table->cells[i].inlines = words(texts[i]);
    }
    if (caption != NULL) {
        table->caption = words(caption);
        table->caption_label = "Tabell 1";
    }
    return made;
}

static struct document *document(struct block *blocks) {
    struct document *made = arena_new_of(arena, struct document);
    made->blocks = blocks;
    made->title = "Titel";
    made->language = "sv";
    return made;
}

/* Rendering and reading back. */

static void render(const struct document *paper, bool plain, struct buffer *out) {
    const struct render_data data = { .docx_parts = parts };
    const struct render_options options = { .plain = plain, .data = &data };
    docx_render(paper, &options, out);
}

/* The part of the package, or NULL. */
static const char *part_of(const struct buffer *package, const char *name) {
    size_t count = 0;
    const struct unpacked *entries = unpack(arena, package->data, package->size, &count);
    assert_non_null(entries);
    const struct unpacked *part = unpacked_find(entries, count, name);
    return part != NULL ? part->bytes : NULL;
}

static const char *rendered_part(const struct document *paper, const char *name) {
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    render(paper, false, &out);
    return part_of(&out, name);
}

/* word/document.xml of the blocks. */
static const char *body(struct block *blocks) {
    return rendered_part(document(blocks), "word/document.xml");
}

static void assert_holds(const char *text, const char *part) {
    if (text == NULL || strstr(text, part) == NULL) {
        fail_msg("”%s” finns inte i:\n%s", part, text != NULL ? text : "(ingenting)");
    }
}

static void assert_lacks(const char *text, const char *part) {
    assert_non_null(text);
    assert_null(strstr(text, part));
}

static size_t count_of(const char *text, const char *part) {
    size_t count = 0;
    for (; (text = strstr(text, part)) != NULL; text += strlen(part)) {
        count++;
    }
    return count;
}

/* The tests. */

static void test_xml(void **state) {
    (void)state;
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    struct xml xml;
    xml_begin(&xml, &out);
    size_t start = out.size;
    xml_start(&xml, "a");
    xml_attribute(&xml, "b", "<\"&'\t\n>");
    xml_text(&xml, "x<\"&'>å\r\n");
    xml_empty(&xml, "c");
    xml_start(&xml, "d");
    assert_true(xml_drop_empty(&xml));
    xml_start(&xml, "d");
    xml_integer(&xml, "w:n", -5);
    assert_false(xml_drop_empty(&xml));
    xml_end(&xml);
    xml_end(&xml);
    xml_finish(&xml);
    assert_string_equal(out.data + start,
        "<a b=\"&lt;&quot;&amp;'&#9;&#10;&gt;\">x&lt;\"&amp;'&gt;å&#13;\n<c/><d w:n=\"-5\"/></a>");
}

static void test_parts_are_well_formed_and_complete(void **state) {
    (void)state;
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    struct document *paper = document(paragraph("Text"));
    paper->registry_number = "KS 2016-313";
    render(paper, false, &out);
    static const char *const names[] = { "[Content_Types].xml", "_rels/.rels", "word/document.xml",
        "word/_rels/document.xml.rels", "word/styles.xml", "word/settings.xml",
        "word/fontTable.xml", "word/theme/theme1.xml", "word/header1.xml", "word/header2.xml",
        "word/numbering.xml", "docProps/core.xml", "docProps/app.xml", "docProps/custom.xml" };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *text = part_of(&out, names[i]);
        assert_non_null(text);
        xmlDoc *parsed = xmlReadMemory(text, (int)strlen(text), names[i], NULL, XML_PARSE_NONET);
        assert_non_null(parsed);
        xmlFreeDoc(parsed);
    }
    assert_null(part_of(&out, "customXml/item1.xml"));
    assert_null(part_of(&out, "word/footer1.xml"));
    assert_memory_equal(out.data + 30, "[Content_Types].xml", 19); /* it comes first */
}

static void test_same_bytes_always(void **state) {
    (void)state;
    CLEANUP_BUFFER struct buffer first = BUFFER_EMPTY;
    CLEANUP_BUFFER struct buffer second = BUFFER_EMPTY;
    struct document *paper = document(make_table("Insatser"));
    setenv("TZ", "Pacific/Kiritimati", 1);
    tzset();
    render(paper, false, &first);
    setenv("TZ", "America/New_York", 1);
    tzset();
    render(paper, false, &second);
    assert_int_equal(first.size, second.size);
    assert_memory_equal(first.data, second.data, first.size);
}

static void test_neighbouring_words_share_a_run(void **state) {
    (void)state;
    struct inline_ *inlines = chain(words("a <"), make_inline(INLINE_SOFT_BREAK, NULL),
        words("& b"), around(INLINE_STRONG, words("fet")), around(INLINE_EMPHASIS, words("lutad")),
        make_inline(INLINE_HARD_BREAK, NULL), make_inline(INLINE_CODE, "x  y"), NULL);
    const char *text = body(make_block(BLOCK_PARAGRAPH, inlines));
    assert_holds(text, "<w:p><w:r><w:t xml:space=\"preserve\">a &lt; &amp; b</w:t></w:r>");
    assert_holds(
        text, "<w:rPr><w:rStyle w:val=\"Strong\"/></w:rPr><w:t xml:space=\"preserve\">fet<");
    assert_holds(text, "<w:rStyle w:val=\"Emphasis\"/></w:rPr><w:t xml:space=\"preserve\">lutad<");
    assert_holds(text, "<w:r><w:br/></w:r>");
    assert_holds(text, "<w:rStyle w:val=\"HTMLCode\"/></w:rPr><w:t xml:space=\"preserve\">x  y<");
}

/* In a bold paragraph style Word's toggles would turn a bold character style off. */
static void test_strong_in_bold_styles_is_direct(void **state) {
    (void)state;
    struct block *made = heading(2, NULL, "x");
    made->inlines = around(INLINE_STRONG, words("fet"));
    const char *text = body(made);
    assert_holds(text, "<w:rPr><w:b/><w:bCs/></w:rPr>");
    assert_lacks(text, "\"Strong\"");
}

static void test_headings(void **state) {
    (void)state;
    struct document *paper = document(sequence(heading(1, NULL, "Titeln"), heading(2, "1", "Syfte"),
        heading(3, "1.1", "Mål"), heading(4, NULL, "Utan"), NULL));
    paper->numbered_headings = true;
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    render(paper, false, &out);
    const char *text = part_of(&out, "word/document.xml");
    assert_holds(text, "<w:pStyle w:val=\"Title\"/></w:pPr>");
    assert_holds(text, "<w:pStyle w:val=\"Heading1\"/></w:pPr><w:bookmarkStart w:id=\"1\" "
                       "w:name=\"_Ref_syfte\"/>");
    assert_holds(text, "<w:pStyle w:val=\"Heading2\"/></w:pPr>");
    assert_holds(text, "<w:pStyle w:val=\"Heading3\"/><w:numPr><w:ilvl w:val=\"0\"/>"
                       "<w:numId w:val=\"0\"/></w:numPr></w:pPr>");
    assert_int_equal(count_of(part_of(&out, "word/styles.xml"), "<w:numId w:val=\"1\"/>"), 6);
    assert_int_equal(count_of(part_of(&out, "word/numbering.xml"), "<w:pStyle w:val=\"Heading"), 6);
}

static void test_unnumbered_headings_know_no_numbering(void **state) {
    (void)state;
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    render(document(heading(2, NULL, "Syfte")), false, &out);
    assert_lacks(part_of(&out, "word/styles.xml"), "<w:numId w:val=\"1\"/>");
    assert_int_equal(count_of(part_of(&out, "word/styles.xml"), "<w:numPr>"), 6); /* the lists' */
    assert_lacks(part_of(&out, "word/numbering.xml"), "<w:pStyle w:val=\"Heading");
    assert_lacks(part_of(&out, "word/document.xml"), "<w:numPr>");
}

static void test_references_are_fields(void **state) {
    (void)state;
    struct block *target = heading(2, "12", "En mycket lång rubrik om samverkan och uppföljning");
    struct block *plain = heading(2, NULL, "Syfte & mål");
    struct inline_ *numbered = make_inline(INLINE_REFERENCE, "avsnitt");
    numbered->heading = target;
    struct inline_ *named = make_inline(INLINE_REFERENCE, "avsnitt");
    named->heading = plain;
    struct inline_ *link = around(INLINE_LINK, words("här"));
    link->target = "#syfte-mal";
    link->heading = plain;
    const char *text = body(sequence(
        target, plain, make_block(BLOCK_PARAGRAPH, chain(numbered, named, link, NULL)), NULL));
    const char *name = "_Ref_en_mycket_lang_rubrik_om_s_";
    const char *begin = strstr(text, name);
    assert_non_null(begin);
    const char *bookmark = arena_copy(arena, begin, strcspn(begin, "\""));
    assert_true(strlen(bookmark) <= 40);
    assert_holds(text, "avsnitt" TEXT_NBSP);
    assert_holds(
        text, arena_printf(arena,
                  "<w:fldSimple w:instr=\" REF %s \\r \\h \"><w:r><w:t xml:space=\"preserve\">12<",
                  bookmark));
    assert_holds(text, "<w:fldSimple w:instr=\" REF _Ref_syfte_mal \\h \">");
    assert_holds(text, "<w:hyperlink w:anchor=\"_Ref_syfte_mal\" w:history=\"1\">");
}

static void test_links(void **state) {
    (void)state;
    static const struct {
        const char *target, *written; /* NULL: no link */
    } cases[] = {
        { "https://exempel.se/å b?x=1&y=[2]#a#b",
            "https://exempel.se/%C3%A5%20b?x=1&amp;y=%5B2%5D#a%23b" },
        { "mailto:a@b.se", "mailto:a@b.se" },
        { "https://a.se/%7e%zz", "https://a.se/%7e%25zz" },
        { "HTTP://A.SE", "HTTP://A.SE" },
        { "javascript:alert(1)", NULL },
        { "file:///etc/passwd", NULL },
        { "https://a:b@å.se:8080?x", "https://a:b@%C3%A5.se:8080?x" },
        { "https://", NULL },
        { "https:///a", NULL },
        { "https://a:b:c/", NULL },
        { "https://a.se:80a", NULL },
        { "https://a b.se/", NULL },
        { "https://[::1]/", NULL },
        { "#nowhere", NULL },
        { "", NULL },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct inline_ *link = around(INLINE_LINK, words("orden"));
        link->target = cases[i].target;
        CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
        render(document(make_block(BLOCK_PARAGRAPH, link)), false, &out);
        assert_holds(part_of(&out, "word/document.xml"), ">orden<");
        const char *relations = part_of(&out, "word/_rels/document.xml.rels");
        if (cases[i].written != NULL) {
            assert_holds(relations,
                arena_printf(arena, "Target=\"%s\" TargetMode=\"External\"", cases[i].written));
        } else {
            assert_lacks(relations, "External");
        }
    }
}

/* Word takes 260 units of UTF-16, of which a face is two. */
static void test_titles_of_links_are_bounded(void **state) {
    (void)state;
    CLEANUP_BUFFER struct buffer title = BUFFER_EMPTY;
    buffer_repeat(&title, 'x', 259);
    struct inline_ *link = around(INLINE_LINK, words("a"));
    link->target = "https://a.se/";
    link->title = arena_printf(arena, "%sy", title.data);
    assert_holds(body(make_block(BLOCK_PARAGRAPH, link)), "xy\" w:history");
    link->title = arena_printf(arena, "%s😀", title.data);
    assert_holds(body(make_block(BLOCK_PARAGRAPH, link)), "xx\" w:history");
}

/* What is said of a link stands where the pointer does; of an image, in its stead. */
static void test_titles_and_images(void **state) {
    (void)state;
    struct inline_ *link = around(INLINE_LINK, words("orden"));
    link->target = "https://exempel.se/";
    link->title = "Till \"exemplet\"";
    const char *text = body(make_block(
        BLOCK_PARAGRAPH, chain(link, around(INLINE_IMAGE, words(" en bild")), NULL)));
    assert_holds(text, " w:tooltip=\"Till &quot;exemplet&quot;\" w:history=\"1\">");
    assert_holds(text, "> en bild</w:t>");
    link->title = "";
    assert_lacks(body(make_block(BLOCK_PARAGRAPH, link)), "w:tooltip");
}

static void test_lists(void **state) {
    (void)state;
    struct block *inner = list(true, 3, item(paragraph("inre")));
    struct block *outer = list(true, 1,
        sequence(
            item(sequence(paragraph("ett"), paragraph("mer"), inner, NULL)), item(NULL), NULL));
    struct block *bullets = list(false, 1, item(paragraph("punkt")));
    bullets->tight = false;
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    render(document(sequence(outer, bullets, NULL)), false, &out);
    const char *text = part_of(&out, "word/document.xml");
    assert_holds(text,
        "<w:pStyle w:val=\"ListNumber\"/><w:numPr><w:ilvl w:val=\"0\"/>"
        "<w:numId w:val=\"4\"/></w:numPr></w:pPr><w:r><w:t xml:space=\"preserve\">ett<");
    assert_holds(text, "<w:pStyle w:val=\"ListContinue\"/>");
    assert_holds(text, "<w:pStyle w:val=\"ListNumber2\"/><w:numPr><w:ilvl w:val=\"1\"/>"
                       "<w:numId w:val=\"5\"/></w:numPr>");
    assert_holds(
        text, "<w:pStyle w:val=\"ListBullet\"/><w:contextualSpacing w:val=\"0\"/></w:pPr>");
    const char *numbering = part_of(&out, "word/numbering.xml");
    assert_holds(numbering, "<w:num w:numId=\"5\"><w:abstractNumId w:val=\"2\"/><w:lvlOverride "
                            "w:ilvl=\"1\"><w:startOverride w:val=\"3\"/></w:lvlOverride></w:num>");
}

static void test_lists_break_between_two_and_two(void **state) {
    (void)state;
    struct block *items = sequence(item(paragraph("ett")), item(paragraph("två")),
        item(paragraph("tre")), item(paragraph("fyra")), item(paragraph("fem")), NULL);
    const char *text = body(list(false, 1, items));
    const char *kept = "<w:pStyle w:val=\"ListBullet\"/><w:keepNext/></w:pPr>";
    assert_int_equal(count_of(text, kept), 2);
    assert_holds(text, arena_printf(arena, "%s<w:r><w:t xml:space=\"preserve\">ett<", kept));
    assert_holds(text, arena_printf(arena, "%s<w:r><w:t xml:space=\"preserve\">fyra<", kept));
}

static void test_rule_above_heading(void **state) {
    (void)state;
    const char *text = body(sequence(paragraph("före"), make_block(BLOCK_RULE, NULL),
        heading(2, NULL, "Rubrik"), heading(2, NULL, "Mer"), NULL));
    assert_lacks(text, "Avdelare");
    assert_int_equal(count_of(text, "<w:pStyle w:val=\"Heading1\"/><w:pBdr><w:top "), 1);
}

static void test_list_labels_choose_the_design(void **state) {
    (void)state;
    static const struct {
        const char *label;
        char delimiter;
        int design;
    } cases[] = { { "1.", '.', 2 }, { "1)", ')', 3 } };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct block *made = list(true, 1, item(paragraph("x")));
        made->delimiter = cases[i].delimiter;
        made->children->label = cases[i].label;
        assert_holds(rendered_part(document(made), "word/numbering.xml"),
            arena_printf(
                arena, "<w:num w:numId=\"4\"><w:abstractNumId w:val=\"%d\"/>", cases[i].design));
    }
}

/* Deeper than Word's nine levels, as deep as a document can be. */
static void test_deep_lists(void **state) {
    (void)state;
    struct block *inner = paragraph("djupt");
    for (int depth = 0; depth < DOCUMENT_DEPTH; depth++) {
        inner = list(depth % 2 == 0, 1, item(inner));
    }
    const char *text = body(inner);
    assert_holds(text, "<w:ilvl w:val=\"8\"/>");
    assert_lacks(text, "<w:ilvl w:val=\"9\"/>");
    struct inline_ *words_within = words("djupt");
    for (int depth = 0; depth < DOCUMENT_DEPTH; depth++) {
        words_within = around(INLINE_FACT, words_within);
        struct fact *fact = arena_new_of(arena, struct fact);
        fact->path = "a";
        words_within->fact = fact;
    }
    assert_holds(body(make_block(BLOCK_PARAGRAPH, words_within)), ">djupt<");
}

static void test_tables(void **state) {
    (void)state;
    const char *text = body(make_table("Insatser"));
    assert_holds(text, "<w:pStyle w:val=\"Caption\"/>");
    assert_holds(text, "Tabell <");
    assert_holds(text, "<w:fldSimple w:instr=\" SEQ Tabell \\* ARABIC \">");
    assert_holds(text, ">. Insatser<");
    assert_holds(text, "<w:gridCol w:w=\"6051\"/><w:gridCol w:w=\"3021\"/></w:tblGrid>");
    assert_holds(text, "w:val=\"06E0\" w:firstRow=\"1\" w:lastRow=\"1\" w:firstColumn=\"1\"");
    assert_int_equal(count_of(text, "<w:tblHeader/>"), 1);
    assert_int_equal(count_of(text, "<w:cantSplit/>"), 4);
    assert_int_equal(count_of(text, "<w:keepNext/>"), 6); /* all rows but the last */
    assert_int_equal(count_of(text, "<w:jc w:val=\"right\"/>"), 4);
    assert_int_equal(count_of(text, "<w:cnfStyle w:val=\"001000000000\"/>"), 3); /* row headers */
    assert_int_equal(count_of(text, "<w:trPr><w:cnfStyle w:val=\"100000000000\"/>"), 1);
    assert_int_equal(count_of(text, "<w:trPr><w:cnfStyle w:val=\"010000000000\"/>"), 1);
    /* A column may stand in the middle. */
    struct block *centred = make_table(NULL);
    static const enum alignment alignments[] = { ALIGN_NONE, ALIGN_CENTER };
    centred->table->alignments = alignments;
    text = body(centred);
    assert_int_equal(count_of(text, "<w:jc w:val=\"center\"/>"), 4);
    assert_int_equal(count_of(text, "<w:jc "), 4);
    /* Two tables without captions: Word would join them. A story does not end with a table. */
    text = body(sequence(make_table(NULL), make_table(NULL), NULL));
    assert_holds(text, "</w:tbl><w:p><w:pPr><w:spacing w:before=\"200\"/></w:pPr></w:p><w:tbl>");
    assert_holds(text, "</w:tbl><w:p><w:pPr><w:spacing w:before=\"200\"/></w:pPr></w:p><w:sectPr>");
}

/* A table of an item stands under the item's words, and ends at the margin. */
static void test_table_in_list(void **state) {
    (void)state;
    struct block *children = sequence(paragraph("a"), make_table("Insatser"), NULL);
    const char *text = body(list(false, 1, item(children)));
    assert_holds(text, "<w:pStyle w:val=\"Caption\"/><w:ind w:left=\"454\"/>");
    assert_holds(
        text, "<w:tblW w:w=\"8618\" w:type=\"dxa\"/><w:tblInd w:w=\"454\" w:type=\"dxa\"/>");
    assert_lacks(body(make_table(NULL)), "w:tblInd");
}

/* Word's styles for what follows in an item have three levels. */
static void test_second_paragraph_of_deep_item(void **state) {
    (void)state;
    struct block *inner = sequence(paragraph("a"), paragraph("b"), NULL);
    for (int depth = 0; depth < 5; depth++) {
        inner = list(false, 1, item(inner));
    }
    assert_holds(body(inner), "<w:pStyle w:val=\"ListContinue3\"/><w:ind w:left=\"2270\"/>");
}

static void test_facts_are_bound(void **state) {
    (void)state;
    struct fact *fact = arena_new_of(arena, struct fact);
    *fact = (struct fact){ .path = "ekonomi.total", .raw = "1000000", .format = "kronor" };
    struct inline_ *first = around(INLINE_FACT, words("1 000 000 kr"));
    struct inline_ *other = around(INLINE_FACT, words("1 000 000"));
    struct inline_ *again = around(INLINE_FACT, words("1 000 000 kr"));
    struct inline_ *rich = around(INLINE_FACT, around(INLINE_STRONG, words("mycket")));
    struct inline_ *blank = around(INLINE_FACT, words(" "));
    first->fact = other->fact = again->fact = rich->fact = blank->fact = fact;
    struct document *paper =
        document(make_block(BLOCK_PARAGRAPH, chain(first, other, again, rich, blank, NULL)));
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    render(paper, false, &out);
    const char *text = part_of(&out, "word/document.xml");
    assert_int_equal(count_of(text, "<w:sdt>"), 4);
    assert_int_equal(count_of(text, "<w:tag w:val=\"ekonomi.total\"/>"), 4);
    assert_int_equal(count_of(text, "<w:alias w:val=\"ekonomi.total\"/>"), 4);
    assert_int_equal(count_of(text, "/u:uppgifter[1]/u:uppgift[1]/u:ord[1]\""), 2);
    assert_int_equal(count_of(text, "/u:uppgifter[1]/u:uppgift[2]/u:ord[1]\""), 1);
    assert_holds(part_of(&out, "customXml/item1.xml"),
        "<uppgift><plats>ekonomi.total</plats><värde>1000000</värde><format>kronor</format>"
        "<ord>1 000 000 kr</ord></uppgift>"
        "<uppgift><plats>ekonomi.total</plats><värde>1000000</värde><format>kronor</format>"
        "<ord>1 000 000</ord></uppgift>"
        "</uppgifter>");
    CLEANUP_BUFFER struct buffer without = BUFFER_EMPTY;
    render(paper, true, &without);
    assert_lacks(part_of(&without, "word/document.xml"), "<w:sdt>");
    assert_lacks(part_of(&without, "word/document.xml"), "w15");
    assert_null(part_of(&without, "customXml/item1.xml"));
}

/* A paper with one fact that is shown in these words: the id of its list, on the arena. */
static const char *id_of_facts(const char *path, const char *shown) {
    struct fact *fact = arena_new_of(arena, struct fact);
    *fact = (struct fact){ .path = path };
    struct inline_ *inlined = around(INLINE_FACT, words(shown));
    inlined->fact = fact;
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    render(document(make_block(BLOCK_PARAGRAPH, inlined)), false, &out);
    const char *mark = "ds:itemID=\"";
    const char *properties = part_of(&out, "customXml/itemProps1.xml");
    assert_holds(properties, mark);
    const char *id = strstr(properties, mark) + strlen(mark);
    id = arena_copy(arena, id, strcspn(id, "\""));
    assert_int_equal(strlen(id), 38);
    assert_holds(part_of(&out, "word/document.xml"), arena_printf(arena, "w:storeItemID=\"%s\"", id));
    return id;
}

/* Word looks up a control in the list of that id, in whatever paper a paragraph is pasted into. */
static void test_no_two_lists_of_facts_have_one_id(void **state) {
    (void)state;
    const char *id = id_of_facts("ekonomi.total", "10 kr");
    assert_string_equal(id_of_facts("ekonomi.total", "10 kr"), id);
    assert_string_not_equal(id_of_facts("ekonomi.total", "11 kr"), id);
    assert_string_not_equal(id_of_facts("ekonomi.insats", "10 kr"), id);
    assert_int_equal(id[15], '8');
    assert_non_null(strchr("89AB", id[20]));
}

static void test_prose_names_its_field(void **state) {
    (void)state;
    struct block *first = paragraph("ett");
    struct block *second = paragraph("två");
    struct block *other = paragraph("tre");
    first->path = second->path = "ärende.bakgrund";
    const char *text = body(sequence(first, second, other, NULL));
    assert_holds(text, "<w:sdt><w:sdtPr><w:alias w:val=\"ärende.bakgrund\"/>"
                       "<w:tag w:val=\"arende.bakgrund\"/><w:id w:val=\"1\"/>");
    assert_holds(text, ">två</w:t></w:r></w:p></w:sdtContent></w:sdt><w:p>");
    assert_int_equal(count_of(text, "<w:sdt>"), 1);
    /* LibreOffice shows the code of a link there. */
    struct inline_ *link = around(INLINE_LINK, words("fyra"));
    link->target = "https://example.org/";
    struct block *linked = make_block(BLOCK_PARAGRAPH, around(INLINE_STRONG, link));
    linked->path = "ärende.innehåll";
    assert_lacks(body(sequence(paragraph("ett"), linked, NULL)), "<w:sdt>");
    struct block *table = make_table(NULL);
    table->path = "ekonomi.text";
    assert_holds(body(table), "<w:alias w:val=\"ekonomi.text\"/>");
    table->table->cells[5].inlines = link;
    assert_lacks(body(table), "<w:sdt>");
    table->table->cells[5].inlines = words("1 500");
    table->table->header[1].inlines = link;
    assert_lacks(body(table), "<w:sdt>");
    CLEANUP_BUFFER struct buffer plain = BUFFER_EMPTY;
    render(document(first), true, &plain);
    assert_lacks(part_of(&plain, "word/document.xml"), "<w:sdt>");
}

/* A comment spans the block before its note, also one that stands behind another of its field. */
static void test_comments_span_their_block(void **state) {
    (void)state;
    static const struct note note = { .rule = "IOP-E01", .message = "Fel." };
    struct block *first = paragraph("ett");
    struct block *second = paragraph("två");
    struct block *told = make_block(BLOCK_NOTE, NULL);
    first->path = second->path = "ärende.bakgrund";
    told->note = &note;
    const char *text = body(sequence(first, second, told, paragraph("tre"), NULL));
    assert_holds(text, ">ett</w:t></w:r></w:p><w:commentRangeStart w:id=\"0\"/><w:p>");
    assert_holds(text, "Fel.</w:t></w:r><w:commentRangeEnd w:id=\"0\"/>");
    assert_int_equal(count_of(text, "<w:commentRangeStart "), 1);
}

/* Word refuses more than 64 characters. */
static void test_control_names_are_bounded(void **state) {
    (void)state;
    struct fact *fact = arena_new_of(arena, struct fact);
    fact->path =
        "överenskommelse.aktiviteter[12].delaktiviteter[3].åtgärder[4].ansvarig-förening[2].namn";
    struct inline_ *shown = around(INLINE_FACT, words("x"));
    shown->fact = fact;
    const char *text = body(make_block(BLOCK_PARAGRAPH, shown));
    assert_holds(text,
        "<w:alias w:val=\"eter[12].delaktiviteter[3].åtgärder[4].ansvarig-förening[2].namn\"/>");
    assert_holds(text,
        "<w:tag w:val=\"eter[12].delaktiviteter[3].atgarder[4].ansvarig-forening[2].namn\"/>");
}

static void test_directives(void **state) {
    (void)state;
    struct document *paper = document(sequence(heading(1, NULL, "Titeln"),
        directive(
            BLOCK_COVER, field("Datum", "2021-10-01", field(NULL, "Linköpings kommun", NULL))),
        heading(2, NULL, "Först"), make_block(BLOCK_PAGE_BREAK, NULL), paragraph("ny sida"),
        directive(
            BLOCK_SIGNATURES, field("Ort och datum", NULL, field(NULL, "Anna Andersson", NULL))),
        NULL));
    const char *text = rendered_part(paper, "word/document.xml");
    assert_int_equal(count_of(text, "<w:sectPr>"), 2);
    assert_int_equal(count_of(text, "<w:titlePg/>"), 1); /* the cover's */
    assert_holds(text, "</w:sectPr></w:pPr><w:r><w:t xml:space=\"preserve\">Linköpings kommun<");
    assert_holds(text, "<w:pPr><w:keepNext/><w:pageBreakBefore/></w:pPr><w:r><w:t "
                       "xml:space=\"preserve\">ny sida<");
    assert_holds(text,
        "<w:pStyle w:val=\"Underskriftsrad\"/><w:keepNext/></w:pPr><w:r><w:rPr>"
        "<w:rStyle w:val=\"Etikett\"/></w:rPr><w:t xml:space=\"preserve\">Ort och datum:"
        "</w:t></w:r><w:r><w:tab/></w:r><w:r><w:tab/></w:r></w:p>");
    assert_holds(
        text, "<w:pStyle w:val=\"Underskriftsnamn\"/><w:spacing w:after=\"240\"/></w:pPr>");
    /* One with nothing on it is a page all the same. */
    text = body(sequence(make_block(BLOCK_COVER, NULL), paragraph("x"), NULL));
    assert_int_equal(count_of(text, "<w:sectPr>"), 2);
    /* A cover with nothing behind it begins no empty page. */
    text = body(directive(BLOCK_COVER, field(NULL, "x", NULL)));
    assert_int_equal(count_of(text, "<w:sectPr>"), 1);
}

static void test_contents(void **state) {
    (void)state;
    struct block *contents = make_block(BLOCK_CONTENTS, words("Innehåll"));
    struct block *first = heading(2, "1", "Syfte");
    struct block *second = heading(3, "1.1", "Mål");
    struct block *third = heading(4, "1.1.1", "Djupt");
    struct document *paper = document(sequence(contents, first, second, third, NULL));
    struct block **headings = arena_array(arena, 3, sizeof *headings);
    headings[0] = first;
    headings[1] = second;
    headings[2] = third;
    paper->headings = headings;
    paper->heading_count = 3;
    const char *text = rendered_part(paper, "word/document.xml");
    assert_holds(text, "TOC \\o \"1-2\" \\n \\h \\z \\u ");
    assert_int_equal(count_of(text, "<w:fldChar "), 3);
    assert_int_equal(count_of(text, "<w:pStyle w:val=\"TOC1\"/>"), 1);
    assert_int_equal(count_of(text, "<w:pStyle w:val=\"TOC2\"/>"), 1);
    assert_holds(text, "w:fldCharType=\"end\"/></w:r></w:p></w:sdtContent></w:sdt>");
    /* Nothing to list: no field. */
    assert_lacks(body(make_block(BLOCK_CONTENTS, words("Innehåll"))), "fldChar");
}

static void test_code_and_quotes(void **state) {
    (void)state;
    struct block *code = make_block(BLOCK_CODE, NULL);
    code->text = "a  <b>\n\n  c\td\n";
    struct block *quote = make_block(BLOCK_QUOTE, NULL);
    quote->children = paragraph("citat");
    const char *text = body(sequence(code, quote, make_block(BLOCK_RULE, NULL), NULL));
    assert_holds(text, "a  &lt;b&gt;</w:t></w:r><w:r><w:br/></w:r><w:r><w:br/></w:r><w:r>"
                       "<w:t xml:space=\"preserve\">  c</w:t></w:r><w:r><w:tab/></w:r>");
    assert_holds(body(paragraph("a\tb")), ">a b<");
    assert_holds(
        text, "<w:pStyle w:val=\"Quote\"/></w:pPr><w:r><w:t xml:space=\"preserve\">citat<");
    assert_holds(text, "<w:p><w:pPr><w:pStyle w:val=\"Avdelare\"/></w:pPr></w:p>");
    struct block *inner = make_block(BLOCK_CODE, NULL);
    inner->text = "kod\n";
    struct block *item = make_block(BLOCK_ITEM, NULL);
    struct block *said = make_block(BLOCK_QUOTE, NULL);
    said->children = paragraph("citat");
    item->children = sequence(paragraph("ett"), inner, said, paragraph("sedan"), NULL);
    struct block *list = make_block(BLOCK_LIST, NULL);
    list->children = item;
    text = body(list);
    assert_holds(text, "<w:pStyle w:val=\"HTMLPreformatted\"/><w:ind w:left=\"454\"/></w:pPr>");
    assert_holds(text, "<w:pStyle w:val=\"Quote\"/><w:ind w:left=\"1021\"/></w:pPr>");
    assert_holds(text, "<w:pStyle w:val=\"ListContinue\"/></w:pPr>");
}

static struct block *code(const char *text) {
    struct block *made = make_block(BLOCK_CODE, NULL);
    made->text = text;
    return made;
}

#define CODE "<w:pStyle w:val=\"HTMLPreformatted\"/>"
#define WORDS "<w:r><w:t xml:space=\"preserve\">"
#define CODE_GAP(edge) "<w:" edge " w:val=\"single\" w:sz=\"48\" w:space=\"0\" w:color=\"FFFFFF\"/>"

/* Neighbours with the same borders would share their background: no two have. */
static void test_code_blocks_in_a_row(void **state) {
    (void)state;
    const char *text = body(sequence(code("ett\n"), code("två\n"), code("tre\n"), NULL));
    assert_holds(text, CODE "<w:spacing w:after=\"0\"/></w:pPr>" WORDS "ett<");
    assert_holds(text, CODE "<w:pBdr>" CODE_GAP("top") CODE_GAP("bottom") "</w:pBdr>");
    assert_holds(text, "<w:spacing w:before=\"0\" w:after=\"0\"/></w:pPr>" WORDS "två<");
    assert_holds(text, CODE "<w:spacing w:before=\"0\"/></w:pPr>" WORDS "tre<");
    struct block *quote = make_block(BLOCK_QUOTE, NULL);
    quote->children = code("ett\n");
    struct block *second = make_block(BLOCK_QUOTE, NULL);
    second->children = code("två\n");
    text = body(sequence(quote, second, paragraph("sedan"), code("för sig\n"), NULL));
    assert_holds(text, CODE "<w:spacing w:after=\"0\"/><w:ind w:left=\"567\"/>");
    assert_holds(text, CODE "<w:pBdr>" CODE_GAP("top") "</w:pBdr><w:spacing w:before=\"0\"/>");
    assert_holds(text, CODE "</w:pPr>" WORDS "för sig<");
    text = body(sequence(code("ett\n"), make_block(BLOCK_PAGE_BREAK, NULL), code("två\n"), NULL));
    assert_lacks(text, "pBdr");
}

/* What stands in a quote is indented as its words are. */
static void test_in_quotes(void **state) {
    (void)state;
    struct block *code = make_block(BLOCK_CODE, NULL);
    code->text = "kod\n";
    struct block *item = make_block(BLOCK_ITEM, NULL);
    item->children = sequence(paragraph("ett"), paragraph("mer"), NULL);
    struct block *list = make_block(BLOCK_LIST, NULL);
    list->children = item;
    struct block *inner = make_block(BLOCK_QUOTE, NULL);
    inner->children = paragraph("inre");
    struct block *quote = make_block(BLOCK_QUOTE, NULL);
    quote->children = sequence(code, list, inner, NULL);
    const char *text = body(quote);
    assert_holds(text, "<w:pStyle w:val=\"HTMLPreformatted\"/><w:ind w:left=\"567\"/></w:pPr>");
    assert_holds(text, "<w:pStyle w:val=\"ListBullet\"/><w:ind w:left=\"1021\" w:hanging=\"454\"/>");
    assert_holds(text, "<w:pStyle w:val=\"ListContinue\"/><w:ind w:left=\"1021\"/></w:pPr>");
    assert_holds(text, "<w:pStyle w:val=\"Quote\"/><w:ind w:left=\"1134\"/></w:pPr>");
}

static void test_furniture(void **state) {
    (void)state;
    struct document *paper = document(paragraph("x"));
    paper->header = "KS 2016-313 <A&B>";
    paper->footer = "Linköpings kommun";
    paper->draft = true;
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    render(paper, false, &out);
    for (int i = 1; i <= 2; i++) {
        const char *header = part_of(&out, arena_printf(arena, "word/header%d.xml", i));
        assert_holds(header, ">UTKAST<");
        assert_holds(header, "NUMPAGES");
        assert_holds(
            part_of(&out, arena_printf(arena, "word/footer%d.xml", i)), ">Linköpings kommun<");
    }
    assert_holds(part_of(&out, "word/header1.xml"), "KS 2016-313 &lt;A&amp;B&gt;");
}

static void test_properties(void **state) {
    (void)state;
    struct document *paper = document(paragraph("x"));
    paper->title = "A & B";
    paper->registry_number = "KS 2016-313";
    paper->date = "2023-08-30";
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    render(paper, false, &out);
    const char *core = part_of(&out, "docProps/core.xml");
    assert_holds(core, "<dc:title>A &amp; B</dc:title>");
    assert_holds(core, "<dc:language>sv-SE</dc:language>");
    assert_holds(core, "<dcterms:modified xsi:type=\"dcterms:W3CDTF\">2023-08-30T00:00:00Z<");
    const char *custom = part_of(&out, "docProps/custom.xml");
    assert_holds(custom, "pid=\"2\" name=\"Diarienummer\"><vt:lpwstr>KS 2016-313<");
    assert_holds(custom, "pid=\"3\" name=\"Datum\"");
    paper->date = "inget datum";
    assert_holds(rendered_part(paper, "docProps/core.xml"), ">1980-01-01T00:00:00Z<");
    assert_null(rendered_part(document(paragraph("x")), "docProps/custom.xml"));
}

static void test_broken_parts_are_found(void **state) {
    (void)state;
    static const char *const names[] = { "styles.xml", "theme1.xml", "settings.xml",
        "fontTable.xml", "app.xml", "numbering.xml" };
    char folder[] = "/tmp/underlag-docx-XXXXXX";
    assert_non_null(mkdtemp(folder));
    for (size_t i = 1; i < sizeof names / sizeof names[0]; i++) {
        assert_true(target_replace(path_join(arena, folder, names[i]), "<a>\n<b></a>", 11, false));
    }
    struct findings *findings = findings_new(arena, LANGUAGE_SV);
    assert_null(docx_parts_load(arena, folder, findings));
    assert_int_equal(findings->count, 6);
    assert_string_equal(findings->items[0]->rule->id, "fil-oläslig");
    assert_string_equal(findings->items[1]->rule->id, "worddel-felaktig");
    assert_int_equal(findings->items[1]->where.offset, 4); /* the second line */
    for (size_t i = 1; i < sizeof names / sizeof names[0]; i++) {
        remove(path_join(arena, folder, names[i]));
    }
    remove(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_xml),
        cmocka_unit_test(test_parts_are_well_formed_and_complete),
        cmocka_unit_test(test_same_bytes_always),
        cmocka_unit_test(test_neighbouring_words_share_a_run),
        cmocka_unit_test(test_strong_in_bold_styles_is_direct),
        cmocka_unit_test(test_headings),
        cmocka_unit_test(test_unnumbered_headings_know_no_numbering),
        cmocka_unit_test(test_references_are_fields),
        cmocka_unit_test(test_links),
        cmocka_unit_test(test_titles_of_links_are_bounded),
        cmocka_unit_test(test_titles_and_images),
        cmocka_unit_test(test_lists),
        cmocka_unit_test(test_list_labels_choose_the_design),
        cmocka_unit_test(test_deep_lists),
        cmocka_unit_test(test_tables),
        cmocka_unit_test(test_table_in_list),
        cmocka_unit_test(test_second_paragraph_of_deep_item),
        cmocka_unit_test(test_facts_are_bound),
        cmocka_unit_test(test_no_two_lists_of_facts_have_one_id),
        cmocka_unit_test(test_prose_names_its_field),
        cmocka_unit_test(test_comments_span_their_block),
        cmocka_unit_test(test_control_names_are_bounded),
        cmocka_unit_test(test_directives),
        cmocka_unit_test(test_contents),
        cmocka_unit_test(test_code_and_quotes),
        cmocka_unit_test(test_code_blocks_in_a_row),
        cmocka_unit_test(test_in_quotes),
        cmocka_unit_test(test_lists_break_between_two_and_two),
        cmocka_unit_test(test_rule_above_heading),
        cmocka_unit_test(test_furniture),
        cmocka_unit_test(test_properties),
        cmocka_unit_test(test_broken_parts_are_found),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
