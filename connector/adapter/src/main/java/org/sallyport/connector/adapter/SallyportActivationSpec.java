package org.sallyport.connector.adapter;

import jakarta.resource.spi.Activation;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.ResourceAdapter;
import org.sallyport.core.connector.ConnectorListener;

/** The listener's bean needs no settings: ports and addresses belong to the resource adapter. */
@Activation(messageListeners = ConnectorListener.class)
public class SallyportActivationSpec implements ActivationSpec {
    private ResourceAdapter resourceAdapter;

    @Override
    public void validate() {
        // nothing to be wrong
    }

    @Override
    public ResourceAdapter getResourceAdapter() {
        return resourceAdapter;
    }

    @Override
    public void setResourceAdapter(ResourceAdapter adapter) {
        resourceAdapter = adapter;
    }
}
