/* SPDX-License-Identifier: EUPL-1.2
 *
 * Parts by their relationships (ECMA-376-2, 6.5): from the package to its main part, from there to
 * what a paper needs, and on to all that those need. What nothing leads to is left behind: comments,
 * the glossary, printer settings, the old properties.
 */
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "render/docx/reference.h"
#include "render/docx/writer.h"

#define STRICT_NAMESPACE "http://purl.oclc.org/ooxml/"
#define RELATIONS_NAMESPACE "http://schemas.openxmlformats.org/package/2006/relationships"

/* Parts that may lead to parts, and of one of them to how many: more is no template but a maze. */
enum { PARTS_MOST = 500, RELATIONS_MOST = 500 };

/* What the body's part leads to and a paper keeps, by the last word of the relationship's type. */
static const char *const kept_of_main[] = { "customXml", "endnotes", "fontTable",
    "footnotes", "numbering", "settings", "styles", "theme", "webSettings", NULL };

/* What no paper may carry: it runs, or it fetches. */
static const char *const refused[] = { "aFChunk", "activeXControlBinary", "attachedToolbars", "control",
    "keyMapCustomizations", "oleObject", "package", "subDocument", "vbaProject", "wordVbaData", NULL };

/* What is left behind, wherever it stands. */
static const char *const dropped[] = { "attachedTemplate", "mailMergeHeaderSource", "mailMergeSource",
    "printerSettings", "recipientData", "transform", NULL };

static bool is_one_of(const char *word, const char *const *words) {
    while (*words != NULL && strcmp(*words, word) != 0) {
        words++;
    }
    return *words != NULL;
}

static const char *last_word(const char *type) {
    const char *slash = strrchr(type, '/');
    return slash != NULL ? slash + 1 : type;
}

static bool refuse(struct reference_reader *reader, enum catalogue_id id, const char *what) {
    finding_add(reader->findings, id, reader->where, reader->path, what, NULL);
    reader->good = false;
    return false;
}

/* More styles than Word takes in a document, and more attributes than any tag has: the one is searched here, the
 * other by libxml2, at the square of their number. */
enum { STYLES_LARGEST = 4079, ATTRIBUTES_LARGEST = 1000 };

static bool has_many_styles(const char *bytes, size_t size) {
    static const char mark[] = "styleId=";
    size_t count = 0;
    for (const char *at = bytes;
         (at = memmem(at, size - (size_t)(at - bytes), mark, sizeof mark - 1)) != NULL; at++) {
        count++;
    }
    return count > STYLES_LARGEST;
}

static bool has_many_attributes(const char *bytes, size_t size) {
    size_t count = 0;
    for (size_t i = 0; i < size && count <= ATTRIBUTES_LARGEST; i++) {
        count = bytes[i] == '<' ? 0 : count + (bytes[i] == '=');
    }
    return count > ATTRIBUTES_LARGEST;
}

xmlDoc *reference_parse(struct reference_reader *reader, const char *name) {
    size_t size = 0;
    const char *bytes = archive_read(reader->archive, name, &size);
    if (bytes == NULL) {
        reader->good = reader->good && !archive_has(reader->archive, name);
        return NULL;
    }
    if (size > ARCHIVE_XML_LARGEST || has_many_styles(bytes, size)
        || has_many_attributes(bytes, size)) {
        refuse(reader, REFERENCE_TOO_LARGE, name);
        return NULL;
    }
    xmlDoc *doc = xml_parse(reader->arena, bytes, size);
    if (doc == NULL) {
        refuse(reader, REFERENCE_DAMAGED, name);
    }
    return doc;
}

/* The part that a target names, seen from the folder of `source`; NULL when it climbs out. */
static const char *resolve(struct arena *arena, const char *source, const char *target) {
    const char *slash = strrchr(source, '/');
    size_t folder = slash == NULL ? 0 : (size_t)(slash - source) + 1;
    char *path = target[0] == '/'
        ? arena_string(arena, target + 1)
        : arena_printf(arena, "%.*s%s", (int)folder, source, target);
    char *out = path;
    char *start = path;
    for (char *segment = path; *segment != '\0';) {
        size_t length = strcspn(segment, "/");
        bool last = segment[length] == '\0';
        if (length == 2 && memcmp(segment, "..", 2) == 0) {
            if (out == start) {
                return NULL;
            }
            for (out--; out > start && out[-1] != '/'; out--) {
            }
        } else if (length != 0 && !(length == 1 && segment[0] == '.')) {
            memmove(out, segment, length);
            out += length;
            if (!last) {
                *out++ = '/';
            }
        }
        segment += length + !last;
    }
    *out = '\0';
    return path;
}

static const char *relations_name(struct arena *arena, const char *source) {
    const char *slash = strrchr(source, '/');
    size_t folder = slash == NULL ? 0 : (size_t)(slash - source) + 1;
    return arena_printf(arena, "%.*s_rels/%s.rels", (int)folder, source, source + folder);
}

