package org.sallyport.persistence.recordingstorage;

import java.util.regex.Pattern;

/** Keys become paths and parts of URLs: only those are taken that can be nothing else. */
final class ObjectKeys {
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9-]+(/[A-Za-z0-9-]+)*(\\.[a-z]+)?");

    private ObjectKeys() {}

    static String checked(String key) {
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException("no key of an object: " + key);
        }
        return key;
    }
}
