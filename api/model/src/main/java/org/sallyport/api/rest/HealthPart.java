package org.sallyport.api.rest;

/**
 * @param name {@code database}, {@code transparency_log}, {@code recording_storage}, {@code ssh}, {@code grpc}, {@code https}
 * @param ok whether it does its work
 * @param detail in words: what it is at, or what is wrong and what to do
 */
public record HealthPart(String name, boolean ok, String detail) {}
