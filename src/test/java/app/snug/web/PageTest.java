/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;

/** The {@link PageHouse} behind a real port, shared by all tests that ask for it. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        classes = PageHouse.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "snug.data-dir=target/page-test-${snug.test.fork:1}",
            // The browser that all tests share still looks when everything ends.
            "server.shutdown=immediate",
            "snug.passphrase.passes=1",
            "snug.passphrase.mebibytes=1"
        })
@AutoConfigureMockMvc
public @interface PageTest {}
