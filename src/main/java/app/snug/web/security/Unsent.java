/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.security;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What somebody typed into a form that was refused for its age: not thrown away, but shown again,
 * to be sent once more. It comes from our own pages, see {@link SameOrigin}.
 *
 * @param path where the form leads
 * @param name of the field that was typed into
 * @param carried what went along, unseen
 */
public record Unsent(String path, String name, String text, List<Field> carried) {

    private static final Map<Pattern, String> TYPED =
            Map.of(
                    Pattern.compile("/c/\\d{1,19}/messages"), "text",
                    Pattern.compile("/c/\\d{1,19}/about/nickname"), "nickname",
                    Pattern.compile("/me/name"), "name",
                    Pattern.compile("/new"), "to");

    private static final List<String> CARRIED = List.of("form", "answer", "file");

    /** One that is hidden. */
    public record Field(String name, String value) {}

    /** Empty if nothing was typed, or if a script keeps it. */
    public static Optional<Unsent> of(HttpServletRequest request) {
        // On its way to the error page a request is a GET of that page.
        String method = first(request, RequestDispatcher.ERROR_METHOD, request.getMethod());
        if (!method.equals("POST") || request.getHeader("HX-Request") != null) {
            return Optional.empty();
        }
        String path =
                first(request, RequestDispatcher.ERROR_REQUEST_URI, request.getRequestURI())
                        .substring(request.getContextPath().length());
        return TYPED.entrySet().stream()
                .filter(form -> form.getKey().matcher(path).matches())
                .map(Map.Entry::getValue)
                .findAny()
                .flatMap(name -> of(request, path, name));
    }

    private static String first(HttpServletRequest request, String attribute, String now) {
        return request.getAttribute(attribute) instanceof String first ? first : now;
    }

    private static Optional<Unsent> of(HttpServletRequest request, String path, String name) {
        String text = request.getParameter(name);
        if (text == null || text.isBlank()) {
            return Optional.empty();
        }
        List<Field> carried = new ArrayList<>();
        for (String each : CARRIED) {
            String[] values = request.getParameterValues(each);
            for (String value : values == null ? new String[0] : values) {
                carried.add(new Field(each, value));
            }
        }
        return Optional.of(new Unsent(path, name, text, carried));
    }
}
