package jp.madoguchi.lottery;

/**
 * A line of a published result.
 *
 * @param place  from 1, over all channels; winners and reserves share one order
 * @param ticket the lot's number, with {@code #2} for its second unit
 * @param units  it wins or would have won
 */
public record DrawnTicket(int place, String ticket, String person, String channel, int units) {

    /** The number its owner was told. */
    public String lot() {
        int unit = ticket.indexOf('#');
        return unit < 0 ? ticket : ticket.substring(0, unit);
    }
}
