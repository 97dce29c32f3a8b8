/* SPDX-License-Identifier: EUPL-1.2
 *
 * What a template's headers and footers show, before they are filled: whether the page's number and
 * the registry number stand there, and which document properties their fields look up. Word computes
 * such a field anew when it prints (ECMA-376-1, 17.16.5.13), and shows an error where a paper does not
 * have the property; so each paper gets it, from what the document or the template says of it.
 */
#include <string.h>

#include "base/text.h"
#include "render/docx/reference.h"
#include "render/docx/reference_slots.h"
#include "render/docx/writer.h"

/* Fields within fields within fields. */
enum { FIELD_DEPTH = 16 };

/* A field and where its instruction stands: a w:fldSimple, or one or more w:instrText. */
struct found {
    struct buffer instruction;
    ARRAY_OF(xmlNode *) nodes;
};

struct field_list {
    ARRAY_OF(struct found *) items;
};

struct field_stack {
    struct found *fields[FIELD_DEPTH];
    size_t depth; /* may be above FIELD_DEPTH: those are passed over */
};

static void free_field(void *field) {
    buffer_done(&((struct found *)field)->instruction);
}

static struct found *new_field(struct arena *arena, struct field_list *list) {
    struct found *field = arena_new_of(arena, struct found);
    arena_own(arena, field, free_field);
    ARRAY_ADD(arena, list->items, field);
    return field;
}

static void add_instruction(struct arena *arena, struct found *field, xmlNode *node, xmlChar *text) {
    buffer_puts(&field->instruction, text != NULL ? (const char *)text : "");
    ARRAY_ADD(arena, field->nodes, node);
    xmlFree(text);
}

static void meet_mark(
    struct arena *arena, struct field_stack *stack, const xmlNode *mark, struct field_list *list) {
    const char *type = word_attribute(arena, mark, "fldCharType");
    if (type != NULL && strcmp(type, "begin") == 0) {
        if (stack->depth < FIELD_DEPTH) {
            stack->fields[stack->depth] = new_field(arena, list);
        }
        stack->depth++;
    } else if (type != NULL && strcmp(type, "end") == 0 && stack->depth > 0) {
        stack->depth--;
    }
}

/* The fields below the root (17.16.18, 17.16.19). */
static struct field_list find_fields(struct arena *arena, xmlNode *root) {
    struct field_stack stack = { 0 };
    struct field_list list = { 0 };
    for (xmlNode *node = root; node != NULL; node = node_after(node, root, false)) {
        if (word_is(node, "fldSimple")) {
            add_instruction(arena, new_field(arena, &list), node,
                xmlGetNsProp(node, (const xmlChar *)"instr", (const xmlChar *)WORD_NAMESPACE));
        } else if (word_is(node, "fldChar")) {
            meet_mark(arena, &stack, node, &list);
        } else if (word_is(node, "instrText") && stack.depth > 0 && stack.depth <= FIELD_DEPTH) {
            add_instruction(
                arena, stack.fields[stack.depth - 1], node, xmlNodeGetContent(node));
        }
    }
    return list;
}

/* The words on one line; of bytes that XML may hold and we never write, spaces. */
static const char *on_one_line(struct arena *arena, const char *text) {
    char *words = arena_string(arena, text);
    for (char *byte = words; *byte != '\0'; byte++) {
        *byte = (unsigned char)*byte < ' ' || *byte == 0x7F ? ' ' : *byte;
    }
    return text_trim(arena, words);
}

static const char *words_of(struct arena *arena, const xmlNode *node) {
    xmlChar *content = xmlNodeGetContent(node);
    const char *words = on_one_line(arena, content != NULL ? (const char *)content : "");
    xmlFree(content);
    return words;
}

/* Writes another instruction in its place. */
static void rewrite(struct found *field, const char *instruction) {
    for (size_t i = 0; i < field->nodes.count; i++) {
        xmlNode *node = field->nodes.items[i];
        if (word_is(node, "fldSimple")) {
            word_set(node, "instr", instruction);
        } else {
            xmlNodeSetContent(node, NULL);
            xmlNodeAddContent(node, (const xmlChar *)(i == 0 ? instruction : ""));
        }
    }
    buffer_truncate(&field->instruction, 0);
    buffer_puts(&field->instruction, instruction);
}

