/* SPDX-License-Identifier: EUPL-1.2
 *
 * Fields that no paper may have (ECMA-376-1, 17.16.5): those that run something are refused, as macros are;
 * those that fetch something show what they showed last, as plain content; those that ask whoever makes a
 * paper to write, or show who opens it, are left out, but where they ask for what the document knows.
 *
 * A field is known by the first word of its code, which may stand in several runs, and hold fields in turn.
 * Where what Word reads there may be another thing than what is read here, the field does not stay one.
 */
#include <string.h>

#include "base/text.h"
#include "render/docx/reference.h"
#include "render/docx/reference_slots.h"
#include "render/docx/writer.h"

/* Fields within fields within fields: deeper ones are no fields any more. */
enum { FIELD_DEPTH = 16 };

/* Longest command, and most characters of a field's code that a finding shows. */
enum { COMMAND_MOST = 32, SHOWN_MOST = 80 };

enum fate { FATE_KEPT, FATE_REFUSED, FATE_FROZEN, FATE_LEFT_OUT };

static const struct {
    const char *command;
    enum fate fate;
} fates[] = {
    { "addressblock", FATE_LEFT_OUT },
    { "ask", FATE_LEFT_OUT },
    { "autotext", FATE_FROZEN },
    { "autotextlist", FATE_LEFT_OUT },
    { "database", FATE_FROZEN },
    { "dde", FATE_REFUSED },
    { "ddeauto", FATE_REFUSED },
    { "fillin", FATE_LEFT_OUT },
    { "formcheckbox", FATE_LEFT_OUT },
    { "formdropdown", FATE_LEFT_OUT },
    { "formtext", FATE_LEFT_OUT },
    { "glossary", FATE_FROZEN },
    { "greetingline", FATE_LEFT_OUT },
    { "import", FATE_FROZEN },
    { "include", FATE_FROZEN },
    { "includepicture", FATE_FROZEN },
    { "includetext", FATE_FROZEN },
    { "link", FATE_REFUSED },
    { "macrobutton", FATE_REFUSED },
    { "mergefield", FATE_LEFT_OUT },
    { "print", FATE_REFUSED },
    { "rd", FATE_FROZEN },
    { "useraddress", FATE_LEFT_OUT }, /* of whoever opens the paper */
    { "userinitials", FATE_LEFT_OUT },
    { "username", FATE_LEFT_OUT },
};

/* A complex field that has begun. */
struct open_field {
    xmlNode *begin, *separate;
    xmlNode *first_code;    /* the first w:instrText */
    const xmlNode *context; /* where it stands, see context_of() */
    struct buffer code;
    bool unclear;
};

struct field_walk {
    struct reference_reader *reader;
    struct reference_part *part;
    xmlNode *root;
    struct open_field fields[FIELD_DEPTH];
    size_t depth; /* may be above FIELD_DEPTH */
};

/* What xmlNode._private says while fields are looked for: the node goes … */
static void *goes(void) {
    static const char mark;
    return (void *)(uintptr_t)&mark;
}

/* … or its children take its place. */
static void *opens(void) {
    static const char mark;
    return (void *)(uintptr_t)&mark;
}

static bool is_letter(char byte) {
    return (byte | 32) >= 'a' && (byte | 32) <= 'z';
}

/* The code from its first letter, digit or equals sign. */
static const char *start_of(const char *code) {
    while (*code != '\0' && *code != '=' && !(*code >= '0' && *code <= '9') && !is_letter(*code)) {
        code++;
    }
    return code;
}

/* The command: Word takes it in any case, in quotation marks, and behind any white space. */
static const char *command_of(char command[COMMAND_MOST], const char *code) {
    const char *at = start_of(code);
    size_t size = 0;
    for (; size < COMMAND_MOST - 1 && is_letter(*at); at++) {
        command[size++] = (char)(*at | 32);
    }
    command[size] = '\0';
    return at;
}

