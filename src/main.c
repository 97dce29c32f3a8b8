/* SPDX-License-Identifier: EUPL-1.2 */
#include "cmd/command.h"

int main(int argc, char **argv) {
    return command_main(argc, argv);
}
