package jp.madoguchi.forms;

final class FormParser {
    FormParser(String file, String content) {}
    FormDefinition parse() { throw new UnsupportedOperationException(); }
}
