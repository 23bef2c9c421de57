using AccelSim.Model.Dram;
using AccelSim.Model.Machines;

namespace AccelSim.Engine.Dram;

/// <summary>
/// The rules of <see cref="ChannelController"/> once more, slowly and plainly: every clock, every request, every rule against the whole recent history.
/// It exists to be obviously right; a randomised test holds the two to the same commands and counters.
/// </summary>
public sealed class TickController
{
    private readonly CommandTable table;
    private readonly DramOptions options;
    private readonly RequestSource source;
    private readonly Action<IssuedCommand>? log;
    private readonly DramTiming timing;
    private readonly List<IssuedCommand> history = [];
    private readonly List<Lane> lanes = [];
    private readonly int[] lastServed;
    private readonly long interval, memory;
    private long now;

    public TickController(CommandTable table, DramOptions options, RequestSource source, Action<IssuedCommand>? log = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        (this.table, this.options, this.source, this.log, timing) = (table, options, source, log, table.Timing);
        for (int p = 0; p < table.PseudoChannels; p++) lanes.Add(new Lane(p, table.Banks));
        lastServed = [.. table.Protocol.Buses.Select(_ => table.PseudoChannels - 1)];
        interval = table.RefreshInterval(options.Refresh);
        memory = table.Protocol.Constraints.Max(c => c.Clocks);
    }

    public DramCounters Counters { get; } = new();

    /// <summary>Serves everything, clock by clock.</summary>
    public DramCounters Run()
    {
        for (now = 0; lanes.Any(l => l.Waiting.Count > 0 || l.Taken < source.Count(l.Number)); now++) Tick();
        return Counters;
    }

    private void Tick()
    {
        history.RemoveAll(c => now - c.Time > memory);
        foreach (Lane lane in lanes)
        {
            Admit(lane);
            int reads = lane.Waiting.Count(r => !r.IsWrite), writes = lane.Waiting.Count(r => r.IsWrite);
            if (!lane.Writing && (writes >= options.HighWatermark || (reads == 0 && writes > 0))) lane.Writing = true;
            else if (lane.Writing && reads > 0 && writes <= options.LowWatermark) lane.Writing = false;
            // Whether a refresh presses is decided here, before the commands of this clock.
            long owed = options.Refresh == RefreshMode.None ? 0 : now / interval - lane.Refreshes;
            lane.Pressing = owed > options.Postpone || (owed > 0 && lane.Waiting.Count == 0);
        }
        if (table.Protocol.BusScope == DramLevel.Channel)
        {
            for (int bus = 0; bus < lastServed.Length; bus++)
            {
                int first = lastServed[bus] + 1;
                for (int i = 0; i < lanes.Count; i++)
                {
                    Lane lane = lanes[(first + i) % lanes.Count];
                    if (!Serve(lane, table.Protocol.Buses[bus])) continue;
                    lastServed[bus] = lane.Number;
                    break;
                }
            }
        }
        else
        {
            foreach (Lane lane in lanes)
                foreach (CommandBus bus in table.Protocol.Buses) Serve(lane, bus);
        }
    }

    private void Admit(Lane lane)
    {
        while (lane.Taken < source.Count(lane.Number))
        {
            lane.Head ??= source.Next(lane.Number, lane.Taken);
            DramRequest head = lane.Head.Value;
            if (head.Arrival > now || lane.Waiting.Count(r => r.IsWrite == head.IsWrite) == options.QueueDepth) return;
            lane.Waiting.Add(new Request(head.Bank, head.Row, head.IsWrite, head.Arrival < 0 ? now : head.Arrival, now));
            lane.Head = null;
            lane.Taken++;
        }
    }

