package dev.osediff.bench.report;

import dev.osediff.bench.machine.Roofline;
import dev.osediff.bench.result.Measure;
import dev.osediff.bench.result.ResultFile;
import java.util.List;

/** Writes figures as one HTML page that needs nothing else: no scripts, no network; tables and charts scroll in their own boxes on narrow screens. */
final class HtmlPage {
    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
            <link rel="icon" href="data:,">
            <title>OSEDiff for Java: figures</title>
            <style>
            body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:0 1rem;color:#222;background:#fff}
            img{width:100%;min-width:32rem;height:auto}
            .wide{overflow-x:auto}
            table{border-collapse:collapse;font-size:.9rem}
            td,th{padding:.2rem .6rem;border-bottom:1px solid #ddd;text-align:right;white-space:nowrap}
            td:first-child,th:first-child{text-align:left}
            td.note{text-align:left;white-space:normal}
            pre{overflow-x:auto;background:#f4f4f4;padding:.6rem;font-size:.8rem}
            </style></head><body>
            <h1>OSEDiff for Java: figures</h1>
            """;

    private final StringBuilder page = new StringBuilder(HEAD);
    private final ResultFile file;
    private final Roofline roofline;

    private HtmlPage(ResultFile file) {
        this.file = file;
        this.roofline = new Roofline(file.measures());
    }

    /** Returns the page. */
    static String of(ResultFile file) {
        return new HtmlPage(file).write();
    }

    private String write() {
        paragraph(FigureText.origin(file));
        paragraph(FigureText.engines(file));
        page.append("<pre>").append(escape(FigureText.command(file))).append("</pre>\n");
        paragraph(FigureText.legend());
        Sections.of(file.measures()).forEach(this::section);
        heading("Raw figures");
        page.append("<details><summary>JSON</summary><pre>")
                .append(escape(file.toJson()))
                .append("</pre></details>\n");
        return page.append("</body></html>\n").toString();
    }

    private void section(Section section) {
        heading(section.title());
        section.charts().forEach(chart -> page.append("<div class=\"wide\"><img alt=\"")
                .append(escape(chart.alternative()))
                .append("\" src=\"")
                .append(chart.uri())
                .append("\"></div>\n"));
        section.notes().forEach(this::paragraph);
        page.append("<div class=\"wide\"><table><tr>");
        FigureText.COLUMNS.forEach(name -> page.append("<th>").append(name).append("</th>"));
        page.append("</tr>\n");
        section.measures().forEach(this::row);
        page.append("</table></div>\n");
    }

    private void row(Measure measure) {
        page.append("<tr>");
        List<String> cells = FigureText.cells(measure, roofline);
        int rest = FigureText.COLUMNS.size() - cells.size() + 1;
        for (int i = 0; i < cells.size(); i++) {
            boolean isWide = rest > 1 && i == cells.size() - 1;
            page.append(isWide ? "<td colspan=\"" + rest + "\" class=\"note\">" : "<td>")
                    .append(escape(cells.get(i)))
                    .append("</td>");
        }
        page.append("</tr>\n");
    }

    private void heading(String title) {
        page.append("<h2>").append(escape(title)).append("</h2>\n");
    }

    private void paragraph(String text) {
        page.append("<p>").append(escape(text)).append("</p>\n");
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
