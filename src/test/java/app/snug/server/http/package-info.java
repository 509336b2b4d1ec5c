/* SPDX-License-Identifier: AGPL-3.0-only */
@org.jspecify.annotations.NullMarked
package app.snug.server.http;
