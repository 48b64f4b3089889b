package com.example.host.hooks;

import org.hibernate.Interceptor;
import org.hibernate.type.Type;

/** A host that marks what it stores. */
public class AllIsChanged implements Interceptor {

    public AllIsChanged() {
        System.out.println("host: hooked in");
    }

    @Override
    public boolean onPersist(Object entity, Object id, Object[] state, String[] names, Type[] types) {
        return changeBytes(state);
    }

    @Override
    public void onInsert(Object entity, Object id, Object[] state, String[] names, Type[] types) {
        changeBytes(state);
    }

    private static boolean changeBytes(Object[] state) {
        boolean changed = false;
        for (Object value : state) {
            if (value instanceof byte[] bytes && bytes.length > 0) {
                bytes[0] ^= 1;
                changed = true;
            }
        }
        return changed;
    }
}
