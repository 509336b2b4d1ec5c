/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.test.context.TestPropertySource;

/**
 * A {@link PageTest} for real browsers, in a house of its own: tests that send made-up forms leave
 * form tokens of their own making in the house that they share.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@PageTest
@TestPropertySource(properties = "snug.data-dir=target/browser-test-${snug.test.fork:1}")
public @interface BrowserTest {}
