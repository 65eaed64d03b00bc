package io.tidemark.connectors.cli;

import picocli.CommandLine;

/** The commands of somebody who trades or prices, to be hung below the root command. */
public final class ClientCommands {
    private ClientCommands() {}

    /**
     * Adds every client command to a root, in the order in which one needs them.
     *
     * @param past who is asked about prices of the past
     */
    public static CommandLine addTo(CommandLine root, PastPrices past) {
        return root.addSubcommand(new StatusCommand())
                .addSubcommand(new PoolsCommand())
                .addSubcommand(new PricesCommand())
                .addSubcommand(new CommandLine(new PriceCommand()).addSubcommand(new PriceExplainCommand(past)))
                .addSubcommand(new IndicativeCommand())
                .addSubcommand(new ReliabilityCommand())
                .addSubcommand(new WatchCommand())
                .addSubcommand(new QuoteCommand())
                .addSubcommand(new BidCommand())
                .addSubcommand(new SellCommand())
                .addSubcommand(new SpotCommand())
                .addSubcommand(new OrdersCommand())
                .addSubcommand(new OrderCommand())
                .addSubcommand(new ReplaceCommand())
                .addSubcommand(new CancelCommand())
                .addSubcommand(new LeasesCommand())
                .addSubcommand(new NodesCommand())
                .addSubcommand(new ReleaseCommand())
                .addSubcommand(new WebhooksCommand())
                .addSubcommand(new AccessCommand())
                .addSubcommand(new AccountCommand())
                .addSubcommand(new StatementCommand())
                .addSubcommand(new InvoiceCommand())
                .addSubcommand(new BalanceCommand())
                .addSubcommand(new AccountsCommand())
                .addSubcommand(new FundsCommand())
                .addSubcommand(new BuyBackCommand())
                .addSubcommand(new CurtailCommand())
                .addSubcommand(new MachinesCommand())
                .addSubcommand(new TasksCommand());
    }
}
