/* SPDX-License-Identifier: EUPL-1.2
 *
 * timer_create(2) with SIGEV_THREAD_ID (Linux): the thread that works is interrupted itself, so that the
 * limit is changed between two of its instructions and no other thread touches it.
 */
#include "base/deadline.h"

#include <pthread.h>
#include <sched.h>
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

struct deadline {
    timer_t timer;
    pthread_t owner; /* its own thread, and that to the system */
    pid_t thread;
    const unsigned long *steps;
};

/* Ends the deadline so that nothing is written to *steps any more. In its own thread a signal under way is
 * delivered before the call returns. Another thread has to wait for it, when the timer has run out and the
 * signal has not been seen, unless the thread is no more. */
static void end_deadline(void *data) {
    const struct deadline *deadline = data;
    const struct itimerspec never = { 0 };
    struct itimerspec left = { 0 };
    if (pthread_equal(pthread_self(), deadline->owner)) {
        timer_delete(deadline->timer);
        return;
    }
    timer_settime(deadline->timer, 0, &never, &left);
    timer_delete(deadline->timer);
    bool has_fired = left.it_value.tv_sec == 0 && left.it_value.tv_nsec == 0;
    while (has_fired && !deadline_is_over(deadline->steps)
           && tgkill(getpid(), deadline->thread, 0) == 0) {
        sched_yield();
    }
}

void deadline_set(struct arena *arena, int seconds, unsigned long *steps) {
    struct sigevent event = { .sigev_notify = SIGEV_THREAD_ID, .sigev_signo = SIGRTMIN };
    struct deadline *deadline = arena_new_of(arena, struct deadline);
    *deadline = (struct deadline){ .owner = pthread_self(), .thread = gettid(), .steps = steps };
    event.sigev_value.sival_ptr = steps;
    event.sigev_notify_thread_id = deadline->thread;
    struct itimerspec time = { .it_value = { .tv_sec = seconds } };
    if (timer_create(CLOCK_THREAD_CPUTIME_ID, &event, &deadline->timer) == 0) {
        arena_own(arena, deadline, end_deadline);
        timer_settime(deadline->timer, 0, &time, NULL);
    }
}

bool deadline_is_over(const unsigned long *steps) {
    return *(const volatile unsigned long *)steps == NO_STEPS;
}
