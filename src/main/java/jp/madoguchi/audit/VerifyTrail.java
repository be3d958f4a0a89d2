package jp.madoguchi.audit;

import java.io.PrintStream;

public final class VerifyTrail {

    private VerifyTrail() {}

    public static int run(String[] args, PrintStream out) {
        throw new UnsupportedOperationException();
    }
}
