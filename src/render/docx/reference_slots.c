/* SPDX-License-Identifier: EUPL-1.2 */
#include "render/docx/reference_slots.h"

#include <string.h>

#include "base/text.h"
#include "render/docx/reference.h"

/* Names, folded: of tags, and of document properties. */
static const struct {
    const char *name;
    enum slot slot;
} slot_names[] = {
    { "dnr", SLOT_REGISTRY_NUMBER },
    { "diarienummer", SLOT_REGISTRY_NUMBER },
    { "diarienr", SLOT_REGISTRY_NUMBER },
    { "ärendenummer", SLOT_REGISTRY_NUMBER },
    { "arendenummer", SLOT_REGISTRY_NUMBER },
    { "titel", SLOT_TITLE },
    { "title", SLOT_TITLE },
    { "rubrik", SLOT_TITLE },
    { "dokumenttitel", SLOT_TITLE },
    { "handlaggare", SLOT_OFFICER },
    { "handläggare", SLOT_OFFICER },
    { "datum", SLOT_DATE },
    { "namnd", SLOT_BOARD },
    { "nämnd", SLOT_BOARD },
    { "amne", SLOT_SUBJECT },
    { "ämne", SLOT_SUBJECT },
    { "subject", SLOT_SUBJECT },
    { "status", SLOT_STATUS },
    { "version", SLOT_VERSION },
    { "upphov", SLOT_CREATOR },
    { "upphovsman", SLOT_CREATOR },
    { "författare", SLOT_CREATOR },
    { "author", SLOT_CREATOR },
    { "creator", SLOT_CREATOR },
};

enum slot slot_named(struct arena *arena, const char *name) {
    const char *folded = name == NULL ? "" : text_fold(arena, text_trim(arena, name));
    for (size_t i = 0; i < sizeof slot_names / sizeof slot_names[0]; i++) {
        if (strcmp(slot_names[i].name, folded) == 0) {
            return slot_names[i].slot;
        }
    }
    return SLOT_NONE;
}

const char *slot_words(const struct document *document, enum slot slot) {
    const char *words = NULL;
    switch (slot) {
    case SLOT_NONE:
        break;
    case SLOT_REGISTRY_NUMBER:
        words = document->registry_number;
        break;
    case SLOT_TITLE:
        words = document->title;
        break;
    case SLOT_OFFICER:
        words = document->officer;
        break;
    case SLOT_DATE:
        words = document->date;
        break;
    case SLOT_BOARD:
        words = document->board;
        break;
    case SLOT_SUBJECT:
        words = document->subject;
        break;
    case SLOT_STATUS:
        words = document->draft ? "Utkast" : document->status;
        break;
    case SLOT_VERSION:
        words = document->version;
        break;
    case SLOT_CREATOR:
        words = document->creator;
        break;
    case SLOT_EMPTY:
        break;
    }
    return words != NULL ? words : "";
}

/* What the path of a core property (ECMA-376-2, 8.3.4) leads to. Those that no paper has are empty, or
 * they would show what the template says of itself. */
static enum slot slot_of_core_property(const char *path) {
    static const struct {
        const char *name;
        enum slot slot;
    } names[] = { { ":title", SLOT_TITLE }, { ":subject", SLOT_SUBJECT },
        { ":contentStatus", SLOT_STATUS }, { ":creator", SLOT_CREATOR },
        { ":lastModifiedBy", SLOT_CREATOR }, { ":identifier", SLOT_REGISTRY_NUMBER },
        { ":created", SLOT_DATE }, { ":modified", SLOT_DATE }, { ":category", SLOT_EMPTY },
        { ":description", SLOT_EMPTY }, { ":keywords", SLOT_EMPTY } };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strstr(path, names[i].name) != NULL) {
            return names[i].slot;
        }
    }
    return SLOT_NONE;
}

/* What a control is for: by its tag, else by its title, else by the property that it is bound to. */
enum slot slot_of_control(struct arena *arena, const xmlNode *control) {
    const xmlNode *properties = word_child(control, "sdtPr");
    enum slot slot = slot_named(arena, word_value(arena, properties, "tag"));
    if (slot == SLOT_NONE) {
        slot = slot_named(arena, word_value(arena, properties, "alias"));
    }
    const char *path =
        word_attribute(arena, word_child(properties, "dataBinding"), "xpath");
    if (slot == SLOT_NONE && path != NULL && strstr(path, "coreProperties") != NULL) {
        slot = slot_of_core_property(path);
    }
    return slot;
}

