package jp.madoguchi.casefile;

import jp.madoguchi.forms.Answers;
import jp.madoguchi.kernel.Actor;

/**
 * An application as it arrives.
 *
 * @param key     idempotency key, chosen by the client, unique for the filing account
 * @param actor   who files
 * @param party   the applicant's account, or null when staff enter a paper application
 * @param channel how it came in
 */
public record FilingRequest(String programme, String call, Answers answers, String key, Actor actor, String party,
                            Channel channel) {}
