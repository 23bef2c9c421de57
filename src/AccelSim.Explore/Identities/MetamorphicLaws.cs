using AccelSim.Engine.Functional.Quantisation.Gemm;
using AccelSim.Engine.Mappers;
using AccelSim.Engine.Results;
using AccelSim.Engine.Schedule;
using AccelSim.Engine.Timing.Fast;
using AccelSim.Model.Formats;
using AccelSim.Model.Machines;
using AccelSim.Model.Mappings;
using AccelSim.Model.Operations;
using AccelSim.Model.Results;
using AccelSim.Model.Systolic;

namespace AccelSim.Explore.Identities;

/// <summary>Relations between runs (section 6).</summary>
internal static class MetamorphicLaws
{
    public static readonly Law StationaryTransposed = new("ws-is-transposed", "6", LawKind.Equality,
        "WS(M,N,K) equals IS(N,M,K) in cycles and traffic.", chance =>
        {
            (SystolicArray array, int m, int n, int k) = SystolicLaws.Draw(chance, 40, 300);
            bool overlap = chance.Bool();
            OperationCounters Run(Dataflow flow, int rows, int cols) => SystolicLaws.Run(IdealMachine.Systolic(array.Rows, array.Cols, flow, overlap), rows, cols, k, "bf16").Counters;
            OperationCounters ws = Run(Dataflow.WeightStationary, m, n), inputs = Run(Dataflow.InputStationary, n, m);
            return Trial.Equal([ws.Cycles, ws.ScratchpadReadBytes, ws.DramReadBytes, ws.Tokens], inputs.Cycles, inputs.ScratchpadReadBytes, inputs.DramReadBytes, inputs.Tokens);
        });

    public static readonly Law OutputTransposed = new("os-transposed", "6", LawKind.Equality,
        "OS(M,N,K) on R x C and OS(N,M,K) on C x R have the same folds and MACs, and their cycles differ by the drain alone.", chance =>
        {
            (SystolicArray array, int m, int n, int k) = SystolicLaws.Draw(chance, 40, 300);
            OperationCounters a = SystolicLaws.Run(IdealMachine.Systolic(array.Rows, array.Cols, Dataflow.OutputStationary), m, n, k, "bf16").Counters;
            OperationCounters b = SystolicLaws.Run(IdealMachine.Systolic(array.Cols, array.Rows, Dataflow.OutputStationary), n, m, k, "bf16").Counters;
            return Trial.Equal([a.Tokens, a.IssuedMacs, a.Cycles], b.Tokens, b.IssuedMacs, b.Cycles + a.Tokens * (array.Rows - array.Cols));
        });

    public static readonly Law DoubledStream = new("ws-doubling-m", "6", LawKind.Equality,
        "Doubling M adds exactly F M cycles to WS; where R divides M it doubles the folds of OS.", chance =>
        {
            (SystolicArray array, int m, int n, int k) = SystolicLaws.Draw(chance, 40, 150);
            Machine ws = IdealMachine.Systolic(array.Rows, array.Cols, Dataflow.WeightStationary), os = IdealMachine.Systolic(array.Rows, array.Cols, Dataflow.OutputStationary);
            int whole = array.Rows * chance.Int(1, 4);
            double folds = (array with { Dataflow = Dataflow.WeightStationary }).Folds(m, n, k);
            return Trial.Equal([SystolicLaws.Cycles(ws, 2 * m, n, k), SystolicLaws.Run(os, 2 * whole, n, k).Counters.Tokens],
                SystolicLaws.Cycles(ws, m, n, k) + folds * m, 2.0 * SystolicLaws.Run(os, whole, n, k).Counters.Tokens);
        });

    public static readonly Law Clock = new("clock-and-bandwidths", "6", LawKind.Equality,
        "Clock and every bandwidth scaled together change no counter.", chance =>
        {
            (Machine machine, Operation operation, Mapping map) = Design(chance);
            // On-chip bandwidths are per cycle; DRAM follows through its clock period, the launch is a time.
            machine = machine with { ClockUnderLoadPpm = 1_000_000, ClockHz = 1_000_000_000, LaunchOverheadPs = 120_000 };
            Machine slower = machine with
            {
                ClockHz = machine.ClockHz / 4,
                LaunchOverheadPs = machine.LaunchOverheadPs * 4,
                Memory = machine.Memory with { Timing = machine.Memory.Timing with { TckPs = machine.Memory.Timing.TckPs * 4 } },
            };
            return Trial.Equal(All(Run(slower, operation, map)), All(Run(machine, operation, map)));
        });

    public static readonly Law Launch = new("launch-overhead", "6", LawKind.Equality,
        "A launch overhead is added to the cycles and changes nothing else, but weights for the next operation may arrive during its launch.", chance =>
        {
            (Machine machine, Operation operation, Mapping map) = Design(chance);
            // A refresh interval that never comes, and clocks that tick together, so that a shift in time changes nothing else.
            machine = machine with
            {
                ClockHz = 1_000_000_000,
                ClockUnderLoadPpm = 1_000_000,
                LaunchOverheadPs = 0,
                Memory = machine.Memory with { Timing = machine.Memory.Timing with { TckPs = 1000, RefreshInterval = int.MaxValue } },
            };
            long Cycles(Operation of, long launch) => Run(machine with { LaunchOverheadPs = launch * 1000 }, of, map).Cycles;
            // Behind a launch this long all weights arrive in time, so the rest ends the operation.
            const long Long = 10_000_000;
            long alone = operation.PrefetchBytes == 0 ? Cycles(operation, 0) : Cycles(operation, Long) - Long;
            return Trial.Equal(Cycles(operation, 777), Math.Max(alone + 777, Cycles(operation, 0)));
        });

