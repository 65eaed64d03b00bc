package io.tidemark.fleet.driver;

/**
 * The operating system a node is started with.
 *
 * @param name such as "ubuntu-24.04-cuda"
 * @param digest what exactly, such as "sha256:…"; a name alone may mean another image tomorrow
 */
public record ImageRef(String name, String digest) {}
