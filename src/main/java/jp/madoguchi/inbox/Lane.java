package jp.madoguchi.inbox;

/** A step of a programme at a desk, for the choices of the filters. */
public record Lane(String desk, String programme, String taskKey, String taskName) {}