    private bool Serve(Lane lane, CommandBus bus)
    {
        bool Can(DramCommand command, int bank) => bus.Commands.Contains(command) && Ready(command, lane.Number, bank);
        int blocked = -1;
        if (lane.Pressing)
        {
            bool all = options.Refresh == RefreshMode.AllBank;
            blocked = all ? -1 : (int)(lane.Refreshes % table.Banks);
            DramCommand close = all ? DramCommand.PrechargeAll : DramCommand.Precharge, refresh = all ? DramCommand.RefreshAll : DramCommand.RefreshBank;
            int bank = all ? 0 : blocked;
            bool open = all ? lane.Open.Any(r => r >= 0) : lane.Open[bank] >= 0;
            if (Can(open ? close : refresh, bank))
            {
                Issue(open ? close : refresh, lane, bank, -1);
                for (int b = 0; b < table.Banks; b++)
                    if (all || b == bank) lane.Open[b] = -1;
                if (!open)
                {
                    lane.Refreshes++;
                    Counters.Refreshes++;
                }
                return true;
            }
            if (all) return false;
        }
        List<Request> active = [.. lane.Waiting.Where(r => r.IsWrite == lane.Writing && r.Bank != blocked)];
        Request? oldest = lane.Waiting.FirstOrDefault(r => r.IsWrite == lane.Writing);
        bool starved = oldest is not null && now - oldest.Admitted >= options.StarvationCap;
        foreach (Request request in active.Where(r => lane.Open[r.Bank] == r.Row))
        {
            if (starved && request.Bank == oldest!.Bank && request.Row != oldest.Row) continue;
            bool last = options.Page == PagePolicy.Closed && active.Count(r => r.Bank == request.Bank && r.Row == request.Row) == 1;
            DramCommand command = request.IsWrite ? (last ? DramCommand.WritePrecharge : DramCommand.Write) : last ? DramCommand.ReadPrecharge : DramCommand.Read;
            if (!Can(command, request.Bank)) continue;
            Issue(command, lane, request.Bank, request.Row);
            Finish(lane, request, last);
            return true;
        }
        foreach (Request request in active.Where(r => lane.Open[r.Bank] != r.Row).DistinctBy(r => r.Bank))
        {
            int row = lane.Open[request.Bank];
            bool wanted = active.Any(r => r.Bank == request.Bank && r.Row == row);
            if (row >= 0 && wanted && !(starved && request == oldest)) continue;
            DramCommand command = row < 0 ? DramCommand.Activate : DramCommand.Precharge;
            if (!Can(command, request.Bank)) continue;
            if (!request.Begun && row < 0) Counters.RowMisses++;
            if (!request.Begun && row >= 0) Counters.RowConflicts++;
            request.Begun = true;
            Issue(command, lane, request.Bank, row < 0 ? request.Row : -1);
            lane.Open[request.Bank] = row < 0 ? request.Row : -1;
            return true;
        }
        if (options.Page != PagePolicy.Adaptive) return false;
        for (int bank = 0; bank < table.Banks; bank++)
        {
            if (lane.Open[bank] < 0 || bank == blocked || lane.Waiting.Any(r => r.Bank == bank && r.Row == lane.Open[bank])) continue;
            if (now < lane.LastUse[bank] + options.IdleClocks || !Can(DramCommand.Precharge, bank)) continue;
            Issue(DramCommand.Precharge, lane, bank, -1);
            lane.Open[bank] = -1;
            return true;
        }
        return false;
    }

    private void Finish(Lane lane, Request request, bool closes)
    {
        long end = now + (request.IsWrite ? timing.WriteLatency : timing.ReadLatency) + timing.BurstClocks;
        if (!request.Begun) Counters.RowHits++;
        if (request.IsWrite) Counters.Writes++;
        else Counters.Reads++;
        Counters.Latency.Add(end - request.Arrived);
        Counters.BusBusy += timing.BurstClocks;
        Counters.Cycles = Math.Max(Counters.Cycles, end);
        lane.Waiting.Remove(request);
        lane.LastUse[request.Bank] = now;
        if (closes) lane.Open[request.Bank] = -1;
    }

    private void Issue(DramCommand command, Lane lane, int bank, int row)
    {
        var issued = new IssuedCommand(now, command, lane.Number, bank, row);
        history.Add(issued);
        Counters.Commands[(int)command]++;
        log?.Invoke(issued);
    }

    /// <summary>Whether every rule allows a command now: of each, the window-th last match in the history is long enough ago.</summary>
    private bool Ready(DramCommand command, int pseudo, int bank)
    {
        var wanted = new IssuedCommand(now, command, pseudo, bank, -1);
        foreach (DramConstraint rule in table.Protocol.Constraints)
        {
            if (rule.To != command) continue;
            int matches = 0;
            for (int i = history.Count - 1; i >= 0 && matches < rule.Window; i--)
            {
                if (history[i].Command != rule.From || !Meet(rule, history[i], wanted)) continue;
                if (++matches == rule.Window && now - history[i].Time < rule.Clocks) return false;
            }
        }
        return true;
    }

    private bool Meet(DramConstraint rule, IssuedCommand a, IssuedCommand b)
    {
        int level = (int)rule.Scope;
        int first = table.Node(level, a.PseudoChannel, a.Bank), second = table.Node(level, b.PseudoChannel, b.Bank);
        return rule.Sibling ? first != second && table.Node(level - 1, a.PseudoChannel, a.Bank) == table.Node(level - 1, b.PseudoChannel, b.Bank) : first == second;
    }

    private sealed class Request(int bank, int row, bool isWrite, long arrived, long admitted)
    {
        public int Bank { get; } = bank;
        public int Row { get; } = row;
        public bool IsWrite { get; } = isWrite;
        public long Arrived { get; } = arrived;
        public long Admitted { get; } = admitted;
        public bool Begun { get; set; }
    }

    private sealed class Lane(int number, int banks)
    {
        public int Number { get; } = number;
        public List<Request> Waiting { get; } = [];
        public bool Writing { get; set; }
        public int[] Open { get; } = [.. Enumerable.Repeat(-1, banks)];
        public long[] LastUse { get; } = new long[banks];
        public long Taken { get; set; }
        public DramRequest? Head { get; set; }
        public long Refreshes { get; set; }
        public bool Pressing { get; set; }
    }
}