/* Whether the code, up to a field within it, may still become a command that does not stay. */
static bool may_become(const char *code) {
    char command[COMMAND_MOST];
    const char *rest = command_of(command, code);
    for (size_t i = 0; *rest == '\0' && i < sizeof fates / sizeof fates[0]; i++) {
        if (strncmp(fates[i].command, command, strlen(command)) == 0) {
            return true;
        }
    }
    return false;
}

/* Whether a button's macro is the one that by custom is none: the button is there to be written over. */
static bool is_no_macro(struct arena *arena, const char *code) {
    static const char *const names[] = { "ingenmakro", "inget", "ingetmakro", "nomacro", "nomacros", "none" };
    const char *name = text_fold(arena, field_argument(arena, code));
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(names[i], name) == 0) {
            return true;
        }
    }
    return false;
}

static enum fate fate_of(struct arena *arena, const char *code) {
    char command[COMMAND_MOST];
    (void)command_of(command, code);
    for (size_t i = 0; i < sizeof fates / sizeof fates[0]; i++) {
        if (strcmp(fates[i].command, command) == 0) {
            bool button = strcmp(command, "macrobutton") == 0 && is_no_macro(arena, code);
            return button ? FATE_LEFT_OUT : fates[i].fate;
        }
    }
    return FATE_KEPT;
}

/* The field's code for a finding, on one line. */
static const char *shown(struct arena *arena, const char *code) {
    char *line = arena_string(arena, text_trim(arena, code));
    for (char *byte = line; *byte != '\0'; byte++) {
        *byte = (unsigned char)*byte < ' ' ? ' ' : *byte;
    }
    uint32_t codepoint;
    const char *end = line;
    for (size_t i = 0; i < SHOWN_MOST && *end != '\0'; i++) {
        end += text_next(end, &codepoint);
    }
    return *end == '\0' ? line : arena_printf(arena, "%.*s…", (int)(end - line), line);
}

static void tell(struct field_walk *walk, enum catalogue_id id, const char *code) {
    struct reference_reader *reader = walk->reader;
    finding_add(reader->findings, id, reader->where, reader->path, shown(reader->arena, code), NULL);
    reader->good = reader->good && id != REFERENCE_MACROS;
}

/* The innermost element around the node that is not Word's own, or that shows what lies elsewhere. What
 * reads the file may choose to see it or not. */
static const xmlNode *context_of(const xmlNode *node) {
    for (const xmlNode *up = node->parent; up != NULL && up->type == XML_ELEMENT_NODE; up = up->parent) {
        bool word = up->ns != NULL && strcmp((const char *)up->ns->href, WORD_NAMESPACE) == 0;
        if (!word || (word_is(up, "sdt") && word_child(word_child(up, "sdtPr"), "dataBinding") != NULL)) {
            return up;
        }
    }
    return NULL;
}

static bool is_run_content(const xmlNode *node) {
    return node->type == XML_ELEMENT_NODE && node->parent != NULL && word_is(node->parent, "r")
        && !word_is(node, "rPr");
}

/* All that is shown, and all fields, from one node up to another; to the end of the part when that is
 * NULL, but then of the field itself only. */
static void mark(const struct field_walk *walk, xmlNode *from, const xmlNode *to, const xmlNode *but) {
    for (xmlNode *node = from; node != NULL && node != to; node = node_after(node, walk->root, false)) {
        bool field = word_is(node, "fldChar") || word_is(node, "instrText");
        if (node != but && (field || (to != NULL && (is_run_content(node) || word_is(node, "fldSimple"))))) {
            node->_private = goes();
        }
    }
}

/* The name that a form field is given. */
static const char *form_name(struct arena *arena, const xmlNode *node) {
    return word_value(arena, word_child(node, "ffData"), "name");
}

/* What a field asks for: a form field by its name; a button by what stands on it. */
static const char *asked_for(struct arena *arena, const char *code, const xmlNode *begin) {
    char command[COMMAND_MOST];
    const char *rest = command_of(command, code);
    const char *name = begin != NULL ? form_name(arena, begin) : NULL;
    if (name == NULL && strcmp(command, "macrobutton") == 0) {
        rest += strspn(rest, " \t\n\r\"");
        name = text_trim(arena, rest + strcspn(rest, " \t\n\r\""));
    } else if (name == NULL) {
        name = field_argument(arena, code);
    }
    return name[0] != '\0' ? name : text_trim(arena, code);
}

