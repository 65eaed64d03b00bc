package io.tidemark.exchange.book;

/** An order as its giver knows it. The book only hands it back with whatever rests of it. */
public interface Order {}
