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
    { EISDIR, "det är en mapp", "it is a folder", "Ange en fil i mappen.", "Name a file in the folder." },
    { ENOTDIR, "en del av sökvägen är en fil, inte en mapp",
        "a part of the path is a file, not a folder", "Kontrollera sökvägen.", "Check the path." },
    { EEXIST, "det finns redan något med det namnet", "there is something of that name already",
        "Byt namn på det som ligger där, eller ta bort det.", "Rename what lies there, or remove it." },
    { ENOTEMPTY, "mappen är inte tom", "the folder is not empty",
        "Flytta det som ligger i mappen, eller välj en annan.",
        "Move what lies in the folder, or choose another." },
    { EINVAL, "det är ingen vanlig fil", "it is no ordinary file", NULL, NULL },
    { ENXIO, "det är ingen vanlig fil", "it is no ordinary file", NULL, NULL },
    { ELOOP, "länkar leder runt till varandra", "links lead round to one another",
        "Ta bort länkarna, eller ange filen själv.", "Remove the links, or name the file itself." },
    { ENAMETOOLONG, "namnet är för långt", "the name is too long", "Döp om filen till något kortare.",
        "Rename the file to something shorter." },
    { EILSEQ, "namnet har tecken som disken inte tar emot",
        "the name has characters that the disk does not take",
        "Döp om filen: bokstäver a–z, siffror och bindestreck.",
        "Rename the file: letters a–z, digits and hyphens." },
    { EFBIG, "den är för stor", "it is too large", "Kontrollera att det är rätt fil.",
        "Check that it is the right file." },
    { EOVERFLOW, "den är för stor", "it is too large", "Kontrollera att det är rätt fil.",
        "Check that it is the right file." },
    { ENOSPC, "disken är full", "the disk is full", "Frigör utrymme på disken och försök igen.",
        "Free some space on the disk and try again." },
    { EDQUOT, "ditt utrymme på disken är slut", "your share of the disk is used up",
        "Ta bort filer som du inte behöver, eller be om mer utrymme.",
        "Remove files that you do not need, or ask for more space." },
    { EROFS, "platsen är skrivskyddad", "the place is read-only", "Välj en annan mapp.",
        "Choose another folder." },
    { EBUSY, "ett annat program använder den", "another program uses it",
        "Stäng filen i det andra programmet och försök igen.",
        "Close the file in the other program and try again." },
    { ETXTBSY, "ett annat program använder den", "another program uses it",
        "Stäng filen i det andra programmet och försök igen.",
        "Close the file in the other program and try again." },
    { EBADF, "den är stängd", "it is closed", NULL, NULL },
    { EMFILE, "för många filer är öppna", "too many files are open",
        "Ange färre filer åt gången, eller kör med färre trådar (-j 1).",
        "Name fewer files at a time, or run with fewer threads (-j 1)." },
    { ENFILE, "för många filer är öppna", "too many files are open",
        "Stäng andra program och försök igen.", "Close other programs and try again." },
    { ENOMEM, "minnet räcker inte", "there is not enough memory",
        "Stäng andra program och försök igen.", "Close other programs and try again." },
    { EIO, "disken svarar med fel", "the disk answers with a fault",
        "Försök igen, eller be it-supporten om hjälp.", "Try again, or ask your IT support for help." },
    { ESTALE, "nätverksdisken svarar inte", "the network drive does not answer",
        "Anslut till nätverksdisken på nytt och försök igen.",
        "Connect to the network drive again and try again." },
    { ETIMEDOUT, "nätverksdisken svarar inte", "the network drive does not answer",
        "Anslut till nätverksdisken på nytt och försök igen.",
        "Connect to the network drive again and try again." },
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
    finding->file = arena_string(findings->arena, path);
    if (reason != NULL && reason->advice_sv != NULL && finding->advice == NULL) {
        finding->advice = english ? reason->advice_en : reason->advice_sv;
    }
    return finding;
}

/* What the byte is in Windows-1252, quoted, or its number. */
static const char *shown_byte(struct arena *arena, unsigned char byte, bool english) {
    if (byte >= 0x91 && byte <= 0x94) {
        return english ? "probably a quote" : "troligen ett citattecken";
    }
    if (byte == 0x96 || byte == 0x97) {
        return english ? "probably a dash" : "troligen ett tankstreck";
    }
    if (byte <= 0xA0 || byte == 0xC2 || byte == 0xC3) { /* the last two begin broken UTF-8 */
        return arena_printf(arena, "byte %02X", byte);
    }
    return arena_printf(arena, english ? "probably “%c%c”" : "troligen ”%c%c”", 0xC0 | byte >> 6,
        0x80 | (byte & 0x3F));
}

/* Whether the text begins with the byte order mark of UTF-16, which no UTF-8 has anywhere. */
static bool is_wide(struct span where) {
    const struct source *source = where.source;
    return source != NULL && where.offset == 0 && source->size >= 2
        && (memcmp(source->text, "\xFF\xFE", 2) == 0 || memcmp(source->text, "\xFE\xFF", 2) == 0);
}

struct finding *finding_add_encoding(struct findings *findings, struct span where, char byte) {
    if (is_wide(where)) {
        struct span name = { source_new(findings->arena, where.source->name, "", 0), 0, 0 };
        return finding_add(findings, TEXT_UTF16, name, NULL);
    }
    return finding_add(findings, TEXT_UTF8, where,
        shown_byte(findings->arena, (unsigned char)byte, findings->language == LANGUAGE_EN), NULL);
}

bool findings_have_fault(const struct findings *findings) {
    for (size_t i = 0; i < findings->count; i++) {
        const struct rule_info *rule = findings->items[i]->rule;
        if (rule == catalogue_get(FILE_UNREADABLE) || rule == catalogue_get(FILE_UNWRITABLE)
            || rule == catalogue_get(FOLDER_UNREADABLE) || rule == catalogue_get(OUTPUT_UNWRITABLE)
            || rule == catalogue_get(TEMPLATES_NONE)) {
            return true;
        }
    }
    return false;
}
