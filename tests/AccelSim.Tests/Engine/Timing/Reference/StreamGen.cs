using AccelSim.Model.Machines;
using AccelSim.Model.Steps;
using CsCheck;

namespace AccelSim.Tests.Engine.Timing.Reference;

/// <summary>
/// Random small machines and streams that end: every step waits only for signals of earlier steps, and the signals of a register all
/// come from one kind of step.
/// </summary>
internal static class StreamGen
{
    private const int RegistersPerKind = 3;

    public static readonly Gen<TokenTiming> Tokens =
        from fetch in Gen.Int[1, 9]
        from gather in Gen.Frequency((1, Gen.Const(0)), (1, Gen.Int[1, 9]))
        from dense in Gen.Int[1, 9]
        from denseMore in Gen.Int[0, 15]
        from pick in Gen.Frequency((1, Gen.Const(0)), (1, Gen.Int[1, 9]))
        from sparse in Gen.Int[1, 9]
        from sparseMore in Gen.Int[0, 15]
        from rescale in Gen.Frequency((1, Gen.Const(0)), (1, Gen.Int[1, 12]))
        from rescaleLatency in Gen.Int[0, 5]
        from queues in Gen.Select(Gen.Int[1, 4], Gen.Int[1, 4])
        select new TokenTiming(
            fetch, gather, dense, dense + denseMore, pick, pick > 0 ? sparse : 0, pick > 0 ? sparse + sparseMore : 0,
            rescale, rescaleLatency, queues.Item1, queues.Item2, 16);

    public static readonly Gen<DramTiming> Timings =
        from tck in Gen.OneOf(1000, 500, 625, 1250, 769)
        from groups in Gen.OneOf(1, 2, 4)
        from banks in Gen.OneOf(1, 2, 4)
        from c in Gen.Int[1, 24].Array[14]
        from refresh in Gen.Select(Gen.Int[1, 60], Gen.Int[1, 400])
        select TinyMachine.Dram with
        {
            TckPs = tck,
            BankGroups = groups,
            BanksPerGroup = banks,
            BurstClocks = 1 + (c[0] % 4),
            ReadLatency = c[1],
            WriteLatency = c[2],
            ActivateToRead = c[3],
            ActivateToWrite = c[4],
            Precharge = c[5],
            ActivateToPrecharge = 2 * c[6],
            ReadToPrecharge = c[7],
            WriteRecovery = c[8],
            ActivateToActivate = c[9] / 4,
            FourActivates = c[10],
            WriteToRead = c[11],
            ReadToWrite = c[12],
            RefreshCycle = refresh.Item1,
            RefreshInterval = refresh.Item1 + c[5] + refresh.Item2,
        };

    public static readonly Gen<Machine> Machines =
        from timing in Timings
        from cores in Gen.Int[1, 3]
        from channels in Gen.Int[1, 3]
        from lookahead in Gen.Int[1, 6]
        from interleave in Gen.OneOf(64, 128, 256)
        from latency in Gen.Int[0, 6].Array[5]
        from rate in Gen.Int[16, 400].Array[3]
        select TinyMachine.Default with
        {
            Cores = cores,
            LaunchOverheadPs = latency[0] * 1000,
            VectorUnit = TinyMachine.Default.VectorUnit with { Latency = latency[1] },
            SharedBuffer = TinyMachine.Default.SharedBuffer with { BytesPerBankPerCycle = rate[0], Latency = latency[2] },
            Network = new() { BytesPerCorePerCycle = rate[1], Latency = latency[3] },
            Scratchpad = TinyMachine.Default.Scratchpad with { BytesPerBankPerCycle = rate[2] },
            Memory = TinyMachine.Default.Memory with
            {
                Timing = timing,
                Channels = channels,
                Lookahead = lookahead,
                InterleaveBytes = interleave,
                LatencyCycles = latency[4],
            },
        };

    public static readonly Gen<(Machine Machine, TokenTiming[] Tokens, Step[] Steps)> Streams =
        from machine in Machines
        from tokens in Tokens.Array[1, 4]
        from count in Gen.Int[1, 40]
        from seed in Gen.Int
        select (machine, tokens, Steps(new Random(seed), count, tokens.Length, machine.Memory.StripeBytes));

    private static Step[] Steps(Random random, int count, int tokens, long stripe)
    {
        int kinds = Enum.GetValues<StepKind>().Length;
        var signals = new int[kinds * RegistersPerKind];
        var steps = new Step[count];
        for (int i = 0; i < count; i++)
        {
            var kind = (StepKind)random.Next(kinds);
            Step step = Extents(Step.Of(kind), random, tokens, stripe);
            for (int w = random.Next(4); w > 0; w--)
            {
                int register = random.Next(signals.Length);
                step = step.After(register, signals[register]);
            }
            if (random.Next(3) > 0) step = step.Signals(Signal(kind));
            // Early and done signals of a tensor step would come out of order on one register, so early ones have the last to themselves.
            if (kind == StepKind.Tensor && random.Next(2) == 0) step = step.SignalsEarly(Count(((int)kind * RegistersPerKind) + 2));
            steps[i] = step;
        }
        return steps;

        int Signal(StepKind kind) => Count(((int)kind * RegistersPerKind) + random.Next(kind == StepKind.Tensor ? 2 : 3));

        int Count(int register)
        {
            signals[register]++;
            return register;
        }
    }

    private static Step Extents(Step step, Random random, int tokens, long stripe)
    {
        // A transfer starts on bus 0.
        step.Address = random.Next(48) * stripe;
        step.Bytes = random.Next(1, 2000);
        step.BytesPerCore = random.Next(1, 2000);
        step.BytesAllCores = step.BytesPerCore * 2;
        step.FromSharedBuffer = step.Kind == StepKind.Load && random.Next(3) == 0;
        step.Token = random.Next(tokens);
        step.Tokens = random.Next(1, 12);
        step.Cycles = random.Next(1, 40);
        step.ActiveCores = 1;
        step.Macs = random.Next(100);
        return step;
    }
}