/* Whether the field asks for what the document knows: then it looks that up instead. */
static const char *look_up(struct arena *arena, const char *code, const xmlNode *begin) {
    char command[COMMAND_MOST];
    (void)command_of(command, code);
    bool merges = strcmp(command, "mergefield") == 0;
    const char *name = merges ? field_argument(arena, code)
        : strcmp(command, "formtext") == 0 && begin != NULL ? form_name(arena, begin)
                                                            : NULL;
    bool known = name != NULL && slot_named(arena, name) != SLOT_NONE;
    return known ? arena_printf(arena, " DOCPROPERTY \"%s\" ", name) : NULL;
}

/* The innermost field whose code is being read; NULL: none. */
static struct open_field *coded(struct field_walk *walk) {
    size_t depth = walk->depth < FIELD_DEPTH ? walk->depth : FIELD_DEPTH;
    for (size_t i = depth; i > 0; i--) {
        if (walk->fields[i - 1].separate == NULL) {
            return &walk->fields[i - 1];
        }
    }
    return NULL;
}

/* What a frozen field shows is part of the code of the field around it, if it stands there. */
static void make_code(struct field_walk *walk, xmlNode *from, const xmlNode *to) {
    for (xmlNode *node = coded(walk) != NULL ? from : NULL; node != NULL && node != to;
         node = node_after(node, walk->root, false)) {
        if (word_is(node, "t")) {
            xmlNodeSetName(node, (const xmlChar *)"instrText");
        }
    }
}

static void end_field(struct field_walk *walk, struct open_field *field, xmlNode *end) {
    struct arena *arena = walk->reader->arena;
    const char *code = field->code.size != 0 ? field->code.data : "";
    enum fate fate = fate_of(arena, code);
    fate = fate == FATE_KEPT && field->unclear ? FATE_FROZEN : fate;
    xmlNode *code_end = field->separate != NULL ? field->separate : end;
    const char *instead = fate == FATE_LEFT_OUT ? look_up(arena, code, field->begin) : NULL;
    if (fate == FATE_REFUSED) {
        tell(walk, REFERENCE_MACROS, code);
    } else if (instead != NULL && field->first_code != NULL) {
        mark(walk, node_after(field->begin, walk->root, false), code_end, field->first_code);
        xmlNodeSetContent(field->first_code, NULL);
        xmlNodeAddContent(field->first_code, (const xmlChar *)instead);
        xmlNodeSetSpacePreserve(field->first_code, 1);
    } else if (fate == FATE_FROZEN || fate == FATE_LEFT_OUT) {
        bool frozen = fate == FATE_FROZEN;
        tell(walk, frozen ? REFERENCE_FETCHES : REFERENCE_SLOT,
            frozen ? code : asked_for(arena, code, field->begin));
        mark(walk, field->begin, frozen ? code_end : end, NULL);
        make_code(walk, field->separate, end);
        if (code_end != NULL) {
            code_end->_private = goes();
        }
        if (end != NULL) {
            end->_private = goes();
        }
    }
    buffer_done(&field->code);
}

/* A field within a field's code. */
static void meet_inner(struct field_walk *walk) {
    struct open_field *outer = coded(walk);
    if (outer != NULL && !outer->unclear && may_become(outer->code.size != 0 ? outer->code.data : "")) {
        outer->unclear = true;
    }
}

static void meet_simple(struct field_walk *walk, xmlNode *node) {
    struct arena *arena = walk->reader->arena;
    const char *code = word_attribute(arena, node, "instr");
    enum fate fate = code != NULL ? fate_of(arena, code) : FATE_KEPT;
    const char *instead = fate == FATE_LEFT_OUT ? look_up(arena, code, NULL) : NULL;
    meet_inner(walk);
    if (fate == FATE_REFUSED) {
        tell(walk, REFERENCE_MACROS, code);
    } else if (instead != NULL) {
        word_set(node, "instr", instead);
        walk->part->changed = true;
    } else if (fate != FATE_KEPT) {
        bool frozen = fate == FATE_FROZEN;
        tell(walk, frozen ? REFERENCE_FETCHES : REFERENCE_SLOT, frozen ? code : asked_for(arena, code, NULL));
        node->_private = node->_private == NULL ? (frozen ? opens() : goes()) : node->_private;
    }
}

