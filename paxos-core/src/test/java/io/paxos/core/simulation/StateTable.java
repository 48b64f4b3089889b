package io.paxos.core.simulation;

import java.util.Arrays;

/** Many small vectors of numbers, each once, in the order in which they were added, with where they came from. */
final class StateTable {

    private final int width;
    private int size;
    private int[] vectors;
    private int[] before = new int[1 << 10];
    private int[] by = new int[1 << 10];
    private int[] slots = new int[1 << 12];

    /**
     * @param width of the vectors
     */
    StateTable(int width) {
        this.width = width;
        this.vectors = new int[width << 10];
        Arrays.fill(slots, -1);
    }

    int size() {
        return size;
    }

    /** Copies a vector. */
    void get(int index, int[] into) {
        System.arraycopy(vectors, index * width, into, 0, width);
    }

    /** The vector that this one came from; -1 for the first. */
    int before(int index) {
        return before[index];
    }

    /** What led there. */
    int by(int index) {
        return by[index];
    }

    /** Adds a vector; its index, or -1 if it is there already. */
    int add(int[] vector, int from, int action) {
        int slot = slotOf(vector);
        if (slots[slot] >= 0) {
            return -1;
        }
        if (size == before.length) {
            grow();
            slot = slotOf(vector);
        }
        System.arraycopy(vector, 0, vectors, size * width, width);
        before[size] = from;
        by[size] = action;
        slots[slot] = size;
        return size++;
    }

    private void grow() {
        vectors = Arrays.copyOf(vectors, vectors.length * 2);
        before = Arrays.copyOf(before, before.length * 2);
        by = Arrays.copyOf(by, by.length * 2);
        slots = new int[slots.length * 2];
        Arrays.fill(slots, -1);
        int[] vector = new int[width];
        for (int index = 0; index < size; index++) {
            get(index, vector);
            slots[slotOf(vector)] = index;
        }
    }

    /** Where the vector is, or where it belongs. */
    private int slotOf(int[] vector) {
        long hash = 0x9E3779B97F4A7C15L;
        for (int number : vector) {
            hash = (hash ^ number) * 0xFF51AFD7ED558CCDL;
            hash ^= hash >>> 32;
        }
        int slot = (int) hash & slots.length - 1;
        while (slots[slot] >= 0 && !isAt(slots[slot], vector)) {
            slot = slot + 1 & slots.length - 1;
        }
        return slot;
    }

    private boolean isAt(int index, int[] vector) {
        return Arrays.equals(vectors, index * width, (index + 1) * width, vector, 0, width);
    }
}
