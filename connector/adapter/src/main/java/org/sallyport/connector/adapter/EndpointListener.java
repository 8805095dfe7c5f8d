package org.sallyport.connector.adapter;

import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.connector.ConnectorListener;

/** The message-driven bean as a plain listener: one endpoint per call, the container's wrapping of failures undone. */
final class EndpointListener implements InvocationHandler {
    private final MessageEndpointFactory factory;

    private EndpointListener(MessageEndpointFactory factory) {
        this.factory = factory;
    }

    static ConnectorListener of(MessageEndpointFactory factory) {
        return (ConnectorListener) Proxy.newProxyInstance(
                ConnectorListener.class.getClassLoader(),
                new Class<?>[] {ConnectorListener.class},
                new EndpointListener(factory));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return method.invoke(this, arguments);
        }
        MessageEndpoint endpoint;
        try {
            endpoint = factory.createEndpoint(null);
        } catch (UnavailableException e) {
            throw new SallyportException(
                    ErrorCode.SHUTTING_DOWN,
                    "connector: the Auth Service is not available now; try again in a moment",
                    method.getName(),
                    e);
        }
        try {
            return method.invoke(endpoint, arguments);
        } catch (InvocationTargetException e) {
            throw unwrapped(method, e.getCause());
        } finally {
            endpoint.release();
        }
    }

    private static SallyportException unwrapped(Method method, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SallyportException known) {
                return known;
            }
        }
        return new SallyportException(
                ErrorCode.INTERNAL,
                "connector: the Auth Service failed; try again, then ask an administrator",
                method.getName() + ": " + failure,
                failure);
    }
}
