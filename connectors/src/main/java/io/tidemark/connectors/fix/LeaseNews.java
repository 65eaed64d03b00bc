package io.tidemark.connectors.fix;

import io.tidemark.exchange.contract.Lots;
import io.tidemark.exchange.notice.Happening;
import io.tidemark.exchange.notice.HolderNotice;
import quickfix.FieldNotFound;
import quickfix.Message;
import quickfix.field.Headline;
import quickfix.field.MsgType;
import quickfix.field.NewsID;
import quickfix.field.NoLinesOfText;
import quickfix.field.OrigTime;
import quickfix.field.Text;
import quickfix.fix50sp2.News;

/**
 * News (35=B) to all sessions of an account: lots that it holds are at risk, or end. Firm hours have no report that could say
 * so, nor has a lease of a risk, and a bid may have been entered elsewhere.
 */
final class LeaseNews {
    private LeaseNews() {}

    /** Whether it is for FIX: what a lease has, and what it came to, is told by reports to who entered its bid. */
    static boolean tells(HolderNotice notice) {
        return notice.happening() == Happening.AT_RISK || notice.happening() == Happening.NOTICE;
    }

    static Message of(HolderNotice notice, ExecId id) {
        boolean atRisk = notice.happening() == Happening.AT_RISK;
        boolean firm = notice.firm();
        boolean one = notice.lots() == 1;
        String fate = atRisk ? (one ? "is at risk" : "are at risk") : (one ? "ends" : "end");
        Message news = new News();
        news.setString(NewsID.FIELD, id.toString());
        news.setString(OrigTime.FIELD, Reports.time(notice.at()));
        news.setString(Headline.FIELD, Lots.format(notice.lots()) + " of " + notice.leaseId() + " " + fate);
        news.setString(Tag.LEASE_EVENT, notice.happening().name());
        news.setString(Tag.LEASE_ID, notice.leaseId());
        news.setString(Tag.LEASE_LOTS, Long.toString(notice.lots()));
        news.setString(Tag.LEASE_END_REASON, notice.reason());
        notice.endsAt().ifPresent(end -> news.setString(Tag.LEASE_NOTICE_END, Reports.time(end)));
        return withLine(news, atRisk ? risk(firm) : end(firm));
    }

    private static String risk(boolean firm) {
        return firm
                ? "fewer lots can be delivered in the hour than are sold; nothing is decided"
                : "internal work may ask them back soon; nothing is decided, and they are paid for as before";
    }

    private static String end(boolean firm) {
        return firm ? "the hour was curtailed; refund and damages are paid" : "hand them back by then";
    }

    static Message withLine(Message news, String text) {
        News.NoLinesOfText line = new News.NoLinesOfText();
        line.setString(Text.FIELD, text);
        news.addGroup(line);
        return news;
    }

    static boolean isNews(Message message) {
        try {
            return message.getHeader().getString(MsgType.FIELD).equals(MsgType.NEWS);
        } catch (FieldNotFound none) {
            return false;
        }
    }

    /** The line of text of a News. */
    static String line(Message news) {
        try {
            return news.getGroup(1, NoLinesOfText.FIELD).getString(Text.FIELD);
        } catch (FieldNotFound none) {
            throw new IllegalArgumentException("a News has a line of text: " + news, none);
        }
    }
}
