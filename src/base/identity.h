/* SPDX-License-Identifier: EUPL-1.2
 *
 * Which program this is, to the bit: papers made by another build of it, or with other libraries, may
 * have other bytes.
 */
#ifndef UNDERLAG_BASE_IDENTITY_H
#define UNDERLAG_BASE_IDENTITY_H

#include "base/digest.h"

/* The digest of the build identities (the note that linkers make of a file's content) of the program
 * and of all libraries it runs with. No file is read. Files without the note count as nothing. */
struct digest program_identity(void);

#endif