/* Properties that Word has for every document: it computes them, or shows nothing. */
static bool is_built_in(const char *folded) {
    static const char *const names[] = { "author", "bytes", "category", "characters",
        "characterswithspaces", "comments", "company", "createtime", "hyperlinkbase", "keywords",
        "lastprinted", "lastsavedby", "lastsavedtime", "lines", "manager", "nameofapplication",
        "odmadocid", "pages", "paragraphs", "revisionnumber", "security", "subject", "template",
        "title", "totaleditingtime", "words" };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(names[i], folded) == 0) {
            return true;
        }
    }
    return false;
}

/* What is looked up while the stories are gone through, by folded names. */
struct survey {
    struct reference_reader *reader;
    struct map own;    /* what the template's own properties (22.3) say */
    struct map wanted; /* properties that a field has looked up before */
};

static void read_own_properties(struct survey *survey) {
    struct arena *arena = survey->reader->arena;
    const char *part = reference_root_part(survey->reader, "custom-properties");
    xmlDoc *doc = part != NULL ? reference_parse(survey->reader, part) : NULL;
    const xmlNode *root = doc != NULL ? xmlDocGetRootElement(doc) : NULL;
    for (xmlNode *node = root != NULL ? root->children : NULL; node != NULL; node = node->next) {
        const char *name =
            node->type == XML_ELEMENT_NODE ? plain_attribute(arena, node, "name") : NULL;
        const char *folded = name != NULL ? text_fold(arena, name) : NULL;
        if (folded != NULL && map_get(&survey->own, folded) == NULL) {
            map_put(arena, &survey->own, folded, node);
        }
    }
}

static void want_property(struct survey *survey, const char *name) {
    struct reference_reader *reader = survey->reader;
    struct arena *arena = reader->arena;
    struct docx_reference *reference = reader->reference;
    const char *folded = text_fold(arena, name);
    if (name[0] == '\0' || is_built_in(folded) || map_get(&survey->wanted, folded) != NULL) {
        return;
    }
    map_put(arena, &survey->wanted, folded, reader);
    struct reference_property property = { .name = name, .slot = slot_named(arena, name) };
    if (property.slot == SLOT_NONE) {
        const xmlNode *own = map_get(&survey->own, folded);
        property.value = own != NULL ? words_of(arena, own) : NULL;
        if (property.value == NULL) {
            finding_add(reader->findings, REFERENCE_SLOT, reader->where, reader->path, name, NULL);
            property.value = "";
        }
    }
    ARRAY_ADD(arena, reference->properties, property);
}

/* Company and Manager, which Word finds in a part of its own (ECMA-376-1, 22.2.2.6, 22.2.2.15). */
static const char *const organisation[] = { "Company", "Manager" };

static bool is_organisation(struct arena *arena, size_t index, const char *name) {
    return strcmp(text_fold(arena, organisation[index]), text_fold(arena, name)) == 0;
}

/* Whether the control is bound to that property. */
static bool is_bound_to(struct arena *arena, const xmlNode *control, const char *property) {
    const xmlNode *binding = word_child(word_child(control, "sdtPr"), "dataBinding");
    const char *path = word_attribute(arena, binding, "xpath");
    const char *names = word_attribute(arena, binding, "prefixMappings");
    return path != NULL && names != NULL && strstr(names, "/extended-properties") != NULL
        && strstr(path, property) != NULL;
}

/* Bytes of a control's words that a finding shows. */
enum { CONTROL_SHOWN = 60 };

/* What stands in the control, before one within it: a little more than is shown, when there is more. */
static const char *control_words(struct arena *arena, const xmlNode *control) {
    CLEANUP_BUFFER struct buffer words = BUFFER_EMPTY;
    const xmlNode *content = word_child(control, "sdtContent");
    for (const xmlNode *node = content; node != NULL && words.size <= CONTROL_SHOWN && !word_is(node, "sdt");
         node = node_after(node, content, false)) {
        const xmlNode *text = word_is(node, "t") ? node->children : NULL;
        if (text != NULL && text->type == XML_TEXT_NODE) {
            const char *bytes = (const char *)text->content;
            buffer_put(&words, bytes, text_character(bytes, strnlen(bytes, CONTROL_SHOWN + 4)));
        }
    }
    return words.size != 0 ? on_one_line(arena, words.data) : "";
}

