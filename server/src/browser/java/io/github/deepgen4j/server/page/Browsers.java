// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.page;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * The Chromium of this machine, which {@code DEEPGEN_CHROMIUM} names or which lies where systems install it; none is
 * downloaded. Notes what pages complain of, and requests to other servers.
 */
final class Browsers implements AutoCloseable {
    private static final List<String> PLACES = List.of(
            "/usr/bin/chromium",
            "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome",
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");

    private static final double PATIENCE = 30_000; // milliseconds, for machines that are busy

    private final Playwright playwright;
    private final Browser browser;
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<String> strangers = new CopyOnWriteArrayList<>();

    Browsers() {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
        this.playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        List<String> arguments = "root".equals(System.getProperty("user.name")) ? List.of("--no-sandbox") : List.of();
        this.browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium())
                        .setArgs(arguments));
    }

    /** @throws IllegalStateException if there is none: journeys that were asked for are not skipped */
    private static Path chromium() {
        return Stream.concat(Optional.ofNullable(System.getenv("DEEPGEN_CHROMIUM")).stream(), PLACES.stream())
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no Chromium found; expected one at DEEPGEN_CHROMIUM or "
                        + PLACES + ": apt-get install chromium"));
    }

    /** The size, colours and language of a browser window. */
    record Look(int width, int height, ColorScheme scheme, String language) {
        static final Look DESKTOP = new Look(1280, 800, ColorScheme.DARK, "en-US");
        static final Look PHONE = new Look(360, 740, ColorScheme.LIGHT, "en-US");

        Look in(String other) {
            return new Look(width, height, scheme, other);
        }

        Look with(ColorScheme other) {
            return new Look(width, height, other, language);
        }
    }

    /** A browser of somebody else. */
    BrowserContext context(Look look) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(look.width(), look.height())
                .setColorScheme(look.scheme())
                .setLocale(look.language()));
        context.setDefaultTimeout(60_000);
        return context;
    }

    /** A page of the server at an address. */
    Page open(BrowserContext context, String url) {
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            boolean refused = message.text().startsWith("Failed to load resource");
            if (message.type().equals("error") && !refused) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.onRequest(request -> {
            boolean own = request.url().startsWith(url) || request.url().matches("(?s)(data|blob):.*");
            if (!own) {
                strangers.add(request.url());
            }
        });
        page.navigate(url);
        return page;
    }

    /** Messages of the pages' consoles, violations of the policy among them. */
    List<String> complaints() {
        return complaints;
    }

    /** Requests that left the own server. */
    List<String> strangers() {
        return strangers;
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
