/* SPDX-License-Identifier: AGPL-3.0-only */
/** What people say about messages: reactions, that they are read or to be forgotten, and typing. */
@NullMarked
package app.snug.messenger.response;

import org.jspecify.annotations.NullMarked;