/* What the control is called: by its tag, its title, or else what stands in it. */
static const char *control_name(struct arena *arena, const xmlNode *control, const char *words) {
    const xmlNode *properties = word_child(control, "sdtPr");
    const char *name = word_value(arena, properties, "tag");
    name = name != NULL && name[0] != '\0' ? name : word_value(arena, properties, "alias");
    if (name != NULL && name[0] != '\0') {
        return name;
    }
    if (strlen(words) > CONTROL_SHOWN) {
        size_t size = text_character(words, CONTROL_SHOWN);
        return arena_printf(arena, "%s…", arena_copy(arena, words, size));
    }
    return words[0] != '\0' ? words : "w:sdt";
}

/* Whether the control asks to be filled in. What it was saved by may have forgotten that it does: then its words
 * tell, if they are those of Word. */
static bool is_prompt(const xmlNode *control, const char *words) {
    return word_child(word_child(control, "sdtPr"), "showingPlcHdr") != NULL
        || text_starts(words, "Klicka ") || text_starts(words, "Click ");
}

/* A control that still asks to be filled in would do so in every paper. */
static void survey_control(struct reference_reader *reader, const xmlNode *control, bool default_pages) {
    struct arena *arena = reader->arena;
    enum slot slot = slot_of_control(arena, control);
    reader->reference->shows_number =
        reader->reference->shows_number || (default_pages && slot == SLOT_REGISTRY_NUMBER);
    const char *words = slot == SLOT_NONE ? control_words(arena, control) : "";
    if (slot == SLOT_NONE && is_prompt(control, words)) {
        finding_add(reader->findings, REFERENCE_SLOT, reader->where, reader->path,
            control_name(arena, control, words), NULL);
    }
}

/* The bookmarks below the root, by their folded names. */
static struct map find_bookmarks(struct arena *arena, xmlNode *root) {
    struct map bookmarks = { 0 };
    for (xmlNode *node = root; node != NULL; node = node_after(node, root, false)) {
        const char *name =
            word_is(node, "bookmarkStart") ? word_attribute(arena, node, "name") : NULL;
        if (name != NULL) {
            map_put(arena, &bookmarks, text_fold(arena, name), node);
        }
    }
    return bookmarks;
}

/* A bookmark of the template's body, and a variable that its macros have set, are not in a paper: what
 * they stood for is looked up among the properties (17.16.5.14, 17.16.5.51). So is the date, or a paper
 * would bear that of whoever opens it (17.16.5.12). */
static bool look_up_elsewhere(struct arena *arena, const struct map *bookmarks, struct found *field) {
    const char *command = field_command(arena, field->instruction.data);
    const char *name = field_argument(arena, field->instruction.data);
    if (strcmp(command, "date") == 0 || strcmp(command, "time") == 0) {
        rewrite(field, " DOCPROPERTY Datum ");
        return true;
    }
    if ((strcmp(command, "ref") != 0 || map_get(bookmarks, text_fold(arena, name)) != NULL)
        && strcmp(command, "docvariable") != 0) {
        return false;
    }
    rewrite(field, arena_printf(arena, " DOCPROPERTY \"%s\" ", name));
    return true;
}

/* Whether the part is on all pages that have no other: what only the first page shows is missing on the
 * rest. */
static bool is_on_default_pages(
    const struct docx_reference *reference, const struct reference_part *part) {
    const char *const ids[] = { reference->section.headers[PAGES_DEFAULT],
        reference->section.footers[PAGES_DEFAULT] };
    for (size_t i = 0; i < reference->main->relations.count; i++) {
        const struct relation *relation = &reference->main->relations.items[i];
        for (size_t j = 0; j < sizeof ids / sizeof ids[0]; j++) {
            if (relation->part == part && ids[j] != NULL && strcmp(relation->id, ids[j]) == 0) {
                return true;
            }
        }
    }
    return false;
}

