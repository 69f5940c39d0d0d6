// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.json.JsonNode;
import io.github.deepgen4j.server.TestServer;
import io.github.deepgen4j.server.keys.KeyLimits;
import io.github.deepgen4j.server.keys.KeyRing;
import io.github.deepgen4j.server.page.Browsers.Look;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Journeys through the page, in a browser. Screenshots of each view are left in {@code target/screenshots}. */
class JourneysTest {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final String JOBS = "/deepgen/v1/jobs";

    private static Browsers browsers;

    @TempDir
    private Path folder;

    private TestServer server;
    private BrowserContext context;
    private Page page;

    @BeforeAll
    static void start() {
        browsers = new Browsers();
    }

    @AfterAll
    static void stop() {
        browsers.close();
    }

    @BeforeEach
    void open() {
        server = new TestServer(folder.resolve("data"));
        look(Look.DESKTOP);
    }

    @AfterEach
    void close() {
        context.close();
        server.close();
        assertThat(browsers.strangers()).isEmpty();
        assertThat(browsers.complaints()).isEmpty();
    }

    private String url() {
        return server.uri("/").toString();
    }

    private void look(Look look) {
        if (context != null) {
            context.close();
        }
        context = browsers.context(look);
        page = browsers.open(context, url());
        assertThat(page.locator("#prompt, #key")).isVisible();
    }

    private void screenshot(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
    }

    // ---- what is done again and again ----

    private void draw(String prompt) {
        page.fill("#prompt", prompt);
        assertThat(page.locator("#draw")).isEnabled();
        page.click("#draw");
    }

    private Locator picture() {
        return page.locator(".picture-view .canvas");
    }

