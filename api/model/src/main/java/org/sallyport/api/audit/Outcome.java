package org.sallyport.api.audit;

/** Whether what an audit event tells of went through. */
public enum Outcome {
    SUCCESS,
    FAILURE
}
