/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/identity.h"

#include <link.h>
#include <string.h>

/* The sizes of a note's name and description are rounded up to this. */
enum { NOTE_ALIGNMENT = 4 };

static size_t round_up(size_t size) {
    return (size + NOTE_ALIGNMENT - 1) / NOTE_ALIGNMENT * NOTE_ALIGNMENT;
}

/* Adds the build identities of one segment of notes. */
static void add_notes(struct digester *digester, const char *notes, size_t size) {
    ElfW(Nhdr) note;
    while (size >= sizeof note) {
        memcpy(&note, notes, sizeof note);
        size_t name = round_up(note.n_namesz);
        size_t description = round_up(note.n_descsz);
        if (name > size - sizeof note || description > size - sizeof note - name) {
            return;
        }
        const char *text = notes + sizeof note;
        if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == 4 && memcmp(text, "GNU", 4) == 0) {
            digester_add(digester, text + name, note.n_descsz);
        }
        notes += sizeof note + name + description;
        size -= sizeof note + name + description;
    }
}

static int add_object(struct dl_phdr_info *object, size_t size, void *context) {
    (void)size;
    /* The kernel's own page has a note, too; papers do not depend on the kernel. */
    if (strstr(object->dlpi_name, "linux-vdso") != NULL) {
        return 0;
    }
    for (size_t i = 0; i < object->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &object->dlpi_phdr[i];
        if (segment->p_type == PT_NOTE && segment->p_align <= NOTE_ALIGNMENT) {
            const char *notes = (const char *)(object->dlpi_addr + segment->p_vaddr);
            add_notes(context, notes, segment->p_memsz);
        }
    }
    return 0;
}

struct digest program_identity(void) {
    struct digester digester;
    digester_init(&digester);
    dl_iterate_phdr(add_object, &digester);
    return digester_get(&digester);
}