    private Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile(name)));
    }

    private JsonNode newestJob() {
        return server.get(JOBS + "?limit=1").json().get("data").stream()
                .findFirst()
                .orElseThrow();
    }

    /** A picture of the server, drawn without the page. */
    private JsonNode drawn(String prompt) {
        JsonNode job = server.post(JOBS, "{\"prompt\": \"%s\", \"steps\": 3, \"seed\": 77}".formatted(prompt))
                .json();
        return server.ended(job.get("id").stringValue());
    }

    private static byte[] png(int width, int height) {
        return Image.of(width, height, new byte[3 * width * height]).png(Map.of());
    }

    /** Lets the page's element get a file by an event of a kind. */
    private void give(String selector, String event, byte[] file) {
        page.evaluate("""
            ([selector, kind, base64]) => {
                const bytes = Uint8Array.from(atob(base64), each => each.charCodeAt(0));
                const files = new DataTransfer();
                files.items.add(new File([bytes], 'given.png', { type: 'image/png' }));
                const init = { bubbles: true, cancelable: true };
                const event = kind === 'paste' ? new ClipboardEvent(kind, { ...init, clipboardData: files })
                    : new DragEvent(kind, { ...init, dataTransfer: files });
                document.querySelector(selector).dispatchEvent(event);
            }\
            """, List.of(selector, event, Base64.getEncoder().encodeToString(file)));
    }

    // ---- the journeys ----

    @Test
    void theFirstPicture() {
        assertThat(page.locator(".welcome")).isVisible();
        screenshot("welcome");
        draw("an apple at the gate");
        assertThat(page.locator(".job-view")).isVisible();
        server.engine().permit(3);
        assertThat(page.locator(".job-view .hint")).containsText("Step 3 of 10");
        assertThat(page.locator(".preview")).isVisible();
        screenshot("drawing");
        server.engine().permit(7);
        assertThat(picture()).isVisible();
        assertThat(page.locator(".facts")).containsText("64 × 64");
        assertThat(page.locator(".thumbs img")).hasAttribute("alt", "an apple at the gate");
        screenshot("picture");
    }

    @Test
    void anEditOfAPastedPicture() {
        give("body", "paste", png(48, 32));
        assertThat(page.locator(".reference")).containsText("48 × 32");
        draw("make it green");
        assertThat(picture()).isVisible();
        assertThat(newestJob().get("kind").stringValue()).isEqualTo("edit");
        assertThat(newestJob().get("request").get("references").size()).isEqualTo(1);
        button("^Compare$").click();
        Locator slider = page.locator(".compare-pictures input");
        slider.focus();
        page.keyboard().press("Home");
        assertThat(slider).hasValue("0");
        screenshot("compare");
        page.keyboard().press("Escape");
        assertThat(page.locator("dialog")).hasCount(0);
    }

    @Test
    void droppedPicturesAreReferencesInTheOrderThatIsWanted() {
        give("body", "drop", png(48, 32));
        give("body", "drop", png(16, 16));
        Locator list = page.locator(".reference");
        assertThat(list).hasCount(2);
        button("^Move back: Reference 1$").click();
        assertThat(list.first()).containsText("16 × 16");
        button("^Remove: Reference 1$").click();
        assertThat(list).hasCount(1);
        assertThat(list.first()).containsText("48 × 32");
    }

    @Test
    void whatIsPaintedIsDrawnAnew() {
        give("body", "drop", png(64, 64));
        button("^Paint a mask").click();
        var box = page.locator(".mask-picture canvas").boundingBox();
        page.mouse().move(box.x + box.width / 2, box.y + box.height / 2);
        page.mouse().down();
        page.mouse().move(box.x + box.width / 2 + 20, box.y + box.height / 2);
        page.mouse().up();
        screenshot("mask");
        button("^Use mask$").click();
        assertThat(page.locator(".mask-thumb")).isVisible();
        draw("make it green");
        assertThat(picture()).isVisible();
        byte[] file = server.get(JOBS + "/" + newestJob().get("id").stringValue() + "/mask")
                .response()
                .body();
        Image anew = Image.transparency(file, "mask", 1 << 20);
        assertThat(anew.rgb()[3 * (32 * 64 + 32)]).isEqualTo((byte) 255);
        assertThat(anew.rgb()[0]).isZero();
    }

    @Test
    void runningAndWaitingDrawingsAreCancelled() {
        draw("one at the gate");
        assertThat(page.locator(".card.running")).hasCount(1);
        draw("two at the gate");
        assertThat(page.locator(".card.queued")).containsText("Next");
        screenshot("queue");
        button("^Cancel: two at the gate$").click();
        assertThat(page.locator(".card.cancelled")).containsText("two at the gate");
        button("^Cancel: one at the gate$").click();
        assertThat(page.locator(".card.cancelled")).hasCount(2);
        assertThat(newestJob().get("status").stringValue()).isEqualTo("cancelled");
    }

    @Test
    void aFailureIsSaidAndMayBeTriedAgain() {
        draw("please fail");
        assertThat(page.locator(".toast.error")).containsText("failed");
        assertThat(page.locator(".card.failed")).isVisible();
        page.fill("#prompt", "");
        button("^Use again: please fail$").click();
        assertThat(page.locator("#prompt")).hasValue("please fail");
    }

    @Test
    void loadingThePageAgainLosesNothing() {
        draw("an apple at the gate");
        server.engine().permit(4);
        assertThat(page.locator(".job-view .hint")).containsText("Step 4 of 10");
        page.reload();
        assertThat(page.locator("#prompt")).hasValue("an apple at the gate");
        assertThat(page.locator(".job-view .hint")).containsText("Step 4 of 10");
        assertThat(page.locator(".card.running")).containsText("Step 4 of 10");
        server.engine().permit(6);
        assertThat(page.locator(".thumbs .thumb")).hasCount(1);
    }

    // ---- answers that overtake each other ----

    /** Holds back the answers to requests of an address, each until it is run. */
    private List<Runnable> late(String address) {
        List<Runnable> late = new ArrayList<>();
        page.route(Pattern.compile(".*" + address), route -> {
            APIResponse response = route.fetch();
            late.add(() -> route.fulfill(new Route.FulfillOptions().setResponse(response)));
        });
        return late;
    }

    /** Lets the page have an answer that was held back, and a moment for what it does with it. */
    private void deliver(String address, List<Runnable> late) {
        page.waitForResponse(
                Pattern.compile(".*" + address), () -> late.removeFirst().run());
        page.waitForTimeout(200);
        late.forEach(Runnable::run);
        page.unrouteAll();
    }

    @Test
    void aLateListOfJobsLosesNoDrawing() {
        List<Runnable> late = late(JOBS + "[?]limit=.*");
        page.reload();
        page.waitForCondition(() -> !late.isEmpty());
        draw("a pear at the gate");
        assertThat(page.locator(".job-view")).isVisible();
        deliver(JOBS + "[?]limit=.*", late);
        assertThat(page.locator(".job-view")).isVisible();
        assertThat(page.locator(".card")).hasCount(1);
        server.engine().permit(10);
        assertThat(picture()).isVisible();
    }

    @Test
    void aDrawingThatEndsBeforeItsAnswerComesIsShown() {
        List<Runnable> late = late(JOBS + "$");
        draw("an apple");
        page.waitForCondition(() -> !late.isEmpty());
        assertThat(page.locator(".thumbs .thumb")).hasCount(1);
        deliver(JOBS + "$", late);
        assertThat(picture()).isVisible();
    }

    @Test
    void aLateListOfPicturesBringsNoneBack() {
        drawn("an apple");
        Locator thumbs = page.locator(".thumbs .thumb");
        assertThat(thumbs).hasCount(1);
        List<Runnable> late = late("/deepgen/v1/images[?].*");
        drawn("a pear");
        page.waitForCondition(() -> !late.isEmpty());
        thumbs.last().click();
        button("^Delete$").click();
        page.locator("dialog .danger").click();
        assertThat(thumbs).hasCount(0);
        deliver("/deepgen/v1/images[?].*", late);
        assertThat(thumbs).hasCount(1);
        assertThat(page.locator(".thumbs img")).hasAttribute("alt", "a pear");
    }

    @Test
    void aLateEstimateSaysNothingOfAnOlderForm() {
        List<Runnable> late = late(JOBS + "/estimate");
        page.fill("#prompt", "huge");
        page.waitForCondition(() -> !late.isEmpty());
        page.unrouteAll();
        page.fill("#prompt", "an apple");
        assertThat(page.locator("#estimate")).containsText("about");
        late.removeFirst().run();
        page.waitForTimeout(200);
        assertThat(page.locator("#estimate")).containsText("about");
        assertThat(page.locator("#draw")).isEnabled();
    }

    @Test
    void aDrawingThatEndsWhileNobodyLooksIsShown() {
        draw("an apple at the gate");
        server.engine().permit(4);
        assertThat(page.locator(".job-view .hint")).containsText("Step 4 of 10");
        somebodyLooks(false);
        server.engine().permit(6);
        server.ended(newestJob().get("id").stringValue());
        somebodyLooks(true);
        assertThat(picture()).isVisible();
        assertThat(page.locator(".card")).hasCount(0);
    }

    private void somebodyLooks(boolean at) {
        page.evaluate("""
            hidden => {
                Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
                document.dispatchEvent(new Event('visibilitychange'));
            }\
            """, !at);
    }

    @Test
    void theEstimateFollowsTheQueue() {
        draw("one at the gate");
        assertThat(page.locator(".card.running")).hasCount(1);
        draw("two at the gate");
        page.fill("#prompt", "an apple");
        assertThat(page.locator("#estimate")).containsText("before yours");
        button("^Cancel: two at the gate$").click();
        assertThat(page.locator("#estimate")).not().containsText("before yours");
    }

    @Test
    void anAnswerThatComesLateUndoesNoStep() {
        List<Runnable> late = late(JOBS + "/job_[^/?]+$");
        draw("a pear at the gate");
        page.waitForCondition(() -> !late.isEmpty());
        server.engine().permit(4);
        assertThat(page.locator(".job-view .hint")).containsText("Step 4 of 10");
        deliver(JOBS + "/job_[^/?]+$", late);
        assertThat(page.locator(".job-view .hint")).containsText("Step 4 of 10");
        server.engine().permit(6);
        assertThat(page.locator(".thumbs .thumb")).hasCount(1);
    }

    @Test
    void aDroppedPictureOfOursFillsTheForm() {
        JsonNode job = drawn("a pear");
        byte[] file = server.get(JOBS + "/" + job.get("id").stringValue() + "/images/0")
                .response()
                .body();
        give("body", "dragenter", file);
        assertThat(page.locator("#drop-recipe")).isVisible();
        screenshot("drop");
        give("#drop-recipe", "drop", file);
        assertThat(page.locator("#prompt")).hasValue("a pear");
        page.locator(".advanced summary").click();
        assertThat(page.locator("#seed")).hasValue("77");
        assertThat(page.locator("#steps")).hasValue("3");
        assertThat(page.locator(".reference")).hasCount(0);
    }

    @Test
    void settingsOfAPictureAreUsedAgainAndGiveTheSameBytes() {
        drawn("a pear");
        page.locator(".thumbs .thumb").click();
        assertThat(picture()).isVisible();
        page.fill("#prompt", "what I write next");
        button("^Draw again and compare$").click();
        assertThat(page.locator(".toast.good")).containsText("the same bytes");
        assertThat(page.locator("#prompt")).hasValue("what I write next");
    }

    @Test
    void speedIsAmongTheSettingsOfAPicture() {
        page.locator(".advanced summary").click();
        assertThat(page.locator("#speed option:checked")).hasText("Exact");
        page.selectOption("#speed", "fast");
        draw("a fig");
        assertThat(picture()).isVisible();
        page.selectOption("#speed", "");
        button("^Use settings$").click();
        assertThat(page.locator("#speed")).hasValue("fast");
        button("^Draw again and compare$").click();
        assertThat(page.locator(".toast.good").last()).containsText("the same bytes");
    }

    @Test
    void adaptersAreChosenAndComeBackWithAPicture() {
        page.click(".advanced summary");
        Locator cats = page.locator("#adapters .chip", new Page.LocatorOptions().setHasText("cats"));
        cats.click();
        assertThat(page.locator("#adapter-0")).hasValue("0.8");
        page.fill("#adapter-0", "1.5");
        page.keyboard().press("Tab");
        screenshot("adapters");
        draw("an apple");
        assertThat(picture()).isVisible();
        assertThat(page.locator(".facts")).containsText("cats 1.5");
        String request = newestJob().get("request").get("lora").toString();
        assertThat(request).isEqualTo("[{\"name\":\"cats\",\"scale\":1.5}]");
        cats.click();
        assertThat(page.locator("#adapter-0")).hasCount(0);
        draw("a pear");
        assertThat(page.locator(".prompt-text")).hasText("a pear");
        assertThat(page.locator(".facts")).not().containsText("cats");
        page.locator(".thumbs img[alt='an apple']").click();
        button("^Use settings$").click();
        assertThat(page.locator("#adapter-0")).hasValue("1.5");
        assertThat(cats.locator("input")).isChecked();
    }

    @Test
    void twoTabsShowTheSame() {
        Page other = browsers.open(context, url());
        assertThat(other.locator(".welcome")).isVisible();
        page.bringToFront();
        draw("an apple");
        assertThat(picture()).isVisible();
        other.bringToFront();
        assertThat(other.locator(".thumbs .thumb")).hasCount(1);
    }

    @Test
    void twoKeysSeeNothingOfEachOther() {
        server.close();
        KeyRing ring = KeyRing.of(folder.resolve("keys.json"));
        String alice = key(ring, "alice");
        String bob = key(ring, "bob");
        server = new TestServer(folder.resolve("locked"), options -> options.withKeys(folder.resolve("keys.json")));
        look(Look.DESKTOP);
        screenshot("login");
        page.fill("#key", "dg_" + "0".repeat(72));
        button("^Log in$").click();
        assertThat(page.locator("#login-wrong")).containsText("not a key");
        page.fill("#key", alice);
        button("^Log in$").click();
        draw("an apple");
        assertThat(picture()).isVisible();
        assertThat(page.evaluate("document.cookie + JSON.stringify(localStorage)")
                        .toString())
                .doesNotContain(alice);
        button("^Log out$").click();
        page.fill("#key", bob);
        button("^Log in$").click();
        assertThat(page.locator(".gallery .empty")).isVisible();
        assertThat(page.locator(".thumb")).hasCount(0);
    }

    private static String key(KeyRing ring, String name) {
        return ring.create(name, Set.of("images", "jobs", "gallery"), 1, KeyLimits.DEFAULT, Optional.empty());
    }

    @Test
    void aServerThatComesBackIsFoundAgain() {
        int port = server.port();
        drawn("an apple");
        assertThat(page.locator(".thumbs .thumb")).hasCount(1);
        server.close();
        assertThat(page.locator(".offline")).isVisible();
        screenshot("offline");
        server = new TestServer(folder.resolve("data"), options -> options.withPort(port));
        assertThat(page.locator(".offline")).hasCount(0);
        draw("a pear");
        assertThat(page.locator(".thumbs .thumb")).hasCount(2);
    }

    @Test
    void fiveHundredPicturesAreScrolledThrough() {
        String lines = IntStream.range(0, 500)
                .mapToObj(i -> "{\"prompt\": \"number %d\", \"steps\": 1}".formatted(i))
                .collect(Collectors.joining("\n"));
        assertThat(server.post(JOBS + "/batch", lines).status()).isEqualTo(202);
        while (server.get("/deepgen/v1/images?q=number+499").json().get("data").size() == 0) {
            server.ended(newestJob().get("id").stringValue());
        }
        page.reload();
        Locator thumbs = page.locator(".thumbs .thumb");
        assertThat(thumbs).hasCount(60);
        for (int seen = 60; seen < 500; seen = Math.min(500, seen + 60)) {
            page.locator(".gallery-end").scrollIntoViewIfNeeded();
            assertThat(thumbs).hasCount(Math.min(500, seen + 60));
        }
        screenshot("gallery");
        page.fill("#search", "number 123");
        assertThat(thumbs).hasCount(1);
    }

    @Test
    void aPhoneShowsAllWithoutScrollingSideways() {
        look(Look.PHONE);
        draw("an apple");
        assertThat(picture()).isVisible();
        page.locator(".advanced summary").click();
        Object wider = page.evaluate("document.documentElement.scrollWidth > innerWidth");
        assertThat(wider).isEqualTo(false);
        screenshot("phone");
        assertNothingInTheWay("phone");
    }

    @Test
    void germanReadersReadGerman() {
        look(Look.DESKTOP.in("de-DE"));
        assertThat(page.locator("#draw")).containsText("Zeichnen");
        assertThat(page.locator("html")).hasAttribute("lang", "de");
        screenshot("german");
        page.locator(".head select").selectOption("en");
        assertThat(page.locator("#draw")).containsText("Draw");
        page.reload();
        assertThat(page.locator("#draw")).containsText("Draw");
    }

    @Test
    void everythingIsDoneByKeys() {
        page.keyboard().press("/");
        assertThat(page.locator("#prompt")).isFocused();
        page.keyboard().type("an apple");
        assertThat(page.locator("#draw")).isEnabled();
        page.keyboard().press("Control+Enter");
        assertThat(picture()).isVisible();
        page.keyboard().press("Control+A");
        page.keyboard().type("a pear at the gate");
        assertThat(page.locator("#estimate")).containsText("about");
        page.keyboard().press("Control+Enter");
        assertThat(page.locator(".card.running")).isVisible();
        page.locator("#draw").focus();
        page.keyboard().press("Shift+X");
        assertThat(page.locator(".card.cancelled")).isVisible();
        page.keyboard().press("ArrowRight");
        assertThat(picture()).isVisible();
        page.keyboard().press("f");
        assertThat(button("^Favourite$")).hasAttribute("aria-pressed", "true");
        page.keyboard().press("?");
        assertThat(page.locator("dialog")).containsText("Keyboard");
        screenshot("keys");
        page.keyboard().press("Escape");
        assertThat(page.locator("dialog")).hasCount(0);
    }

    // ---- WCAG 2.2 AA ----

    /** Colours that are on their way to others have any contrast. */
    private static final String SETTLED = "Promise.allSettled(document.getAnimations()"
            + ".filter(a => a.effect.getComputedTiming().endTime < Infinity).map(a => a.finished)).then(() => true)";

    private void assertNothingInTheWay(String view) {
        page.evaluate(SETTLED);
        var found = new AxeBuilder(page)
                .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"))
                .analyze()
                .getViolations();
        assertThat(found.stream()
                        .flatMap(rule -> rule.getNodes().stream()
                                .map(node -> view + ": " + rule.getId() + " " + node.getTarget() + " "
                                        + node.getFailureSummary())))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void noViewHasAnObstacle(ColorScheme scheme) {
        look(Look.DESKTOP.with(scheme));
        assertThat(page.locator(".welcome")).isVisible();
        assertNothingInTheWay("welcome");
        drawn("a pear");
        give("body", "drop", png(48, 32));
        draw("make it green at the gate");
        server.engine().permit(2);
        assertThat(page.locator(".preview")).isVisible();
        page.locator(".advanced summary").click();
        assertNothingInTheWay("drawing");
        server.engine().permit(8);
        assertThat(picture()).isVisible();
        assertNothingInTheWay("picture");
        for (String dialog : List.of("Compare", "Copy as code", "Delete", "Keyboard")) {
            button("^" + dialog + "$").click();
            assertThat(page.locator("dialog")).isVisible();
            assertNothingInTheWay(dialog);
            screenshot(dialog.toLowerCase(Locale.ROOT).replace(' ', '-') + "-"
                    + scheme.name().toLowerCase(Locale.ROOT));
            page.keyboard().press("Escape");
        }
        button("^Paint a mask").click();
        assertNothingInTheWay("mask");
        page.keyboard().press("Escape");
        page.locator(".frame-button").click();
        assertNothingInTheWay("zoom");
    }
}
