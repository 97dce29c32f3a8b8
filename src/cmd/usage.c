/* SPDX-License-Identifier: EUPL-1.2
 *
 * What is said of a command line that is wrong.
 */
#include "cmd/usage.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

enum status usage_fault(struct invocation *invocation, const char *sv, const char *en) {
    const char *name = invocation->command != NULL ? invocation->command->name : "";
    fprintf(stderr, "underlag: %s\n", say(invocation, sv, en));
    fprintf(stderr, "%s underlag %s%s--help\n", say(invocation, "Hjälp:", "Help:"), name,
        name[0] != '\0' ? " " : "");
    return STATUS_FAULT;
}

/* The option that was probably meant, or NULL. */
static const char *nearest_option(const struct invocation *invocation, const char *typed) {
    const char *names[OPTION_COUNT + 3] = { "help", "lang" };
    size_t count = 2;
    const enum flag none[] = { OPTION_COUNT };
    const enum flag *taken = invocation->command != NULL ? invocation->command->options : none;
    for (; *taken != OPTION_COUNT; taken++) {
        names[count++] = flags[*taken].name;
    }
    const char *name = typed + strspn(typed, "-");
    return text_nearest(arena_copy(invocation->arena, name, strcspn(name, "=")), names);
}

enum status option_fault(
    struct invocation *invocation, const char *typed, bool is_missing) {
    struct arena *arena = invocation->arena;
    const char *nearest = is_missing ? NULL : nearest_option(invocation, typed);
    if (nearest != NULL) {
        return usage_fault(invocation,
            arena_printf(arena, "flaggan %s finns inte här; menade du --%s?", typed, nearest),
            arena_printf(arena, "there is no option %s here; did you mean --%s?", typed, nearest));
    }
    return is_missing
        ? usage_fault(invocation, arena_printf(arena, "flaggan %s behöver ett värde.", typed),
              arena_printf(arena, "the option %s needs a value.", typed))
        : usage_fault(invocation, arena_printf(arena, "flaggan %s finns inte här.", typed),
              arena_printf(arena, "there is no option %s here.", typed));
}

/* The nearest command to what was typed, for "menade du". */
static const char *nearest_command(const char *typed) {
    const char *nearest = NULL;
    size_t best = 3;
    for (const struct command *command = commands; command->name != NULL; command++) {
        size_t distance = text_distance(typed, command->name, 3);
        if (distance < best) {
            best = distance;
            nearest = command->name;
        }
    }
    return nearest;
}

enum status command_fault(struct invocation *invocation, const char *typed) {
    const char *nearest = nearest_command(typed);
    struct arena *arena = invocation->arena;
    return nearest == NULL
        ? usage_fault(invocation, arena_printf(arena, "kommandot ”%s” finns inte.", typed),
              arena_printf(arena, "there is no command “%s”.", typed))
        : usage_fault(invocation,
              arena_printf(arena, "kommandot ”%s” finns inte; menade du ”%s”?", typed, nearest),
              arena_printf(arena, "there is no command “%s”; did you mean “%s”?", typed, nearest));
}

const char *dashed_option(const struct invocation *invocation) {
    static const char *const dashes[] = { "–", "—", "−" };
    for (size_t i = 0; i < invocation->operand_count; i++) {
        for (size_t j = 0; j < sizeof dashes / sizeof *dashes; j++) {
            if (text_starts(invocation->operands[i], dashes[j])) {
                return invocation->operands[i];
            }
        }
    }
    return NULL;
}

enum status dash_fault(struct invocation *invocation, const char *typed) {
    struct arena *arena = invocation->arena;
    return usage_fault(invocation,
        arena_printf(arena, "”%s” börjar med ett tankstreck; en flagga börjar med två bindestreck.", typed),
        arena_printf(arena, "“%s” begins with a dash; an option begins with two hyphens.", typed));
}

enum status surplus_fault(struct invocation *invocation) {
    const struct command *command = invocation->command;
    return usage_fault(invocation,
        arena_printf(invocation->arena, "det står för mycket på raden; %s tar %s.", command->name,
            command->operands_sv),
        arena_printf(invocation->arena, "there is too much on the line; %s takes %s.", command->name,
            command->operands_en));
}
