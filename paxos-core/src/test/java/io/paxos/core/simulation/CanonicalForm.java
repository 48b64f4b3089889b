package io.paxos.core.simulation;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The state of objects of ours as a text: equal texts mean equal states. Looks into private fields. What it does not know how to
 * look into is an error, so that nothing is left out unseen.
 */
final class CanonicalForm {

    private static final Map<Class<?>, List<Field>> FIELDS = new ConcurrentHashMap<>();

    private final StringBuilder text = new StringBuilder();
    private final Map<Object, Integer> seen = new IdentityHashMap<>();

    private CanonicalForm() {
    }

    /** The state of these objects and of all that they refer to. */
    static String of(Object... roots) {
        CanonicalForm form = new CanonicalForm();
        for (Object root : roots) {
            form.add(root);
        }
        return form.text.toString();
    }

    private void add(Object value) {
        if (value == null) {
            text.append('~');
        } else if (value instanceof String || value instanceof Number || value instanceof Boolean || value instanceof Enum<?>) {
            text.append(value).append(';');
        } else if (value instanceof Map<?, ?> map) {
            addMap(map);
        } else if (value instanceof Collection<?> collection) {
            addCollection(collection);
        } else if (value.getClass().isArray()) {
            text.append('[');
            for (int i = 0; i < Array.getLength(value); i++) {
                add(Array.get(value, i));
            }
            text.append(']');
        } else if (value.getClass().isHidden()) {
            text.append('f'); // a function; what it works on is reached otherwise
        } else if (value.getClass().getName().startsWith("io.paxos.")) {
            addObject(value);
        } else {
            throw new IllegalStateException("nobody has said how to compare a " + value.getClass().getName());
        }
    }

    private void addMap(Map<?, ?> map) {
        boolean inOrder = map instanceof SortedMap || map instanceof LinkedHashMap;
        Map<String, Object> byKey = inOrder ? new LinkedHashMap<>() : new HashMap<>();
        map.forEach((key, value) -> byKey.put(of(key), value));
        text.append('{');
        byKey.entrySet().stream().sorted(inOrder ? (a, b) -> 0 : Map.Entry.comparingByKey()).forEach(entry -> {
            text.append(entry.getKey()).append('=');
            add(entry.getValue());
        });
        text.append('}');
    }

    private void addCollection(Collection<?> collection) {
        boolean inOrder = !(collection instanceof Set<?> || collection instanceof PriorityQueue<?>)
                || collection instanceof SortedSet<?> || collection instanceof LinkedHashSet<?>;
        text.append('[');
        if (collection instanceof ArrayDeque<?>) {
            // replies that wait for a write: one that waits twice is said twice, and what was said may be heard twice anyway
            collection.stream().map(CanonicalForm::of).distinct().forEach(text::append);
        } else if (inOrder) {
            collection.forEach(this::add);
        } else {
            collection.stream().map(CanonicalForm::of).sorted().forEach(text::append);
        }
        text.append(']');
    }

    private void addObject(Object value) {
        if (!(value instanceof Record)) {
            Integer known = seen.putIfAbsent(value, seen.size());
            if (known != null) {
                text.append('@').append(known);
                return;
            }
        }
        text.append('(');
        for (Field field : FIELDS.computeIfAbsent(value.getClass(), CanonicalForm::fieldsOf)) {
            try {
                add(field.get(value));
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        }
        text.append(')');
    }

    private static List<Field> fieldsOf(Class<?> type) {
        List<Field> fields = new ArrayList<>();
        for (Class<?> each = type; each != Object.class && each != Record.class; each = each.getSuperclass()) {
            for (Field field : each.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    field.setAccessible(true);
                    fields.add(field);
                }
            }
        }
        fields.sort(Comparator.comparing((Field field) -> field.getDeclaringClass().getName()).thenComparing(Field::getName));
        return List.copyOf(fields);
    }
}
