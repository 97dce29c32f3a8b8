/* SPDX-License-Identifier: EUPL-1.2
 *
 * timer_create(2) with SIGEV_THREAD_ID (Linux): the thread that works is interrupted itself, so that the
 * limit is changed between two of its instructions and no other thread touches it.
 */
#include "base/deadline.h"

#include <signal.h>
#include <stddef.h>
#include <time.h>
#include <unistd.h>

/* Not 0, which would be no limit. */
enum { NO_STEPS = 1 };

#ifndef sigev_notify_thread_id
#define sigev_notify_thread_id _sigev_un._tid
#endif

static void end_steps(int signal, siginfo_t *info, void *context) {
    (void)signal, (void)context;
    if (info->si_code == SI_TIMER) {
        *(volatile unsigned long *)info->si_value.sival_ptr = NO_STEPS;
    }
}

void deadline_setup(void) {
    struct sigaction action = { .sa_sigaction = end_steps, .sa_flags = SA_SIGINFO | SA_RESTART };
    sigemptyset(&action.sa_mask);
    sigaction(SIGRTMIN, &action, NULL);
}

/* A signal under way is delivered before the call returns: it is the thread's own. */
static void delete_timer(void *timer) {
    timer_delete(*(timer_t *)timer);
}

void deadline_set(struct arena *arena, int seconds, unsigned long *steps) {
    struct sigevent event = { .sigev_notify = SIGEV_THREAD_ID, .sigev_signo = SIGRTMIN };
    event.sigev_value.sival_ptr = steps;
    event.sigev_notify_thread_id = gettid();
    timer_t *timer = arena_new_of(arena, timer_t);
    struct itimerspec time = { .it_value = { .tv_sec = seconds } };
    if (timer_create(CLOCK_THREAD_CPUTIME_ID, &event, timer) == 0) {
        arena_own(arena, timer, delete_timer);
        timer_settime(*timer, 0, &time, NULL);
    }
}

bool deadline_is_over(const unsigned long *steps) {
    return *(const volatile unsigned long *)steps == NO_STEPS;
}
