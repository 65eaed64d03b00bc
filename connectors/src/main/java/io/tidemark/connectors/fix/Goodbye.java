package io.tidemark.connectors.fix;

import quickfix.FixVersions;
import quickfix.Message;
import quickfix.field.BeginString;
import quickfix.field.MsgSeqNum;
import quickfix.field.MsgType;
import quickfix.field.OrigSendingTime;
import quickfix.field.PossDupFlag;
import quickfix.field.SenderCompID;
import quickfix.field.SendingTime;
import quickfix.field.TargetCompID;
import quickfix.field.Text;

/**
 * The Logout of a door that does not have the session. Its sequence numbers are not ours to use: the message is marked as one
 * that was sent before, so it moves none on the other side either.
 */
final class Goodbye {
    private Goodbye() {}

    static String to(String compId, String place) {
        String now = Reports.time(System.currentTimeMillis());
        Message logout = new Message();
        Message.Header header = logout.getHeader();
        header.setString(BeginString.FIELD, FixVersions.BEGINSTRING_FIXT11);
        header.setString(MsgType.FIELD, MsgType.LOGOUT);
        header.setString(SenderCompID.FIELD, LogonCheck.OUR_COMP_ID);
        header.setString(TargetCompID.FIELD, compId);
        header.setInt(MsgSeqNum.FIELD, 1);
        header.setString(PossDupFlag.FIELD, "Y");
        header.setString(SendingTime.FIELD, now);
        header.setString(OrigSendingTime.FIELD, now);
        logout.setString(
                Text.FIELD,
                "session " + compId + " is at " + place + "; use it there, or log out there and come again");
        return logout.toString();
    }
}
