using AccelSim.Engine.Timing.Fast;
using AccelSim.Engine.Timing.Reference;
using AccelSim.Model.Machines;
using AccelSim.Model.Results;
using AccelSim.Model.Steps;

namespace AccelSim.Explore.Identities;

/// <summary>Closed forms of the row model (section 7), through both engines; bank groups are ganged (docs/DEVIATIONS.md, D3).</summary>
internal static class DramLaws
{
    /// <summary>Of each kind of access, DRAM clocks from its entry to the end of its data.</summary>
    public static readonly Law SingleReads = new("dram-single-read", "7", LawKind.Equality,
        "One read takes nRCD + nCL + nBL on closed rows, nCL + nBL more columns on an open row, nRP and the row restored on a conflict.", chance =>
        {
            Machine machine = OneBus(chance);
            DramTiming t = machine.Memory.Timing;
            double open = (t.BankGroups - 1.0) * t.ActivateToActivate + t.ActivateToRead, data = t.ReadLatency + t.BurstClocks;
            double gang = Math.Max((double)t.BankGroups * t.ActivateToActivate, Math.Ceiling(t.BankGroups * t.FourActivates / 4.0));
            double hit = Math.Max(1, open + t.BurstClocks) + data;
            // The second access goes to the same bank and another row: restored, precharged, opened again.
            double again = Math.Max(t.ActivateToPrecharge, open + t.ReadToPrecharge) + t.Precharge;
            double conflict = Math.Max(again, gang) + open + data;
            return Trial.Equal([Reads(machine, 0), Reads(machine, 0, t.BurstBytes), Reads(machine, 0, (long)t.GangedRowBytes * t.BanksPerGroup)], open + data, hit, conflict);
        });

    public static readonly Law BothEngines = new("dram-both-engines", "7", LawKind.Equality,
        "Both engines end random reads at the same time, with the same hits, misses and conflicts.", chance =>
        {
            Machine machine = new RandomDesigns(chance.Int(0, int.MaxValue - 1)).Machine();
            int loads = chance.Int(1, 30);
            Step[] steps = [.. Enumerable.Range(0, loads).Select(i => Load(machine.Memory.AlignToStripe(chance.Int(0, 1 << 18)), chance.Int(1, 1 << 12), i == loads - 1)), Vector()];
            return Trial.Equal([.. FastEngine.Run(machine, [], steps).All().Select(c => (double)c.Value)],
                [.. ReferenceEngine.Run(machine, [], steps).All().Select(c => (double)c.Value)]);
        });

    public static readonly Law PeakPerBus = new("dram-peak", "7", LawKind.Equality,
        "The peak of a bus is burst bytes over nBL tCK.", chance =>
        {
            DramTiming t = new RandomDesigns(chance.Int(0, int.MaxValue - 1)).Memory().Timing;
            return new Trial([t.PeakBytesPerSecond], s => Slack.Near(s[0], t.BurstBytes / (t.BurstClocks * t.TckPs * 1e-12)));
        });

    public static readonly Law RefreshCeiling = new("refresh-ceiling", "7", LawKind.Bound,
        "A stream takes the time of its bursts and nRTP + nRP + nRFC + nRCD less a burst for every refresh, and hardly a tenth more.", chance =>
        {
            (DramTiming t, OperationCounters c) = Stream(chance);
            double least = (double)c.DramBursts * t.BurstClocks + c.Refreshes * ((double)t.ReadToPrecharge + t.Precharge + t.RefreshCycle + t.ActivateToRead - t.BurstClocks);
            return new Trial([c.Stalls[(int)StallCause.Dram]], s => Slack.Min(Slack.AtLeast(s[0], least), Slack.AtMost(s[0], least / 0.9)));
        });

    /// <summary>One pseudo-channel that ticks with the core; a transfer is a request.</summary>
    private static Machine OneBus(Chance chance)
    {
        Memory memory = new RandomDesigns(chance.Int(0, int.MaxValue - 1)).Memory();
        DramTiming t = memory.Timing with { TckPs = 1000, PseudoChannels = 1, RefreshInterval = int.MaxValue, ReadToPrecharge = Math.Max(1, memory.Timing.ReadToPrecharge) };
        return IdealMachine.Systolic(1, 1, Dataflow.OutputStationary) with
        {
            Memory = memory with { Timing = t, Channels = 1, LatencyCycles = 0, InterleaveBytes = t.RowBytes, Lookahead = 8 },
        };
    }

    private static (DramTiming Timing, OperationCounters Counters) Stream(Chance chance)
    {
        var timing = new DramTiming
        {
            Standard = "hbm3",
            TckPs = 1000,
            PseudoChannels = 1,
            BurstBytes = 32,
            BurstClocks = 2,
            BankGroups = 4,
            BanksPerGroup = 4,
            RowBytes = 1024,
            ReadLatency = chance.Int(15, 30),
            WriteLatency = 10,
            ActivateToRead = chance.Int(20, 35),
            ActivateToWrite = 15,
            Precharge = chance.Int(15, 30),
            ActivateToPrecharge = chance.Int(30, 45),
            ReadToPrecharge = 9,
            WriteRecovery = 33,
            ActivateToActivate = chance.Int(2, 4),
            FourActivates = chance.Int(8, 24),
            WriteToRead = 10,
            ReadToWrite = 20,
            RefreshCycle = chance.Int(200, 600),
            RefreshInterval = chance.Int(4000, 7000),
        };
        Machine machine = OneBus(chance);
        machine = machine with { Memory = machine.Memory with { Timing = timing, InterleaveBytes = 256, Lookahead = 8 } };
        long chunk = 1 << 16, bytes = 0;
        var steps = new List<Step>();
        // Twenty refresh intervals at least.
        for (; bytes < 20L * timing.RefreshInterval * timing.BurstBytes / timing.BurstClocks; bytes += chunk) steps.Add(Load(bytes, chunk, false));
        Step last = Load(bytes, chunk, true);
        return (timing, FastEngine.Run(machine, [], [.. steps, last, Vector()]));
    }

    /// <summary>DRAM clocks until the last of the reads, all of which enter one cycle after the other, has its data.</summary>
    private static double Reads(Machine machine, params long[] addresses)
    {
        Step[] loads = [.. addresses.Select((a, i) => Load(a, machine.Memory.Timing.BurstBytes, i == addresses.Length - 1))];
        return FastEngine.Run(machine, [], [.. loads, Vector()]).Stalls[(int)StallCause.Dram];
    }

    private static Step Load(long address, long bytes, bool signals)
    {
        Step step = Step.Of(StepKind.Load);
        (step.Address, step.Bytes, step.BytesPerCore, step.BytesAllCores) = (address, bytes, bytes, bytes);
        if (signals) step.Done0 = 0;
        return step;
    }

    /// <summary>Waits for the load that signals, so that the cycles before it are waits for DRAM.</summary>
    private static Step Vector()
    {
        Step step = Step.Of(StepKind.Vector);
        (step.Cycles, step.Wait0) = (1, new Wait(0, 1));
        return step;
    }
}