static struct reference_part *new_part(struct reference_reader *reader, const char *name) {
    struct reference_part *part = arena_new_of(reader->arena, struct reference_part);
    part->name = name;
    part->type = reference_type(reader, name);
    ARRAY_ADD(reader->arena, reader->seen, part);
    return part;
}

static bool is_xml(const char *type) {
    return text_ends(type, "+xml") || text_ends(type, "/xml");
}

/* Whether the body's relationship is kept; a header, when our sections show it. */
static bool is_shown(const struct reference_reader *reader, const char *word, const char *id) {
    if (strcmp(word, "header") == 0 || strcmp(word, "footer") == 0) {
        const char *shown = reader->reference->section.references;
        return strstr(shown, arena_printf(reader->arena, "r:id=\"%s\"", id)) != NULL;
    }
    return is_one_of(word, kept_of_main);
}

static struct reference_part *take_part(struct reference_reader *reader, const char *name);

/* Whether it is our own list of facts, in a template that was once one of our papers: what that paper
 * said is nothing for others. */
static bool holds_facts(struct reference_reader *reader, const char *name) {
    xmlDoc *doc = reference_parse(reader, name);
    xmlNode *root = doc != NULL ? xmlDocGetRootElement(doc) : NULL;
    return root != NULL && root->ns != NULL
        && strcmp((const char *)root->ns->href, FACTS_NAMESPACE) == 0;
}

/* The part of a relationship; NULL when it is refused. */
static struct reference_part *take_target(
    struct reference_reader *reader, const char *name, const char *word) {
    struct reference_part *part = take_part(reader, name);
    if (part != NULL && !reference_is_kind(part, word)) {
        refuse(reader, REFERENCE_DAMAGED, name);
        return NULL;
    }
    return part;
}

/* Whether the body has another part of this kind, of which it may have one (ECMA-376-1, 11.3). */
static bool is_second(const struct reference_reader *reader, const char *word,
    const struct reference_part *part) {
    bool many = strcmp(word, "customXml") == 0 || strcmp(word, "header") == 0
        || strcmp(word, "footer") == 0;
    const struct reference_part *first = reference_find(reader->reference, word);
    return !many && first != NULL && first != part;
}

/* One relationship of a part that is kept. */
static void take_relation(
    struct reference_reader *reader, struct reference_part *part, const xmlNode *node) {
    struct arena *arena = reader->arena;
    const char *id = plain_attribute(arena, node, "Id");
    const char *type = plain_attribute(arena, node, "Type");
    const char *target = plain_attribute(arena, node, "Target");
    const char *mode = plain_attribute(arena, node, "TargetMode");
    if (type == NULL || target == NULL) {
        refuse(reader, REFERENCE_DAMAGED, relations_name(arena, part->name));
        return;
    }
    const char *word = last_word(type);
    bool is_main = part == reader->reference->main;
    if (is_main ? !is_shown(reader, word, id) : is_one_of(word, dropped)) {
        return;
    }
    if (is_one_of(word, refused)) {
        refuse(reader, REFERENCE_MACROS, target);
        return;
    }
    struct relation relation = { .id = id, .type = type, .target = target };
    bool external = mode != NULL && strcasecmp(mode, "External") == 0;
    const char *name = external ? NULL : resolve(arena, part->name, target);
    bool usable = external ? strcmp(word, "hyperlink") == 0 && !is_main
                           : name != NULL && archive_has(reader->archive, name);
    if (!usable) {
        if (!is_main) {
            finding_add(reader->findings, REFERENCE_LINKED, reader->where, reader->path, target,
                NULL);
        }
        return;
    }
    if (!external) {
        if (is_main && strcmp(word, "customXml") == 0 && holds_facts(reader, name)) {
            return;
        }
        relation.part = take_target(reader, name, word);
        if (relation.part == NULL) {
            return;
        }
        if (is_main && is_second(reader, word, relation.part)) {
            refuse(reader, REFERENCE_DAMAGED, name);
            return;
        }
    }
    if (part->relations.count >= RELATIONS_MOST) {
        refuse(reader, REFERENCE_TOO_LARGE, relations_name(arena, part->name));
        return;
    }
    ARRAY_ADD(arena, part->relations, relation);
}

static void free_ids(void *ids) {
    xmlHashFree(ids, NULL);
}

/* Takes what is kept of the relationships, and gives the ids of all; NULL when the part has none. An id is
 * unique among them (ECMA-376-2, 6.5.3; 9.3 in older editions): Word opens no paper with two. */
