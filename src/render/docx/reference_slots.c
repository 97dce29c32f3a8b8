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
    { "titel", SLOT_TITLE },
    { "title", SLOT_TITLE },
    { "rubrik", SLOT_TITLE },
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

static enum slot slot_named(struct arena *arena, const char *name) {
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
        slot = strstr(path, ":title") != NULL     ? SLOT_TITLE
               : strstr(path, ":subject") != NULL ? SLOT_SUBJECT
               : strstr(path, ":contentStatus") != NULL ? SLOT_STATUS
                                                        : SLOT_NONE;
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
    { "keywords", SLOT_EMPTY },
    { "lastsavedby", SLOT_CREATOR },
    { "savedate", SLOT_DATE },
    { "subject", SLOT_SUBJECT },
    { "title", SLOT_TITLE },
};

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

/* What a field is for: "TITLE", "DOCPROPERTY Diarienummer \* MERGEFORMAT", "DOCPROPERTY "Titel"". */
enum slot slot_of_field(struct arena *arena, const char *instruction) {
    const char *word = instruction + strspn(instruction, " \t\n\r");
    size_t size = strcspn(word, " \t\n\r\\\"");
    const char *command = text_fold(arena, arena_copy(arena, word, size));
    if (strcmp(command, "styleref") == 0) {
        return slot_of_style_reference(word + size);
    }
    for (size_t i = 0; i < sizeof field_slots / sizeof field_slots[0]; i++) {
        if (strcmp(field_slots[i].command, command) == 0) {
            return field_slots[i].slot;
        }
    }
    if (strcmp(command, "docproperty") != 0) {
        return SLOT_NONE;
    }
    const char *name = word + size;
    name += strspn(name, " \t\n\r");
    bool quoted = *name == '"';
    name += quoted;
    return slot_named(arena, arena_copy(arena, name, strcspn(name, quoted ? "\"" : " \t\n\r\\")));
}
