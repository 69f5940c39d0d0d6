// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.page;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

/** Says where the tests are that need a browser. */
class BrowserTest {
    @Test
    void journeysAreMadeInABrowser() {
        boolean here = getClass().getResource("JourneysTest.class") != null;
        assumeTrue(here, "the page's journeys need Chromium: ./mvnw -Pbrowser test -pl server -am -Dtest=JourneysTest");
    }
}
