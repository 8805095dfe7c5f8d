package org.sallyport.core.recording;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** The gaps between the segments that are there. */
public final class MissingSegments {
    private MissingSegments() {}

    /**
     * @param segments by number
     * @param last number, once it is known
     * @return such as {@code 3}, {@code 5-7}; and {@code 9-} when the end is not known
     */
    public static List<String> of(List<SegmentRow> segments, OptionalInt last) {
        List<String> gaps = new ArrayList<>();
        int next = 0;
        for (SegmentRow segment : segments) {
            gap(next, segment.number() - 1, gaps);
            next = segment.number() + 1;
        }
        if (last.isPresent()) {
            gap(next, last.getAsInt(), gaps);
        } else {
            gaps.add(next + "-");
        }
        return gaps;
    }

    private static void gap(int from, int to, List<String> gaps) {
        if (from == to) {
            gaps.add(Integer.toString(from));
        } else if (from < to) {
            gaps.add(from + "-" + to);
        }
    }
}