static void survey_story(struct survey *survey, struct reference_part *part) {
    struct reference_reader *reader = survey->reader;
    struct arena *arena = reader->arena;
    struct docx_reference *reference = reader->reference;
    bool default_pages = is_on_default_pages(reference, part);
    xmlNode *root = xmlDocGetRootElement(part->xml);
    const struct map bookmarks = find_bookmarks(arena, root);
    struct field_list fields = find_fields(arena, root);
    for (size_t i = 0; i < fields.items.count; i++) {
        struct found *field = fields.items.items[i];
        if (field->instruction.size == 0) {
            continue;
        }
        part->changed = look_up_elsewhere(arena, &bookmarks, field) || part->changed;
        const char *instruction = field->instruction.data;
        const char *command = field_command(arena, instruction);
        reference->shows_page =
            reference->shows_page || (default_pages && strcmp(command, "page") == 0);
        reference->shows_number = reference->shows_number
            || (default_pages && slot_of_field(arena, instruction) == SLOT_REGISTRY_NUMBER);
        if (strcmp(command, "docproperty") == 0) {
            want_property(survey, field_argument(arena, instruction));
            for (size_t j = 0; j < ORGANISATION_COUNT; j++) {
                reader->shows_organisation[j] = reader->shows_organisation[j]
                    || is_organisation(arena, j, field_argument(arena, instruction));
            }
        }
    }
    for (const xmlNode *node = root; node != NULL; node = node_after(node, root, false)) {
        if (word_is(node, "sdt")) {
            survey_control(reader, node, default_pages);
            for (size_t i = 0; i < ORGANISATION_COUNT; i++) {
                reader->shows_organisation[i] =
                    reader->shows_organisation[i] || is_bound_to(arena, node, organisation[i]);
            }
        }
    }
}

/* The text of the root's child of that name, or NULL. */
static const char *child_text(struct arena *arena, const xmlNode *root, const char *name) {
    for (const xmlNode *node = root != NULL ? root->children : NULL; node != NULL; node = node->next) {
        if (node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0) {
            const char *text = words_of(arena, node);
            return text[0] != '\0' ? text : NULL;
        }
    }
    return NULL;
}

/* Our docProps/app.xml with what the template says there and its headers show. */
static void take_organisation(struct reference_reader *reader) {
    struct arena *arena = reader->arena;
    const char *ours = reader->own->application_text;
    const char *end = strstr(ours, "</Properties>");
    const char *name = reference_root_part(reader, "extended-properties");
    xmlDoc *theirs = name != NULL ? reference_parse(reader, name) : NULL;
    const xmlNode *root = theirs != NULL ? xmlDocGetRootElement(theirs) : NULL;
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    struct xml xml = { .out = &out };
    buffer_put(&out, ours, end != NULL ? (size_t)(end - ours) : strlen(ours));
    for (size_t i = 0; i < ORGANISATION_COUNT && end != NULL; i++) {
        if (!reader->shows_organisation[i]) {
            continue;
        }
        const char *value = child_text(arena, root, organisation[i]);
        if (value != NULL) {
            xml_element(&xml, organisation[i], value);
        } else {
            finding_add(reader->findings, REFERENCE_SLOT, reader->where, reader->path, organisation[i], NULL);
        }
    }
    buffer_puts(&out, end != NULL ? end : "");
    reader->reference->application_size = out.size;
    reader->reference->application = buffer_take(arena, &out);
}

void reference_survey(struct reference_reader *reader) {
    struct docx_reference *reference = reader->reference;
    struct survey survey = { .reader = reader };
    read_own_properties(&survey);
    for (size_t i = 0; i < reference->parts.count; i++) {
        struct reference_part *part = reference->parts.items[i];
        bool header = text_equal(part->type, WORD_TYPE "header+xml");
        if (part->xml != NULL && (header || text_equal(part->type, WORD_TYPE "footer+xml"))) {
            reference->has_headers = reference->has_headers || header;
            reference->has_footers = reference->has_footers || !header;
            survey_story(&survey, part);
        }
    }
    if (reader->shows_organisation[0] || reader->shows_organisation[1]) {
        take_organisation(reader);
    }
    bool complete = reference->shows_page && reference->shows_number;
    bool some = reference->has_headers || reference->has_footers;
    reference->adds_header = reference->section.headers[PAGES_DEFAULT] == NULL && !complete;
    reference->adds_footer = reference->section.footers[PAGES_DEFAULT] == NULL && !complete
        && !(some && reference->adds_header);
}
