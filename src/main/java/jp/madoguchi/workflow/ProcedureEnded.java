package jp.madoguchi.workflow;

import jp.madoguchi.kernel.CaseNumber;

/** A procedure came to its end, in the engine's transaction. Called procedures end with their caller and are not told. */
public record ProcedureEnded(CaseNumber caseNumber, String procedure) {}
