package org.sallyport.core.expression;

import com.google.re2j.Pattern;

/** {@code *} stands for any characters, everything else for itself. */
public final class Globs {
    private Globs() {}

    /** As a regular expression, not anchored. */
    public static String regex(String glob) {
        StringBuilder regex = new StringBuilder();
        String[] literals = glob.split("\\*", -1);
        for (int i = 0; i < literals.length; i++) {
            regex.append(i == 0 ? "" : ".*").append(Pattern.quote(literals[i]));
        }
        return regex.toString();
    }
}
