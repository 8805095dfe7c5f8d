package org.sallyport.api.rest;

/** A full subtree of the transparency log as it is stored: {@code 2^level} leaves, the index-th of its level. */
public record LogSubtree(int level, long index, String hash) {}