/* Fields of one word. What the template was last saved by, or with, is nothing for a paper. */
static const struct {
    const char *command;
    enum slot slot;
} field_slots[] = {
    { "author", SLOT_CREATOR },
    { "comments", SLOT_EMPTY },
    { "createdate", SLOT_DATE },
    { "edittime", SLOT_EMPTY },
    { "filename", SLOT_EMPTY },
    { "filesize", SLOT_EMPTY },
    { "keywords", SLOT_EMPTY },
    { "lastsavedby", SLOT_CREATOR },
    { "numchars", SLOT_EMPTY },
    { "numwords", SLOT_EMPTY },
    { "printdate", SLOT_EMPTY },
    { "revnum", SLOT_EMPTY },
    { "savedate", SLOT_DATE },
    { "subject", SLOT_SUBJECT },
    { "template", SLOT_EMPTY },
    { "title", SLOT_TITLE },
    { "useraddress", SLOT_EMPTY },
    { "userinitials", SLOT_EMPTY },
    { "username", SLOT_EMPTY },
};

/* Properties that Word has for every document and DOCPROPERTY names (17.16.5.15): those that say something
 * of the template, or of those who wrote it. */
static const struct {
    const char *name;
    enum slot slot;
} property_slots[] = {
    { "bytes", SLOT_EMPTY },
    { "category", SLOT_EMPTY },
    { "characters", SLOT_EMPTY },
    { "characterswithspaces", SLOT_EMPTY },
    { "comments", SLOT_EMPTY },
    { "createtime", SLOT_DATE },
    { "hyperlinkbase", SLOT_EMPTY },
    { "keywords", SLOT_EMPTY },
    { "lastprinted", SLOT_EMPTY },
    { "lastsavedby", SLOT_CREATOR },
    { "lastsavedtime", SLOT_DATE },
    { "lines", SLOT_EMPTY },
    { "nameofapplication", SLOT_EMPTY },
    { "paragraphs", SLOT_EMPTY },
    { "revisionnumber", SLOT_EMPTY },
    { "security", SLOT_EMPTY },
    { "template", SLOT_EMPTY },
    { "totaleditingtime", SLOT_EMPTY },
    { "words", SLOT_EMPTY },
};

static enum slot slot_of_property(struct arena *arena, const char *name) {
    enum slot slot = slot_named(arena, name);
    const char *folded = text_fold(arena, name);
    for (size_t i = 0; slot == SLOT_NONE && i < sizeof property_slots / sizeof property_slots[0]; i++) {
        if (strcmp(property_slots[i].name, folded) == 0) {
            slot = property_slots[i].slot;
        }
    }
    return slot;
}

/* STYLEREF shows the words of a heading on the page (17.16.5.59), which Word looks up as soon as it
 * lays out the page. Programs that do not show what was there last: till then, the title, and no
 * number. */
static enum slot slot_of_style_reference(const char *arguments) {
    static const char *const numbers[] = { "\\n", "\\r", "\\w", "\\p", "\\N", "\\R", "\\W", "\\P" };
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        if (strstr(arguments, numbers[i]) != NULL) {
            return SLOT_EMPTY;
        }
    }
    return SLOT_TITLE;
}

const char *field_command(struct arena *arena, const char *instruction) {
    const char *word = instruction + strspn(instruction, " \t\n\r");
    return text_fold(arena, arena_copy(arena, word, strcspn(word, " \t\n\r\\\"")));
}

const char *field_argument(struct arena *arena, const char *instruction) {
    const char *word = instruction + strspn(instruction, " \t\n\r");
    const char *name = word + strcspn(word, " \t\n\r\\\"");
    name += strspn(name, " \t\n\r");
    bool quoted = *name == '"';
    name += quoted;
    return arena_copy(arena, name, strcspn(name, quoted ? "\"\r" : " \t\n\r\\"));
}

/* What a field is for: "TITLE", "DOCPROPERTY Diarienummer \* MERGEFORMAT", "DOCPROPERTY "Titel"". */
enum slot slot_of_field(struct arena *arena, const char *instruction) {
    const char *command = field_command(arena, instruction);
    if (strcmp(command, "styleref") == 0) {
        return slot_of_style_reference(instruction);
    }
    for (size_t i = 0; i < sizeof field_slots / sizeof field_slots[0]; i++) {
        if (strcmp(field_slots[i].command, command) == 0) {
            return field_slots[i].slot;
        }
    }
    if (strcmp(command, "info") == 0) { /* "INFO Author" is "AUTHOR" (17.16.5.30) */
        const char *wanted = field_argument(arena, instruction);
        return strcmp(field_command(arena, wanted), "info") == 0 ? SLOT_NONE : slot_of_field(arena, wanted);
    }
    bool looks_up = strcmp(command, "docproperty") == 0;
    return looks_up ? slot_of_property(arena, field_argument(arena, instruction)) : SLOT_NONE;
}
