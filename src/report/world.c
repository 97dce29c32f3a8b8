/* SPDX-License-Identifier: EUPL-1.2 */
#include "report/world.h"

#include <errno.h>
#include <string.h>

static const struct reason {
    int error;
    const char *sv, *en;
    const char *advice_sv, *advice_en; /* NULL: that of the finding */
} reasons[] = {
    { ENOENT, "den finns inte", "it does not exist", "Kontrollera stavningen, och vilken mapp du står i.",
        "Check the spelling, and which folder you are in." },
    { EACCES, "du har inte behörighet", "you have no permission",
        "Ändra rättigheterna, eller be den som äger den om hjälp.",
        "Change the permissions, or ask its owner for help." },
    { EPERM, "du har inte behörighet", "you have no permission",
        "Ändra rättigheterna, eller be den som äger den om hjälp.",
        "Change the permissions, or ask its owner for help." },
    { EISDIR, "det är en mapp", "it is a folder", NULL, NULL },
    { ENOTDIR, "en del av sökvägen är en fil, inte en mapp",
        "a part of the path is a file, not a folder", NULL, NULL },
    { EINVAL, "det är ingen vanlig fil", "it is no ordinary file", NULL, NULL },
    { ELOOP, "länkar leder runt till varandra", "links lead round to one another", NULL, NULL },
    { ENAMETOOLONG, "namnet är för långt", "the name is too long", NULL, NULL },
    { EFBIG, "den är för stor", "it is too large", "Kontrollera att det är rätt fil.",
        "Check that it is the right file." },
    { ENOSPC, "disken är full", "the disk is full", NULL, NULL },
    { EDQUOT, "ditt utrymme på disken är slut", "your share of the disk is used up", NULL, NULL },
    { EROFS, "platsen är skrivskyddad", "the place is read-only", NULL, NULL },
    { EMFILE, "för många filer är öppna", "too many files are open", NULL, NULL },
    { ENFILE, "för många filer är öppna", "too many files are open", NULL, NULL },
    { EIO, "disken svarar med fel", "the disk answers with a fault", NULL, NULL },
    { EPIPE, "mottagaren har slutat läsa", "the reader has gone", NULL, NULL },
};

static const struct reason *find_reason(int error) {
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++) {
        if (reasons[i].error == error) {
            return &reasons[i];
        }
    }
    return NULL;
}

const char *fault_reason(struct arena *arena, int error, enum language language) {
    bool english = language == LANGUAGE_EN;
    const struct reason *reason = find_reason(error);
    if (reason == NULL) {
        char text[128];
        return arena_printf(arena, english ? "the system says “%s”" : "systemet säger ”%s”",
            strerror_r(error, text, sizeof text));
    }
    return english ? reason->en : reason->sv;
}

struct finding *finding_add_fault(
    struct findings *findings, enum catalogue_id id, const char *path, int error) {
    bool english = findings->language == LANGUAGE_EN;
    const struct reason *reason = find_reason(error);
    struct finding *finding = finding_add(findings, id, (struct span){ 0 }, path,
        fault_reason(findings->arena, error, findings->language), NULL);
    if (reason != NULL && reason->advice_sv != NULL && finding->advice == NULL) {
        finding->advice = english ? reason->advice_en : reason->advice_sv;
    }
    return finding;
}

bool findings_have_fault(const struct findings *findings) {
    for (size_t i = 0; i < findings->count; i++) {
        const struct rule_info *rule = findings->items[i]->rule;
        if (rule == catalogue_get(FILE_UNREADABLE) || rule == catalogue_get(FILE_UNWRITABLE)
            || rule == catalogue_get(FOLDER_UNREADABLE) || rule == catalogue_get(OUTPUT_UNWRITABLE)) {
            return true;
        }
    }
    return false;
}
