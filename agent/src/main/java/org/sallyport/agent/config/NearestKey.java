package org.sallyport.agent.config;

import java.util.Comparator;
import java.util.Set;

/** Which known key was most likely meant. */
final class NearestKey {
    private NearestKey() {}

    static String of(String typed, Set<String> known) {
        return known.stream()
                .min(Comparator.<String>comparingInt(key -> distance(typed, key))
                        .thenComparing(key -> key))
                .orElseThrow();
    }

    /** Levenshtein's edit distance, one row at a time. */
    static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int above = row[j];
                int substitution = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(substitution, 1 + Math.min(above, row[j - 1]));
                diagonal = above;
            }
        }
        return row[other.length()];
    }
}
