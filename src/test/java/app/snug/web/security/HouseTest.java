/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.security;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;

/** The {@link House} behind a real port, shared by all tests that ask for it. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        classes = House.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "snug.data-dir=target/security-test-${snug.test.fork:1}",
            "snug.passphrase.passes=1",
            "snug.passphrase.mebibytes=1"
        })
@interface HouseTest {}
