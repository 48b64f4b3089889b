package io.paxos.spring.codec.json;

import io.paxos.spring.codec.UndecodableException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The fields of one object, all of which must be taken, each as what it is: nothing is converted, and nothing that is missing has
 * a default. All methods throw an {@link UndecodableException} if the field is missing, or is another than asked for.
 */
final class Fields {

    private final String path;
    private final ObjectNode object;
    private final Set<String> left;

    private Fields(String path, ObjectNode object) {
        this.path = path;
        this.object = object;
        this.left = new LinkedHashSet<>(object.propertyNames());
    }

    /**
     * Reads a value from a node.
     *
     * @param path where the node stands, for exceptions
     * @param form takes the fields; what it refuses with an {@link IllegalArgumentException} or {@link ArithmeticException},
     *     as the constructors of the core do, is undecodable
     * @throws UndecodableException if the node is no object, or the form refuses its fields or leaves one
     */
    static <T> T read(JsonNode node, String path, Function<Fields, T> form) {
        if (!(node instanceof ObjectNode object)) {
            throw Refusals.unexpected("an object", path, kindOf(node));
        }
        Fields fields = new Fields(path, object);
        T value;
        try {
            value = form.apply(fields);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw Refusals.unexpected("a value", path, "one that is refused: "
                    + Refusals.printable(String.valueOf(e.getMessage())));
        }
        if (!fields.left.isEmpty()) {
            throw Refusals.unexpected("no more fields", path, "'" + Refusals.printable(fields.left.iterator().next()) + "'");
        }
        return value;
    }

    /** Takes an object. */
    <T> T object(String name, Function<Fields, T> form) {
        return read(take(name), pathOf(name), form);
    }

    /** Takes an object, or null. */
    <T> @Nullable T objectOrNull(String name, Function<Fields, T> form) {
        JsonNode node = take(name);
        return node.isNull() ? null : read(node, pathOf(name), form);
    }

    /**
     * Takes the one field that is left, an object whose form goes by its name.
     *
     * @param what what it is, for exceptions
     * @param forms the form for each name
     */
    <T> T oneOf(String what, Map<String, Function<Fields, T>> forms) {
        if (left.size() != 1) {
            throw Refusals.unexpected("one field for " + what, path, left.isEmpty() ? "none" : left.size() + " fields");
        }
        String name = left.iterator().next();
        Function<Fields, T> form = forms.get(name);
        if (form == null) {
            throw Refusals.unexpected(what, path, "'" + Refusals.printable(name)
                    + "', which this node does not know: was it written by a newer release?");
        }
        return object(name, form);
    }

    /** Takes an array of objects. */
    <T> List<T> list(String name, Function<Fields, T> form) {
        return elements(name, (node, at) -> read(node, at, form));
    }

    /** Takes an array of texts. */
    <T> List<T> texts(String name, String what, int mostCharacters, Function<String, T> parse) {
        return elements(name, (node, at) -> parsed(node, at, what, mostCharacters, parse));
    }

    /** Takes an integer from 0 on. */
    long number(String name) {
        return number(name, 0, Long.MAX_VALUE);
    }

    /** Takes an integer, from {@code least} to {@code most}. */
    long number(String name, long least, long most) {
        JsonNode node = take(name);
        String range = "an integer from " + least + " to " + most;
        if (!node.isIntegralNumber()) {
            throw Refusals.unexpected(range, pathOf(name), kindOf(node));
        }
        if (!node.canConvertToLong() || node.longValue() < least || node.longValue() > most) {
            throw Refusals.unexpected(range, pathOf(name), "one out of range");
        }
        return node.longValue();
    }

    /** Takes true or false. */
    boolean flag(String name) {
        JsonNode node = take(name);
        if (!node.isBoolean()) {
            throw Refusals.unexpected("true or false", pathOf(name), kindOf(node));
        }
        return node.booleanValue();
    }

    /**
     * Takes a text.
     *
     * @param what what it is, for exceptions
     * @param mostCharacters most characters of it
     * @param parse makes the value of it, or throws an {@link IllegalArgumentException}, whose words are not repeated
     */
    <T> T text(String name, String what, int mostCharacters, Function<String, T> parse) {
        return parsed(take(name), pathOf(name), what, mostCharacters, parse);
    }

    private <T> List<T> elements(String name, Element<T> element) {
        JsonNode node = take(name);
        if (!node.isArray()) {
            throw Refusals.unexpected("an array", pathOf(name), kindOf(node));
        }
        List<T> list = new ArrayList<>(node.size());
        for (int i = 0; i < node.size(); i++) {
            list.add(element.read(node.get(i), pathOf(name) + "[" + i + "]"));
        }
        return list;
    }

    private JsonNode take(String name) {
        JsonNode node = object.get(name);
        if (node == null) {
            throw Refusals.unexpected("a field", pathOf(name), "none");
        }
        left.remove(name);
        return node;
    }

    private String pathOf(String name) {
        return path + "." + name;
    }

    private static <T> T parsed(JsonNode node, String path, String what, int mostCharacters, Function<String, T> parse) {
        if (!node.isString()) {
            throw Refusals.unexpected(what, path, kindOf(node));
        }
        String text = node.stringValue();
        if (text.length() > mostCharacters) {
            throw Refusals.unexpected(what, path, text.length() + " characters, which is above the most of " + mostCharacters);
        }
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            throw Refusals.unexpected(what, path, "a text that is none");
        }
    }

    private static String kindOf(JsonNode node) {
        return switch (node.getNodeType()) {
            case NULL -> "null";
            case STRING -> "a text";
            case NUMBER -> node.isIntegralNumber() ? "an integer" : "a number with a point or an exponent";
            case BOOLEAN -> "true or false";
            case OBJECT -> "an object";
            case ARRAY -> "an array";
            case MISSING, BINARY, POJO -> "nothing";
        };
    }

    /** Reads one element of an array. */
    private interface Element<T> {
        T read(JsonNode node, String path);
    }
}