static xmlHashTable *take_relations(
    struct reference_reader *reader, struct reference_part *part) {
    const char *name = relations_name(reader->arena, part->name);
    if (!archive_has(reader->archive, name)) {
        return NULL;
    }
    xmlDoc *doc = reference_parse(reader, name);
    if (doc == NULL || !xml_root_is(doc, RELATIONS_NAMESPACE, "Relationships")) {
        if (reader->good) {
            refuse(reader, REFERENCE_DAMAGED, name);
        }
        return NULL;
    }
    xmlHashTable *ids = arena_own(reader->arena, xmlHashCreate(16), free_ids);
    for (xmlNode *node = xmlDocGetRootElement(doc)->children; node != NULL; node = node->next) {
        if (node->type != XML_ELEMENT_NODE || strcmp((const char *)node->name, "Relationship") != 0
            || !reader->good) {
            continue;
        }
        const char *id = plain_attribute(reader->arena, node, "Id");
        if (id == NULL || xmlHashAddEntry(ids, (const xmlChar *)id, node) != 0) {
            refuse(reader, REFERENCE_DAMAGED, name);
        } else {
            take_relation(reader, part, node);
        }
    }
    return ids;
}

static struct reference_part *take_part(struct reference_reader *reader, const char *name) {
    for (size_t i = 0; i < reader->seen.count; i++) {
        if (strcasecmp(reader->seen.items[i]->name, name) == 0) {
            return reader->seen.items[i];
        }
    }
    if (reader->seen.count >= PARTS_MOST) {
        refuse(reader, REFERENCE_TOO_LARGE, name);
        return NULL;
    }
    struct reference_part *part = new_part(reader, name);
    if (is_xml(part->type)) {
        part->xml = reference_parse(reader, name);
    }
    part->bytes = archive_read(reader->archive, name, &part->size);
    if (part->bytes == NULL || part->type[0] == '\0' || (is_xml(part->type) && part->xml == NULL)) {
        if (reader->good) {
            refuse(reader, REFERENCE_DAMAGED, name);
        }
        return NULL;
    }
    ARRAY_ADD(reader->arena, reader->reference->parts, part);
    xmlHashTable *declared = take_relations(reader, part);
    if (part->xml != NULL) {
        reference_forget(reader, part, declared);
    }
    return part;
}

const char *reference_root_part(struct reference_reader *reader, const char *wanted) {
    xmlDoc *doc = reference_parse(reader, "_rels/.rels");
    xmlNode *root = doc != NULL ? xmlDocGetRootElement(doc) : NULL;
    for (xmlNode *node = root != NULL ? root->children : NULL; node != NULL; node = node->next) {
        const char *type = node->type == XML_ELEMENT_NODE ? plain_attribute(reader->arena, node, "Type")
                                                          : NULL;
        const char *target =
            type != NULL && strcmp(last_word(type), wanted) == 0
                ? plain_attribute(reader->arena, node, "Target")
                : NULL;
        if (target != NULL) {
            return text_starts(type, STRICT_NAMESPACE) ? STRICT_NAMESPACE
                                                       : resolve(reader->arena, "", target);
        }
    }
    return NULL;
}

/* Whether the main part is of a kind that can be used. */
static bool check_main(struct reference_reader *reader, const char *name) {
    if (name == NULL || !archive_has(reader->archive, name)) {
        return reader->good && refuse(reader, REFERENCE_NOT_WORD, NULL);
    }
    const char *type = reference_type(reader, name);
    const char *macros = archive_find_ending(reader->archive, "vbaProject.bin");
    if (macros != NULL || strstr(type, "macroEnabled") != NULL) {
        return refuse(reader, REFERENCE_MACROS, macros != NULL ? macros : name);
    }
    if (!text_equal(type, WORD_TYPE "document.main+xml")
        && !text_equal(type, WORD_TYPE "template.main+xml")) {
        return refuse(reader, REFERENCE_NOT_WORD, NULL);
    }
    return true;
}

bool reference_read_parts(struct reference_reader *reader) {
    if (!archive_has(reader->archive, "[Content_Types].xml")) {
        return refuse(reader, REFERENCE_NOT_WORD, NULL);
    }
    const char *name = reference_read_types(reader) ? reference_root_part(reader, "officeDocument") : NULL;
    if (name != NULL && strcmp(name, STRICT_NAMESPACE) == 0) {
        return refuse(reader, REFERENCE_STRICT, NULL);
    }
    if (!check_main(reader, name)) {
        return false;
    }
    struct reference_part *main = new_part(reader, name);
    reader->reference->main = main;
    main->xml = reference_parse(reader, name);
    xmlNode *root = main->xml != NULL ? xmlDocGetRootElement(main->xml) : NULL;
    if (root == NULL || !word_is(root, "document")) {
        return reader->good && refuse(reader, REFERENCE_DAMAGED, name);
    }
    reference_take_section(reader);
    (void)take_relations(reader, main);
    if (!reader->good) {
        return false;
    }
    /* Again, without the headers that turned out not to be there. */
    reader->related = true;
    reference_take_section(reader);
    return reader->good;
}

struct reference_part *reference_find(const struct docx_reference *reference, const char *type) {
    for (size_t i = 0; i < reference->main->relations.count; i++) {
        const struct relation *relation = &reference->main->relations.items[i];
        if (strcmp(last_word(relation->type), type) == 0) {
            return relation->part;
        }
    }
    return NULL;
}
