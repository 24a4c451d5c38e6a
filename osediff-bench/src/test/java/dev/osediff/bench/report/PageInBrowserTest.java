package dev.osediff.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as a browser on a telephone shows it. Needs Chromium on the PATH. */
class PageInBrowserTest {
    private static final int PHONE_WIDTH = 390;
    private static final String SCROLL_WIDTH = "document.documentElement.scrollWidth";

    @TempDir
    Path folder;

    private static Path browser() {
        Optional<Path> browser = Chromium.installed();
        String why = "no chromium, chromium-browser or google-chrome on the PATH: the page was not opened";
        if (browser.isEmpty()) {
            System.out.println("PageInBrowserTest skipped: " + why);
        }
        Assumptions.assumeTrue(browser.isPresent(), why);
        return browser.get();
    }

    /** In the build's folder: a browser that is ended may still write, so nothing deletes it before the next clean build. */
    private static Path profile() throws IOException {
        return Files.createTempDirectory(
                Files.createDirectories(Path.of("target")).toAbsolutePath(), "chromium");
    }

    @Test
    void thePageOpensWithoutErrorsOrNetworkAndFitsAPhone() throws IOException, InterruptedException {
        Path program = browser();
        Path page = folder.resolve("index.html");
        Files.writeString(page, HtmlPage.of(Figures.sample()));
        try (Chromium browser = Chromium.start(program, profile(), PHONE_WIDTH)) {
            browser.open(page.toUri());
            assertEquals(PHONE_WIDTH, browser.value(SCROLL_WIDTH).asInt(), "no scrolling sideways");
            assertEquals(
                    6,
                    browser.value("[...document.images].filter(i => i.complete && i.naturalWidth > 0).length")
                            .asInt());
            assertTrue(
                    browser.value("Math.min(...[...document.images].map(i => i.width))")
                                    .asInt()
                            > PHONE_WIDTH,
                    "charts keep a size that can be read and scroll in their boxes");
            assertEquals(
                    "OSEDiff for Java: figures", browser.value("document.title").asText());
            assertEquals(List.of(), browser.complaints());
            List<String> requests = browser.requests();
            assertTrue(
                    requests.contains(page.toUri().toString().replace("file:/", "file:///"))
                            || requests.contains(page.toUri().toString()),
                    requests.toString());
            assertTrue(
                    requests.stream().allMatch(url -> url.startsWith("file:") || url.startsWith("data:")),
                    requests.toString());
        }
    }

    @Test
    void aBadPageWouldBeFound() throws IOException, InterruptedException {
        Path program = browser();
        Path page = folder.resolve("bad.html");
        Files.writeString(page, """
                <html><head><meta name="viewport" content="width=device-width, initial-scale=1"></head>
                <body><p style="width:900px">wide</p><img src="http://127.0.0.1:9/none.png">
                <script>undefinedName()</script></body></html>
                """);
        try (Chromium browser = Chromium.start(program, profile(), PHONE_WIDTH)) {
            browser.open(page.toUri());
            assertTrue(browser.value(SCROLL_WIDTH).asInt() > PHONE_WIDTH);
            assertFalse(browser.complaints().isEmpty());
            assertTrue(browser.requests().stream().anyMatch(url -> url.startsWith("http:")));
        }
    }
}
