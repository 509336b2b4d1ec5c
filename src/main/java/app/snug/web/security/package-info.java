/* SPDX-License-Identifier: AGPL-3.0-only */
/** Who may ask for what: login, sessions, cookies, headers. */
@NullMarked
package app.snug.web.security;

import org.jspecify.annotations.NullMarked;