static void meet_mark(struct field_walk *walk, xmlNode *node) {
    const char *type = word_attribute(walk->reader->arena, node, "fldCharType");
    const char *kind = type != NULL ? type : "";
    bool deep = walk->depth > FIELD_DEPTH || (walk->depth == FIELD_DEPTH && text_equal(kind, "begin"));
    struct open_field *field = walk->depth != 0 && !deep ? &walk->fields[walk->depth - 1] : NULL;
    if (deep) {
        node->_private = goes();
    }
    if (field != NULL && context_of(node) != field->context && !text_equal(kind, "begin")) {
        field->unclear = true;
    }
    if (text_equal(kind, "begin")) {
        meet_inner(walk);
        if (!deep) {
            walk->fields[walk->depth] = (struct open_field){ .begin = node, .context = context_of(node) };
        }
        walk->depth++;
    } else if (text_equal(kind, "separate") && field != NULL && field->separate == NULL) {
        field->separate = node;
    } else if (text_equal(kind, "end") && walk->depth > 0) {
        if (field != NULL) {
            end_field(walk, field, node);
        }
        walk->depth--;
    }
}

/* Words of a field's code: also such as a field within it shows, and plain ones. */
static void meet_code(struct field_walk *walk, xmlNode *node) {
    bool code = word_is(node, "instrText");
    struct open_field *field = coded(walk);
    if (code && walk->depth > FIELD_DEPTH) {
        node->_private = goes();
    }
    if (field == NULL) {
        return;
    }
    if (code && field->first_code == NULL) {
        field->first_code = node;
    }
    field->unclear = field->unclear || context_of(node) != field->context;
    xmlChar *text = xmlNodeGetContent(node);
    const char *code_text = text != NULL ? (const char *)text : "";
    buffer_puts(&field->code, field->code.size == 0 ? start_of(code_text) : code_text);
    xmlFree(text);
}

/* Takes out what was marked. */
static bool sweep(xmlNode *root) {
    bool changed = false;
    for (xmlNode *node = root; node != NULL;) {
        xmlNode *next = node_after(node, root, false);
        if (node->type == XML_ELEMENT_NODE && node->_private == goes()) {
            next = node_after(node, root, true);
            word_drop(node);
            changed = true;
        } else if (node->type == XML_ELEMENT_NODE && node->_private == opens()) {
            next = word_unwrap(node, root);
            changed = true;
        }
        node = next;
    }
    return changed;
}

static void check_part(struct reference_reader *reader, struct reference_part *part) {
    struct field_walk walk = { .reader = reader, .part = part, .root = xmlDocGetRootElement(part->xml) };
    for (xmlNode *node = walk.root; node != NULL; node = node_after(node, walk.root, false)) {
        if (word_is(node, "fldSimple")) {
            meet_simple(&walk, node);
        } else if (word_is(node, "fldChar")) {
            meet_mark(&walk, node);
        } else if (word_is(node, "instrText") || word_is(node, "t")) {
            meet_code(&walk, node);
        } else if (word_is(node, "ffData") || word_is(node, "fldData")) {
            node->_private = goes(); /* names macros; holds what an add-in left */
        }
    }
    for (size_t depth = walk.depth < FIELD_DEPTH ? walk.depth : FIELD_DEPTH; depth > 0; depth--) {
        end_field(&walk, &walk.fields[depth - 1], NULL);
    }
    part->changed = sweep(walk.root) || part->changed;
}

bool reference_check_fields(struct reference_reader *reader) {
    const struct docx_reference *reference = reader->reference;
    for (size_t i = 0; i < reference->parts.count; i++) {
        if (reference->parts.items[i]->xml != NULL) {
            check_part(reader, reference->parts.items[i]);
        }
    }
    return reader->good;
}
