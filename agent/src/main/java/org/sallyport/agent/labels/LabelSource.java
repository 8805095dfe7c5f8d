package org.sallyport.agent.labels;

import java.util.Map;

/** The labels of this node as of now. */
@FunctionalInterface
public interface LabelSource {
    Map<String, String> labels();
}