    public static readonly Law Independent = new("independent-products", "6", LawKind.Bound,
        "Several independent products in one run take no longer than one after another, beside memories that are never in the way.", chance =>
        {
            (Machine random, Operation operation, Mapping map) = Design(chance);
            if (operation is not GemmOperation gemm) return null;
            // DRAM is a greedy schedule, for which there is no such law.
            Machine ideal = IdealMachine.Of(random.TensorUnit), machine = random with { LaunchOverheadPs = 0, Memory = ideal.Memory, SharedBuffer = ideal.SharedBuffer };
            int count = chance.Int(2, 5);
            double Cycles(long products) => Run(machine, gemm with { Shapes = [gemm.Shapes[0] with { Count = products }] }, map with { CoresG = 1 }).Cycles;
            double one = Cycles(1);
            return new Trial([Cycles(count)], s => Slack.Min(Slack.AtMost(s[0], count * one), Slack.AtLeast(s[0], one)));
        });

    public static readonly Law Repeatable = new("same-bytes-again", "6", LawKind.Equality,
        "The same machine and operation give the same counters again, mapper included, whatever else runs beside.", chance =>
        {
            DesignRun run = chance.Run();
            return Trial.Equal(All(new Simulator(run.Machine).Run(run.Operation).Counters), All(run.Counters));
        });

    public static readonly Law EnginesAgree = new("engines-agree", "6", LawKind.Equality,
        "The event-driven and the ticking engine give the same value of every counter.", chance =>
        {
            (Machine machine, Operation operation, Mapping map) = Design(chance);
            return Trial.Equal(All(Run(machine, operation, map)), All(new Simulator(machine, EngineChoice.Reference).Run(operation, map).Counters));
        });

    public static readonly Law PaddedWithZeros = new("zero-padding", "6", LawKind.Equality,
        "Padding K with zeros changes no integer result.", chance =>
        {
            int m = chance.Int(1, 4), n = chance.Int(1, 5), k = chance.Int(1, 120), more = chance.Int(1, 60);
            float[] a = chance.Values(m * k), w = chance.Values(n * k);
            float[] known = Product(a, m, w, n, k);
            float[] Padded(float[] values, int vectors) => [.. Enumerable.Range(0, vectors * (k + more)).Select(i => i % (k + more) < k ? values[i / (k + more) * k + i % (k + more)] : 0)];
            return new Trial([.. Product(Padded(a, m), m, Padded(w, n), n, k + more).Select(v => (double)v)], s => s.Zip(known, (x, y) => Slack.Equal(x, y)).Min());
        });

    public static readonly Law Reordered = new("reduction-order", "6", LawKind.Equality,
        "The order of the reduction changes no integer result.", chance =>
        {
            int m = chance.Int(1, 4), n = chance.Int(1, 5), k = chance.Int(2, 120);
            float[] a = chance.Values(m * k), w = chance.Values(n * k);
            float[] known = Product(a, m, w, n, k);
            int[] order = [.. Enumerable.Range(0, k).OrderBy(_ => chance.Int(0, int.MaxValue - 1))];
            float[] Permuted(float[] values, int vectors) => [.. Enumerable.Range(0, vectors * k).Select(i => values[i / k * k + order[i % k]])];
            return new Trial([.. Product(Permuted(a, m), m, Permuted(w, n), n, k).Select(v => (double)v)], s => s.Zip(known, (x, y) => Slack.Equal(x, y)).Min());
        });

    /// <summary>Per-vector scales, so that the sum over K is one integer.</summary>
    private static float[] Product(float[] a, int m, float[] w, int n, int k)
    {
        var format = new PlainFormat(ScalarFormats.Int8);
        return ExactGemm.Multiply(GemmOperand.Of(PlainQuantizer.Quantize(format, a, m, k)), GemmOperand.Of(PlainQuantizer.Quantize(format, w, n, k)));
    }

    private static (Machine Machine, Operation Operation, Mapping Map) Design(Chance chance)
    {
        RandomDesigns designs = chance.Designs();
        Machine machine = designs.Machine();
        Operation operation = designs.Operation();
        return (machine, operation, designs.Mapping(machine, operation));
    }

    private static OperationCounters Run(Machine machine, Operation operation, Mapping map)
    {
        new Mapper(machine).Check(operation, map);
        Lowered lowered = Lowering.Lower(machine, operation, [map]);
        return FastEngine.Run(machine, lowered.Tokens, lowered.Stream);
    }

    private static double[] All(OperationCounters counters) => [.. counters.All().Select(c => (double)c.Value)];
}
