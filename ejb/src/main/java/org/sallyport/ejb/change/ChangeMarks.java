package org.sallyport.ejb.change;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sallyport.core.change.ChangeService;
import org.sallyport.core.change.Changes;

/** When something of each kind changed last, counted in changes that this server has heard of. */
@ApplicationScoped
public class ChangeMarks {
    private final Map<String, Long> last = new HashMap<>();
    private long mark;

    public synchronized void changed(String kind) {
        last.put(kind, ++mark);
    }

    synchronized Changes after(long before) {
        if (before == mark || before == ChangeService.BEGIN) {
            return new Changes(mark, List.of());
        }
        return new Changes(
                mark,
                last.entrySet().stream()
                        .filter(each -> each.getValue() > before)
                        .map(Map.Entry::getKey)
                        .sorted()
                        .toList());
    }
}
