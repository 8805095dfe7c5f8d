package org.sallyport.api.rest;

/** @param ended how many other login sessions of the caller are over now */
public record SessionsEnded(int ended) {}
